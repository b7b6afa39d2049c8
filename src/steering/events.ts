import type { ShownAct } from './act-record.ts'

/** These are new, or have come further. */
export type SteeringEvent = { kind: 'session-acts.changed'; acts: ShownAct[] }
