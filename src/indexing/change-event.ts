import type { AgentEvent } from '../agents/events.ts'
import type { CostEvent } from '../costs/events.ts'
import type { CronEvent } from '../crons/events.ts'
import type { OverviewEvent } from '../overview/events.ts'
import type { SessionEvent } from '../sessions/events.ts'
import type { IndexingEvent } from './events.ts'

/** What the thread that commits publishes. */
export type ChangeEvent = AgentEvent | SessionEvent | CostEvent | CronEvent | OverviewEvent | IndexingEvent
