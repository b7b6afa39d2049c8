import type { CronRunFact } from '../facts/fact.ts'

/** When and how a run went. `byHand`: whether a person started it; null where the runtime does not say. */
export type RunTime = Pick<CronRunFact, 'at' | 'status' | 'durationMs'> & { byHand: boolean | null }
