import type { Database } from 'bun:sqlite'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { CronJobFact, CronRunFact, CronRunStatus } from '../../../facts/fact.ts'
import { maxText } from '../../../facts/kinds.ts'
import type { Unread } from '../../../facts/source.ts'
import { columnsOf, openForeign } from '../../../lib/foreign-database.ts'
import { meaning, problemWithTime, word } from '../../common/parse-values.ts'
import type { Portion } from '../../common/unit.ts'
import type { Home } from '../home.ts'
import { changedJobs, type JobJson, type JobState, jobFromJson, runId } from './cron-facts.ts'
import { timeOf } from './entry.ts'
import type { Reading, ReadLog } from './read-log.ts'
import { readRunLog } from './run-log.ts'

export const stateDatabasePath = (home: string) => join(home, 'state', 'openclaw.sqlite')

/** Reads crons and their runs of the SQLite era. Never opens a table that holds secrets. */
export function* readStateDatabase(home: Home, { cursorOf, log }: Reading): Generator<Portion> {
  const path = stateDatabasePath(home.path)
  if (!existsSync(path)) return
  const { database, close } = openForeign(path)
  try {
    const unit = `${path}#crons`
    const jobs = changedJobs(readJobs(database, home), cursorOf(unit), log)
    const unread: Unread[] = []
    const cannotRead = (where: string, reason: string) => {
      if (log.isNew(`${unit} ${where}`, reason)) unread.push({ unit, where, reason })
    }
    // A run that stands in both has one id, and what `task_runs` says of it comes last and stays.
    const current = readRuns(database, home, log.latest)
    const inBoth = new Set(current.map(({ id }) => id))
    const logged = readRunLog(database, home, log.latest, cannotRead).filter(({ id }) => !inBoth.has(id))
    const runs = [...logged, ...current].filter((run) => log.isNew(`${run.kind} ${run.id}`, JSON.stringify(run)))
    const facts = [...jobs.facts, ...runs]
    if (facts.length + unread.length > 0) yield { unit, facts, cursor: jobs.cursor, unread }
  } finally {
    close()
  }
}

/** Whether this database holds the jobs: early ones left them in `cron/jobs.json`. */
export function holdsJobs(path: string): boolean {
  if (!existsSync(path)) return false
  try {
    const { database, close } = openForeign(path)
    try {
      return columnsOf(database, 'cron_jobs').has('job_id')
    } finally {
      close()
    }
  } catch {
    // Reading the database itself reports what is wrong with it; old jobs must not come back meanwhile.
    return true
  }
}

/** Since schema 13 a job is JSON; before that its fields were plain columns. */
function readJobs(database: Database, home: Home): CronJobFact[] {
  const columns = columnsOf(database, 'cron_jobs')
  if (!columns.has('job_id')) return []
  const all = database.query<Record<string, unknown>, []>('SELECT * FROM cron_jobs').all()
  return all.map((row) => {
    const job: JobJson = { ...(parse(row.job_json) as JobJson) }
    job.id ??= row.job_id
    job.name ??= row.name
    job.agentId ??= row.agent_id
    if (row.enabled !== undefined) job.enabled = row.enabled === 1
    job.declarationKey ??= row.declaration_key ?? undefined
    const state: JobState = {
      nextRunAtMs: row.next_run_at_ms,
      lastRunAtMs: row.last_run_at_ms,
      lastRunStatus: row.last_run_status,
      lastError: row.last_error,
      ...(parse(row.state_json) as JobState),
    }
    return jobFromJson(home, job, state)
  })
}

const runStatuses: Record<string, CronRunStatus> = {
  ok: 'ok',
  succeeded: 'ok',
  error: 'error',
  failed: 'error',
  skipped: 'skipped',
  timed_out: 'timed-out',
  timeout: 'timed-out',
  running: 'running',
  queued: 'running',
}

/** Runs that changed since the last reading; all of them where no column says when. */
function readRuns(database: Database, home: Home, latest: ReadLog['latest']): CronRunFact[] {
  const columns = columnsOf(database, 'task_runs')
  if (!columns.has('source_id') || !columns.has('runtime')) return []
  const since = columns.has('last_event_at') ? 'coalesce(last_event_at, created_at)' : '0'
  const unit = `${home.path} task_runs`
  const all = database
    .query<Record<string, unknown>, [number]>(
      `SELECT *, ${since} AS changed_at FROM task_runs WHERE runtime = 'cron' AND ${since} >= ?`,
    )
    .all(latest.get(unit) ?? 0)
  // A run that claims to be of the far future must not hide those that come.
  const times = all.map((row) => Number(row.changed_at)).filter((at) => problemWithTime(at, home.now()) === undefined)
  latest.set(
    unit,
    times.reduce((newest, at) => Math.max(newest, at), latest.get(unit) ?? 0),
  )
  return all.flatMap((row) => {
    const detail = parse(row.detail_json) as {
      runAtMs?: number
      durationMs?: number
      sessionId?: string
      model?: string
      summary?: string
      status?: string
    }
    const jobId = row.source_id
    const at = typeof detail.runAtMs === 'number' ? detail.runAtMs : (row.started_at ?? row.created_at)
    if (typeof jobId !== 'string' || timeOf(at) === null || typeof at !== 'number') return []
    const agent = typeof row.agent_id === 'string' ? row.agent_id : null
    const ended = typeof row.ended_at === 'number' ? row.ended_at : null
    return {
      kind: 'cron-run' as const,
      id: runId(home, jobId, at),
      jobId: home.cronId(jobId),
      at,
      status: meaning(runStatuses, row.status) ?? meaning(runStatuses, detail.status) ?? 'error',
      durationMs: typeof detail.durationMs === 'number' ? detail.durationMs : ended === null ? null : ended - at,
      error: word(row.error, maxText),
      summary: word(detail.summary, maxText) ?? word(row.terminal_summary, maxText),
      sessionId: agent && typeof detail.sessionId === 'string' ? home.sessionId(agent, detail.sessionId) : null,
      model: word(detail.model),
      ...byHandIn(row.run_id),
    }
  })
}

/** The id of a run ends with that of the request for it, where a person made one. */
const byHandIn = (runId: unknown) => (typeof runId === 'string' ? { byHand: /(^|:)manual:/.test(runId) } : {})

function parse(json: unknown): object {
  if (typeof json !== 'string') return {}
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    // The plain columns beside it are still read.
    return {}
  }
}
