import type { CronDefinition } from '../facts/cron-definition.ts'
import type { CronJobFact, CronRunFact } from '../facts/fact.ts'
import type { Miss } from './misses.ts'
import type { RunTime } from './run-time.ts'
import type { Streak } from './streak.ts'

/** A job that a runtime starts by the clock, as its source said last. `host` is the name of its machine. */
export type CronJob = Omit<
  CronJobFact,
  'kind' | 'home' | 'foreignId' | 'definition' | 'revision' | 'createdAt' | 'activeSince'
> & {
  host: string
  /** Another text for another definition; null where the store does not hold it whole. */
  revision: string | null
}

/** One run of a job. */
export type CronRun = Omit<CronRunFact, 'kind' | 'byHand'> & {
  host: string
  /** Whether a person started it; null where the runtime does not say. */
  byHand: boolean | null
}

/** A run with what its session cost; null where it ran in a session that it shares. */
export type PricedRun = CronRun & { costUsd: number | null; costIsLowerBound: boolean; totalTokens: number | null }

/** A job with what we make of its runs. Times in ms. */
export type CronRow = CronJob & {
  createdAt: number | null
  /** The latest runs, the latest first. */
  runs: RunTime[]
  streak: Streak | null
  /** The planned times of the last week that passed without a run, the latest first. */
  misses: Miss[]
  /** When the runs of the last week began that began before the one before them had ended, the latest first. */
  overlaps: number[]
  /** When it last succeeded, as far as runs are known. */
  lastSuccessAt: number | null
  /** How long a run that succeeds usually takes. */
  usualMs: number | null
  lastDurationMs: number | null
  model: string | null
  /** Where its words go: `telegram, @captain`; null where it tells nobody. */
  delivery: string | null
  runsKnown: number
}

/** Everything that is known of one job. */
export type CronDetail = CronRow & {
  definition: CronDefinition | null
  /** Whether something in the definition is hidden because it looks like a secret. */
  hidesSecret: boolean
  latestRuns: PricedRun[]
  /** The first run that is known here; the runtime may have forgotten it. */
  firstRunAt: number | null
}

/** A job as a screen on a wall may show it: without the words of an error. */
export const jobForScreen = (job: CronJob): CronJob => ({ ...job, lastError: null, revision: null })

/** A run as a screen on a wall may show it: without what it said. */
export const runForScreen = (run: CronRun): CronRun => ({ ...run, error: null, summary: null })
