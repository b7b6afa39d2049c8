import type { ActivityEntry } from './activity-entry.ts'

export type ActivityEvent = { kind: 'logged'; line: ActivityEntry }
