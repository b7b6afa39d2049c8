import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { indexOnce, startIndex } from '../../../indexing/testing/index-all.ts'
import { copiedHome } from '../testing/home.ts'
import { type LogEntry, logRun, runLogTable } from '../testing/run-log-table.ts'
import { openClawIn } from '../testing/worlds.ts'
import { stateDatabasePath } from './state-database.ts'

/** A database of that version in a home, with these entries. */
function withRunLog(home: string, entries: LogEntry[], ddl = runLogTable) {
  const path = stateDatabasePath(home)
  mkdirSync(dirname(path), { recursive: true })
  const state = new Database(path)
  state.run(ddl)
  for (const entry of entries) logRun(state, entry)
  state.close(true)
}

function inState(home: string, act: (state: Database) => void) {
  const state = new Database(stateDatabasePath(home))
  state.run('PRAGMA busy_timeout = 5000')
  act(state)
  state.close(true)
}

const runsOf = (index: Awaited<ReturnType<typeof indexOnce>>['index']) =>
  index.$client
    .query<Record<string, unknown>, []>(
      'SELECT id, job_id, at, status, duration_ms, error, summary, session_id, model FROM cron_runs ORDER BY id',
    )
    .all()

async function indexed(home: string) {
  const { index, unread, sums } = await indexOnce(() => [openClawIn(home)])
  const found = { runs: runsOf(index), unread: unread(), sums: sums() }
  index.$client.close()
  return found
}

/** The entries of the recorded home of 2026.3.24, in which they are lines of files. */
const entriesOf = (home: { at: (...parts: string[]) => string }) =>
  readdirSync(home.at('cron', 'runs')).flatMap((file) =>
    readFileSync(home.at('cron', 'runs', file), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as LogEntry),
  )

test('runs in the table are those of the files they were moved out of, with the same ids, once in both', async () => {
  using home = copiedHome('2026.3.24')
  const before = await indexed(home.path)
  expect(before.runs.length).toBeGreaterThan(3)
  withRunLog(home.path, entriesOf(home))
  const both = await indexed(home.path)
  rmSync(home.at('cron', 'runs'), { recursive: true })
  const after = await indexed(home.path)
  expect([both, after]).toEqual([before, before])
})

test('a run is told once where task_runs holds it too, and older ones come from the log; no token is counted', async () => {
  using home = copiedHome('2026.9.6')
  const before = await indexed(home.path)
  const kept = before.runs.find(({ status }) => status === 'ok')!
  const jobId = String(kept.job_id).split(':')[1]!
  const run = (at: number, rest: Partial<LogEntry> = {}): LogEntry => ({
    ...{
      ts: at + 900,
      jobId,
      action: 'finished',
      status: 'error',
      error: 'cron: job execution timed out',
      runAtMs: at,
    },
    ...{ durationMs: 900, sessionId: 'gone', sessionKey: `agent:ops:cron:${jobId}`, model: 'fake-small' },
    ...rest,
  })
  const past = Number(kept.at) - 30 * 86_400_000
  withRunLog(home.path, [run(past), run(past + 1_000, { status: 'ok', error: undefined }), run(Number(kept.at))])
  const { runs, sums, unread } = await indexed(home.path)
  expect([sums, unread]).toEqual([before.sums, before.unread])
  expect(runs.filter(({ id }) => before.runs.some((known) => known.id === id))).toEqual(before.runs)
  expect(
    runs
      .filter(({ at }) => Number(at) < past + 5_000)
      .map(({ status, job_id, session_id }) => [status, job_id, session_id]),
  ).toEqual([
    ['timed-out', kept.job_id, 'openclaw.ops.gone'],
    ['ok', kept.job_id, 'openclaw.ops.gone'],
  ])
})

test('columns precede the entry beside them; with few columns, or no JSON, what is left is read', async () => {
  using home = copiedHome('2026.3.24')
  rmSync(home.at('cron', 'runs'), { recursive: true })
  const at = Date.UTC(2026, 10, 20)
  withRunLog(home.path, [])
  inState(home.path, (state) => {
    logRun(
      state,
      { jobId: 'j', ts: at + 5, runAtMs: at, status: 'ok', durationMs: 5 },
      '{"action":"finished","status":"error","summary":"done"}',
    )
    logRun(state, { jobId: 'j', ts: at + 1_005, runAtMs: at + 1_000, status: 'error', error: 'no' }, '{}')
    logRun(state, { jobId: 'j', ts: at + 2_005, status: 'skipped' }, 'no JSON')
    logRun(state, { jobId: 'j', ts: at + 3_000 }, '{"action":"started"}')
    logRun(state, { jobId: '', ts: at + 4_000, status: 'ok' }, '{}')
  })
  const { runs, unread } = await indexed(home.path)
  expect(
    runs.map(({ at: began, status, duration_ms, error, summary }) => [
      Number(began) - at,
      status,
      duration_ms,
      error,
      summary,
    ]),
  ).toEqual([
    [0, 'ok', 5, null, 'done'],
    [1_000, 'error', null, 'no', null],
    [2_005, 'skipped', null, null, null],
  ])
  expect(unread.map(({ reason }) => reason)).toEqual(['a run without a job'])
  rmSync(home.at('state'), { recursive: true })
  withRunLog(home.path, [], 'CREATE TABLE cron_run_logs (job_id TEXT, ts INTEGER, status TEXT)')
  inState(home.path, (state) => state.run(`INSERT INTO cron_run_logs VALUES ('j', ${at}, 'ok')`))
  expect((await indexed(home.path)).runs.map(({ at: began, status }) => [began, status])).toEqual([[at, 'ok']])
  rmSync(home.at('state'), { recursive: true })
  withRunLog(home.path, [], 'CREATE TABLE cron_run_logs (name TEXT)')
  expect(await indexed(home.path)).toMatchObject({ runs: [], unread: [] })
})

test('a run that is logged while it is watched is told at once', async () => {
  using home = copiedHome('2026.3.24')
  const at = Date.UTC(2026, 10, 20)
  withRunLog(home.path, [])
  await using started = startIndex(() => [openClawIn(home.path)])
  await started.until(started.isDone)
  const before = runsOf(started.index).length
  inState(home.path, (state) => logRun(state, { jobId: 'j', ts: at, runAtMs: at, status: 'ok', action: 'finished' }))
  await started.until(() => runsOf(started.index).length === before + 1)
})
