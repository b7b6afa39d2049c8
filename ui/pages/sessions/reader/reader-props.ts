import type { Session } from '../../../../src/sessions/session.ts'

export type ReaderProps = {
  id: string
  /** The session as the list has it, until it is loaded. */
  known: Session | undefined
  nameOf(agentId: string): string
  timezone: string
  /** Whether the reader is beside the list, not in its place. */
  beside: boolean
  onClose(): void
}
