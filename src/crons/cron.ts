import type { CronJobFact, CronRunFact } from '../facts/fact.ts'

/** A job that a runtime starts by the clock, as its source said last. `host` is the name of its machine. */
export type CronJob = Omit<CronJobFact, 'kind'> & { host: string }

/** One run of a job. */
export type CronRun = Omit<CronRunFact, 'kind'> & { host: string }

/** A job as a screen on a wall may show it: without the words of an error. */
export const jobForScreen = (job: CronJob): CronJob => ({ ...job, lastError: null })

/** A run as a screen on a wall may show it: without what it said. */
export const runForScreen = (run: CronRun): CronRun => ({ ...run, error: null, summary: null })
