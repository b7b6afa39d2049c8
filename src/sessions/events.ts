import type { Session } from './session.ts'

export type SessionEvent =
  | { kind: 'session.changed'; session: Session }
  /** The answer that is being written, as far as it has come; '' once it is whole, or over. `writtenAt` in ms. */
  | { kind: 'session.streamed'; sessionId: string; text: string; writtenAt: number }
