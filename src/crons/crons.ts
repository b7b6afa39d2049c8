import type { CronRunStatus, Runtime, Schedule } from '../live/fact.ts'
import type { Store } from '../store/store.ts'
import type { CronJob, CronRun } from './cron.ts'

export type Crons = ReturnType<typeof createCrons>

type JobRow = Omit<CronJob, 'enabled' | 'present' | 'system' | 'schedule'> & {
  enabled: number
  present: number
  system: number
  schedule: string
}

const jobColumns =
  'id, runtime, agent_id AS agentId, name, enabled, present, system, schedule, next_at AS nextAt, last_at AS lastAt, last_status AS lastStatus, last_error AS lastError'
const runColumns =
  'id, job_id AS jobId, at, status, duration_ms AS durationMs, error, summary, session_id AS sessionId, model'

/** The jobs that runtimes start by the clock, and what became of each run. */
export function createCrons(index: Store) {
  const db = index.$client

  return {
    /** Failing first, then by the next run. */
    jobs: (): CronJob[] =>
      db
        .query<JobRow, []>(
          `SELECT ${jobColumns} FROM cron_jobs WHERE present = 1
           ORDER BY system, enabled DESC, coalesce(last_status, 'ok') IN ('ok', 'skipped', 'running'), next_at IS NULL, next_at, name`,
        )
        .all()
        .map(toJob),

    jobsByIds: (ids: string[]): CronJob[] =>
      db
        .query<JobRow, [string]>(`SELECT ${jobColumns} FROM cron_jobs WHERE id IN (SELECT value FROM json_each(?))`)
        .all(JSON.stringify(ids))
        .map(toJob),

    runsByIds: (ids: string[]): CronRun[] =>
      db
        .query<CronRun, [string]>(`SELECT ${runColumns} FROM cron_runs WHERE id IN (SELECT value FROM json_each(?))`)
        .all(JSON.stringify(ids)),

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
    },
  }
}

const toJob = (row: JobRow): CronJob => ({
  ...row,
  runtime: row.runtime as Runtime,
  lastStatus: row.lastStatus as CronRunStatus | null,
  enabled: row.enabled === 1,
  present: row.present === 1,
  system: row.system === 1,
  schedule: JSON.parse(row.schedule) as Schedule,
})
