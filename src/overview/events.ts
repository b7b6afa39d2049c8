import type { OverallStatus } from './status.ts'

export type OverviewEvent = { kind: 'overview.changed'; standing: OverallStatus }
