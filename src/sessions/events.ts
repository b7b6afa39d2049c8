import type { Session } from './session.ts'

export type SessionEvent =
  /** `isArchived` where somebody archived it: views that do not ask for that leave it out. */
  | { kind: 'session.changed'; session: Session; isArchived?: true }
  /** The answer that is being written, as far as it has come; '' once it is whole, or over. `writtenAt` in ms. */
  | { kind: 'session.streamed'; sessionId: string; text: string; writtenAt: number }
