import type { AgentEvent } from '../agents/events.ts'
import type { CostEvent } from '../costs/events.ts'
import type { CronEvent } from '../crons/events.ts'
import type { FileEvent } from '../files/events.ts'
import type { Standing } from '../overview/status.ts'
import type { SessionEvent } from '../sessions/events.ts'
import type { IndexingEvent } from './events.ts'

/** What the thread that commits says: events to publish, and how things stand, to which others add what they know. */
export type ChangeEvent =
  | AgentEvent
  | SessionEvent
  | CostEvent
  | CronEvent
  | Extract<FileEvent, { kind: 'files.outside' }>
  | IndexingEvent
  | { kind: 'standing.changed'; standing: Standing }
