import type { OfficeMember } from './member.ts'

/** Who is drawn differently now, or has come, and the ids of those who have gone. */
export type OfficeEvent = { kind: 'office.changed'; changed: OfficeMember[]; gone: string[] }
