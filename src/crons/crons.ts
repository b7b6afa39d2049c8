import type { CronRunStatus, Runtime, Schedule } from '../facts/fact.ts'
import type { Store } from '../store/store.ts'
import type { CronJob, CronRun } from './cron.ts'
import { type CronLane, type CronTimeline, plannedTimes } from './timeline.ts'

export type Crons = ReturnType<typeof createCrons>

type JobRow = Omit<CronJob, 'enabled' | 'present' | 'system' | 'schedule'> & {
  enabled: number
  present: number
  system: number
  schedule: string
}

const jobColumns =
  'id, host, runtime, agent_id AS agentId, name, enabled, present, system, schedule, next_at AS nextAt, last_at AS lastAt, last_status AS lastStatus, last_error AS lastError'
const runColumns =
  'id, host, job_id AS jobId, at, status, duration_ms AS durationMs, error, summary, session_id AS sessionId, model'

/** A run that began longer ago is not still at it. */
const longestRunMs = 24 * 3_600_000

/** The jobs that runtimes start by the clock, and what became of each run. */
export function createCrons(
  index: Store,
  { host: ownHost, now, timezone }: { host: string; now: () => number; timezone: string },
) {
  const db = index.$client
  const withHost = <Row extends { host: string }>(row: Row): Row => ({ ...row, host: row.host || ownHost })
  const toJob = (row: JobRow): CronJob => ({
    ...withHost(row),
    runtime: row.runtime as Runtime,
    lastStatus: row.lastStatus as CronRunStatus | null,
    enabled: row.enabled === 1,
    present: row.present === 1,
    system: row.system === 1,
    schedule: JSON.parse(row.schedule) as Schedule,
  })

  const jobs = (): CronJob[] =>
    db
      .query<JobRow, []>(
        `SELECT ${jobColumns} FROM cron_jobs WHERE present = 1
         ORDER BY system, enabled DESC, coalesce(last_status, 'ok') IN ('ok', 'skipped', 'running'), next_at IS NULL, next_at, name`,
      )
      .all()
      .map(toJob)

  /** What a job did since a moment, also where it began before and was still at it then. */
  const runsSince = (jobId: string, from: number): CronLane['runs'] =>
    db
      .query<CronLane['runs'][number], [string, number]>(
        'SELECT at, status, duration_ms AS durationMs FROM cron_runs WHERE job_id = ? AND at >= ? ORDER BY at DESC LIMIT 400',
      )
      .all(jobId, from - longestRunMs)
      .filter(({ at, status, durationMs }) => at >= from || status === 'running' || at + (durationMs ?? 0) >= from)
      .reverse()

  return {
    /** Failing first, then by the next run. */
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

    /** The newest runs of all jobs since a moment (ms). */
    latestRuns: (since: number, limit: number): CronRun[] =>
      db
        .query<CronRun, [number, number]>(`SELECT ${runColumns} FROM cron_runs WHERE at >= ? ORDER BY at DESC LIMIT ?`)
        .all(since, limit)
        .map(withHost),

    jobsByIds: (ids: string[]): CronJob[] =>
      db
        .query<JobRow, [string]>(`SELECT ${jobColumns} FROM cron_jobs WHERE id IN (SELECT value FROM json_each(?))`)
        .all(JSON.stringify(ids))
        .map(toJob),

    runsByIds: (ids: string[]): CronRun[] =>
      db
        .query<CronRun, [string]>(`SELECT ${runColumns} FROM cron_runs WHERE id IN (SELECT value FROM json_each(?))`)
        .all(JSON.stringify(ids))
        .map(withHost),

    /** The runs of a job, newest first; `before` (ms) goes on behind a page. */
    runs(
      jobId: string,
      { limit = 50, before = Number.MAX_SAFE_INTEGER }: { limit?: number; before?: number },
    ): CronRun[] {
      return db
        .query<CronRun, [string, number, number]>(
          `SELECT ${runColumns} FROM cron_runs WHERE job_id = ? AND at < ? ORDER BY at DESC LIMIT ?`,
        )
        .all(jobId, before, limit)
        .map(withHost)
    },
  }
}
