import type { CronRunStatus } from '../facts/fact.ts'
import type { Runtime } from '../facts/runtimes.ts'
import type { Store } from '../store/store.ts'

/** All SQL that reads the tables `cron_jobs` and `cron_runs`. Times in ms since the epoch; unknown is null. */

/** A job as it is stored: booleans are 1 or 0, the schedule is JSON. `host` is '' for this machine. */
export type JobRow = {
  id: string
  host: string
  runtime: Runtime
  agentId: string
  name: string
  enabled: number
  present: number
  system: number
  schedule: string
  nextAt: number | null
  lastAt: number | null
  lastStatus: CronRunStatus | null
  lastError: string | null
  revision: string | null
}

/** What of a job is read only where it is looked at or changed. */
export type JobBehindRow = {
  home: string | null
  foreignId: string | null
  definition: string | null
  createdAt: number | null
  steadySince: number | null
}

export type RunRow = {
  id: string
  host: string
  jobId: string
  at: number
  status: CronRunStatus
  durationMs: number | null
  error: string | null
  summary: string | null
  sessionId: string | null
  model: string | null
  byHand: number | null
}

const jobColumns = `id, host, runtime, agent_id AS agentId, name, enabled, present, system, schedule, next_at AS nextAt,
  last_at AS lastAt, last_status AS lastStatus, last_error AS lastError, revision`
const runColumns = `id, host, job_id AS jobId, at, status, duration_ms AS durationMs, error, summary,
  session_id AS sessionId, model, by_hand AS byHand`

/** The jobs that their runtime still has: people's before those of runtimes, failing first, then by the next run. */
export const presentJobRows = (index: Store): JobRow[] =>
  index.$client
    .query<JobRow, []>(
      `SELECT ${jobColumns} FROM cron_jobs WHERE present = 1
       ORDER BY system, enabled DESC, coalesce(last_status, 'ok') IN ('ok', 'skipped', 'running'), next_at IS NULL, next_at, name`,
    )
    .all()

/** The jobs of these ids, present or not; unknown ids are left out. */
export const jobRows = (index: Store, ids: readonly string[]): JobRow[] =>
  index.$client
    .query<JobRow, [string]>(`SELECT ${jobColumns} FROM cron_jobs WHERE id IN (SELECT value FROM json_each(?))`)
    .all(JSON.stringify(ids))

/** What lies behind each of these jobs, by id. */
export const jobsBehind = (index: Store, ids: readonly string[]): Map<string, JobBehindRow> =>
  new Map(
    index.$client
      .query<JobBehindRow & { id: string }, [string]>(
        `SELECT id, home, foreign_id AS foreignId, definition, created_at AS createdAt, steady_since AS steadySince
         FROM cron_jobs WHERE id IN (SELECT value FROM json_each(?))`,
      )
      .all(JSON.stringify(ids))
      .map(({ id, ...row }) => [id, row]),
  )

/** How many runs of a job are known, when the first began, and when it last succeeded. */
export const runCountsOfJob = (index: Store, jobId: string) =>
  index.$client
    .query<{ runs: number; firstAt: number | null; lastSuccessAt: number | null }, [string]>(
      `SELECT count(*) AS runs, min(at) AS firstAt, max(CASE WHEN status = 'ok' THEN at + coalesce(duration_ms, 0) END) AS lastSuccessAt
       FROM cron_runs WHERE job_id = ?`,
    )
    .get(jobId)!

/** When each present job last succeeded, where that is known (ms). */
export const lastSuccesses = (index: Store): { id: string; at: number | null }[] =>
  index.$client
    .query<{ id: string; at: number | null }, []>(
      `SELECT cron_jobs.id AS id,
         (SELECT max(at + coalesce(duration_ms, 0)) FROM cron_runs WHERE job_id = cron_jobs.id AND status = 'ok') AS at
       FROM cron_jobs WHERE present = 1`,
    )
    .all()

/** The ids of the jobs of an agent that its runtime still has, those of people first, by name. */
export const jobIdsOfAgent = (index: Store, agentId: string): string[] =>
  index.$client
    .query<{ id: string }, [string]>(
      'SELECT id FROM cron_jobs WHERE agent_id = ? AND present = 1 ORDER BY system, name, id',
    )
    .all(agentId)
    .map(({ id }) => id)

/** What every job is called, also those that are gone. */
export const jobNames = (index: Store): { id: string; name: string }[] =>
  index.$client.query<{ id: string; name: string }, []>('SELECT id, name FROM cron_jobs').all()

/** The jobs that runtimes made for themselves, such as heartbeats. */
export const systemJobIds = (index: Store): Set<string> =>
  new Set(
    index.$client
      .query<{ id: string }, []>('SELECT id FROM cron_jobs WHERE system = 1')
      .all()
      .map(({ id }) => id),
  )

/** A stretch of time in a session, both ends included. */
type SessionSpan = { sessionId: string; from: number; to: number }

/** When jobs of runtimes themselves ran, in the conversation they ran in, of runs that began from `from` until `to`. */
export const systemRunSpans = (index: Store, from: number, to: number): SessionSpan[] =>
  index.$client
    .query<SessionSpan, [number, number]>(
      `SELECT cron_runs.session_id AS sessionId, cron_runs.at AS "from",
         cron_runs.at + coalesce(cron_runs.duration_ms, 0) AS "to"
       FROM cron_runs JOIN cron_jobs ON cron_jobs.id = cron_runs.job_id AND cron_jobs.system = 1
       WHERE cron_runs.session_id IS NOT NULL AND cron_runs.at >= ? AND cron_runs.at < ?`,
    )
    .all(from, to)

/** The runs of a job that began before a moment, the latest first. */
export const runRowsOfJob = (index: Store, jobId: string, before: number, limit: number): RunRow[] =>
  index.$client
    .query<RunRow, [string, number, number]>(
      `SELECT ${runColumns} FROM cron_runs WHERE job_id = ? AND at < ? ORDER BY at DESC LIMIT ?`,
    )
    .all(jobId, before, limit)

/** The runs that began from `from` until before `to`, in order. */
export const runRowsBetween = (index: Store, from: number, to: number, limit: number): RunRow[] =>
  index.$client
    .query<RunRow, [number, number, number]>(
      `SELECT ${runColumns} FROM cron_runs WHERE at >= ? AND at < ? ORDER BY at LIMIT ?`,
    )
    .all(from, to, limit)

/** The runs of all jobs since a moment, the latest first. */
export const runRowsSince = (index: Store, since: number, limit: number): RunRow[] =>
  index.$client
    .query<RunRow, [number, number]>(`SELECT ${runColumns} FROM cron_runs WHERE at >= ? ORDER BY at DESC LIMIT ?`)
    .all(since, limit)

/** The runs of these ids; unknown ids are left out. */
export const runRows = (index: Store, ids: readonly string[]): RunRow[] =>
  index.$client
    .query<RunRow, [string]>(`SELECT ${runColumns} FROM cron_runs WHERE id IN (SELECT value FROM json_each(?))`)
    .all(JSON.stringify(ids))

type RunTimeRow = Pick<RunRow, 'at' | 'status' | 'durationMs' | 'byHand'>

/** When and how a job ran since a moment, the latest first, at most 400 runs. */
export const runTimesOfJob = (index: Store, jobId: string, since: number): RunTimeRow[] =>
  index.$client
    .query<RunTimeRow, [string, number]>(
      'SELECT at, status, duration_ms AS durationMs, by_hand AS byHand FROM cron_runs WHERE job_id = ? AND at >= ? ORDER BY at DESC LIMIT 400',
    )
    .all(jobId, since)
