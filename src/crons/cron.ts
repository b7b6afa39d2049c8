import type { CronJobFact, CronRunFact } from '../facts/fact.ts'

/** A job that a runtime starts by the clock, as every view shows it: what its source said last. */
export type CronJob = Omit<CronJobFact, 'kind'> & { host: string }

/** One time that a job ran. */
export type CronRun = Omit<CronRunFact, 'kind'> & { host: string }
