import type { Runtime } from '../live/fact.ts'
import type { Activity, SessionState } from '../sessions/state.ts'

/** Somebody with a name, a face and work, as every view shows it. */
export type Agent = {
  /** `<runtime>:<slug>` */
  id: string
  runtime: Runtime
  name: string
  emoji: string | null
  model: string | null
  /** False once its runtime no longer knows it; lists leave it out. */
  present: boolean
  state: SessionState
  activity: Activity | null
  /** The session that speaks for its state. */
  sessionId: string | null
  /** The seed its face is drawn from: the same id has the same face everywhere. */
  look: string
  costTodayUsd: number | null
  /** True when some of it has no price, so that it cost at least that. */
  costTodayIsLowerBound: boolean
  host: string
}
