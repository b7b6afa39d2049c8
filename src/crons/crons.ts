import type { Schedule } from '../facts/fact.ts'
import type { Store } from '../store/store.ts'
import type { CronJob, CronRun } from './cron.ts'
import {
  type JobRow,
  jobRows,
  presentJobRows,
  type RunRow,
  runRows,
  runRowsOfJob,
  runRowsSince,
  runTimesOfJob,
} from './read-crons.ts'
import { type CronLane, type CronTimeline, plannedTimes } from './timeline.ts'

export type Crons = ReturnType<typeof createCrons>

/** A run that began longer ago is over, whatever was written of it. */
const maxRunMs = 24 * 3_600_000

/** The jobs that runtimes start by the clock, and what became of each run. `host` is the name of this machine. */
export function createCrons(
  index: Store,
  { host, now, timezone }: { host: string; now: () => number; timezone: string },
) {
  const toJob = (row: JobRow): CronJob => ({
    ...row,
    host: row.host || host,
    enabled: row.enabled === 1,
    present: row.present === 1,
    system: row.system === 1,
    schedule: JSON.parse(row.schedule) as Schedule,
  })
  const toRun = (row: RunRow): CronRun => ({ ...row, host: row.host || host })

  const jobs = (): CronJob[] => presentJobRows(index).map(toJob)

  /** The runs of a job since a moment, the oldest first, with a run that began before it and was not over yet. */
  const runsSince = (jobId: string, from: number): CronLane['runs'] =>
    runTimesOfJob(index, jobId, from - maxRunMs)
      .filter(({ at, status, durationMs }) => at >= from || status === 'running' || at + (durationMs ?? 0) >= from)
      .reverse()

  return {
    /** The jobs that their runtime still has: failing first, then by the next run. */
    jobs,

    /** Every job with its runs of the last `back` ms and its times of the next `ahead` ms, in the order of `jobs`. */
    timeline({ back, ahead }: { back: number; ahead: number }): CronTimeline {
      const at = now()
      const [from, until] = [at - back, at + ahead]
      const lanes = jobs().map((job) => ({
        id: job.id,
        name: job.name,
        agentId: job.agentId,
        enabled: job.enabled,
        system: job.system,
        lastStatus: job.lastStatus,
        runs: runsSince(job.id, from),
        ...plannedTimes(job, { now: at, until, timezone }),
      }))
      return { now: at, from, until, lanes }
    },

    /** The latest runs of all jobs since a moment (ms). */
    latestRuns: (since: number, limit: number): CronRun[] => runRowsSince(index, since, limit).map(toRun),

    jobsByIds: (ids: string[]): CronJob[] => jobRows(index, ids).map(toJob),

    runsByIds: (ids: string[]): CronRun[] => runRows(index, ids).map(toRun),

    /** The runs of a job, the latest first; `before` (ms) goes on behind a page. */
    runs: (
      jobId: string,
      { limit = 50, before = Number.MAX_SAFE_INTEGER }: { limit?: number; before?: number },
    ): CronRun[] => runRowsOfJob(index, jobId, before, limit).map(toRun),
  }
}
