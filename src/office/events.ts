import type { AgentMessage } from './agent-message.ts'
import type { OfficeMember } from './member.ts'

/** Who is drawn differently now, or has come, and the ids of those who have gone. */
export type CrewEvent = { kind: 'office.changed'; changed: OfficeMember[]; gone: string[] }

/** One wrote to another: who and when, and none of the words. */
export type MessageEvent = { kind: 'office.message'; message: AgentMessage }

/** Somebody has saved the office, or has it composed by itself again. */
export type LayoutEvent = { kind: 'office.layout-changed'; revision: number }

export type OfficeEvent = CrewEvent | MessageEvent | LayoutEvent
