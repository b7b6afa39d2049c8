import type { OfficeMember } from './member.ts'

export type OfficeEvent =
  /** Who is drawn differently now, or has come, and the ids of those who have gone. */
  | { kind: 'office.changed'; changed: OfficeMember[]; gone: string[] }
  /** Somebody has saved the office, or has it composed by itself again. */
  | { kind: 'office.layout-changed'; revision: number }
