import type { BreakerAct } from './act.ts'
import type { JobFact } from './facts.ts'
import type { Guard } from './guard.ts'
import type { ShownGauge } from './read-breaker.ts'
import type { Trip } from './trip.ts'

/** What the page of headroom shows. */
export type Headroom = {
  /** Plan windows, then budgets. */
  gauges: ShownGauge[]
  /** The jobs that can be held. */
  jobs: JobFact[]
  guards: Guard[]
  /** Those that are open, or still hold something. */
  trips: Trip[]
  /** What was done, the latest first. */
  acts: BreakerAct[]
  /** Whether sessions can be stopped from here. */
}
