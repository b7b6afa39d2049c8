import type { Database } from 'bun:sqlite'
import type { CronRunFact } from '../../../facts/fact.ts'
import { maxText } from '../../../facts/kinds.ts'
import { columnsOf } from '../../../lib/foreign-database.ts'
import { problemWithTime, record, word } from '../../common/parse-values.ts'
import type { Home } from '../home.ts'
import { readKey } from '../session-key.ts'
import { runId, statusFrom } from './cron-facts.ts'
import type { ReadLog } from './read-log.ts'

/** The run in an entry of the log, as a line of `cron/runs/*.jsonl` or in a row; null for one that is not over. */
export function runFromEntry(home: Home, jobId: string, entry: Record<string, unknown>): CronRunFact | null {
  const at = typeof entry.runAtMs === 'number' ? entry.runAtMs : entry.ts
  if (entry.action !== 'finished' || typeof at !== 'number') return null
  const agent = typeof entry.sessionKey === 'string' ? readKey(entry.sessionKey).agent : null
  return {
    kind: 'cron-run',
    id: runId(home, jobId, at),
    jobId: home.cronId(jobId),
    at,
    status: /timed out/.test(String(entry.error)) ? 'timed-out' : (statusFrom(entry.status) ?? 'error'),
    durationMs: typeof entry.durationMs === 'number' ? entry.durationMs : null,
    error: word(entry.error, maxText),
    summary: word(entry.summary, maxText),
    sessionId: agent && typeof entry.sessionId === 'string' ? home.sessionId(agent, entry.sessionId) : null,
    model: word(entry.model),
    ...(typeof entry.runId === 'string' && { byHand: entry.runId.startsWith('manual:') }),
  }
}

/** The columns of `cron_run_logs` that say the same as a field of the entry beside them, and precede it. */
const columns: Record<string, string> = {
  ts: 'ts',
  status: 'status',
  error: 'error',
  summary: 'summary',
  session_id: 'sessionId',
  session_key: 'sessionKey',
  run_at_ms: 'runAtMs',
  duration_ms: 'durationMs',
  model: 'model',
}

/**
 * The runs in `cron_run_logs` since the last reading: 2026.7 keeps 2,000 of each job there, while `task_runs` forgets
 * after a week. Later versions have no such table. `unread` is told of each row that cannot be read.
 */
export function readRunLog(
  database: Database,
  home: Home,
  latest: ReadLog['latest'],
  unread: (where: string, reason: string) => void,
): CronRunFact[] {
  const there = columnsOf(database, 'cron_run_logs')
  if (!there.has('job_id') || !there.has('ts')) return []
  const wanted = ['job_id', 'entry_json', ...Object.keys(columns)].filter((name) => there.has(name))
  const unit = `${home.path} cron_run_logs`
  const since = latest.get(unit) ?? 0
  const rows = database
    .query<Record<string, unknown>, [number]>(
      `SELECT rowid AS number, ${wanted.join(', ')} FROM cron_run_logs WHERE ts >= ? ORDER BY ts`,
    )
    .all(since)
  // A run that claims to be of the far future must not hide those that come.
  const times = rows.map(({ ts }) => Number(ts)).filter((ts) => problemWithTime(ts, home.now()) === undefined)
  latest.set(
    unit,
    times.reduce((newest, ts) => Math.max(newest, ts), since),
  )
  return rows.flatMap((row) => {
    const { number, job_id: jobId } = row
    const where = `cron_run_logs row ${number}`
    if (typeof jobId !== 'string' || jobId === '') {
      unread(where, 'a run without a job')
      return []
    }
    const entry = entryIn(row)
    const run = runFromEntry(home, jobId, entry)
    // What began and is not over has a row in `task_runs`.
    if (!run && entry.action === 'finished') unread(where, 'a run without a time')
    return run ?? []
  })
}

/** The entry of a row: what its columns say, then what its JSON does. A row without JSON is a finished run. */
function entryIn(row: Record<string, unknown>): Record<string, unknown> {
  const entry: Record<string, unknown> = { action: 'finished', ...parse(row.entry_json) }
  for (const [column, field] of Object.entries(columns)) {
    const value = row[column]
    if (value !== null && value !== undefined) entry[field] = value
  }
  return entry
}

function parse(json: unknown): Record<string, unknown> {
  if (typeof json !== 'string') return {}
  try {
    return record(JSON.parse(json)) ?? {}
  } catch {
    // The columns beside it are still read.
    return {}
  }
}
