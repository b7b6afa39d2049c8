import type { AgentMessage } from './agent-message.ts'
import type { OfficeMember } from './member.ts'

export type OfficeEvent =
  /** Who is drawn differently now, or has come, and the ids of those who have gone. */
  | { kind: 'office.changed'; changed: OfficeMember[]; gone: string[] }
  /** One wrote to another: who and when, and none of the words. */
  | { kind: 'office.message'; message: AgentMessage }
