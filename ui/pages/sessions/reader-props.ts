import type { Session } from '../../../src/sessions/session.ts'

export type ReaderProps = {
  id: string
  /** What the list knows of it already. */
  known: Session | undefined
  nameOf(agentId: string): string
  timezone: string
  /** Beside the list instead of in its place. */
  beside: boolean
  onClose(): void
}
