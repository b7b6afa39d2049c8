import { expect, test } from 'bun:test'
import type { Agent } from '../agents/agent.ts'
import { features, type LiveEvent } from '../app/features.ts'
import type { AuditLine } from '../audit/audit-line.ts'
import type { CronJob, CronRun } from '../crons/cron.ts'
import { createBus } from '../live/bus.ts'
import { createCatalog } from '../live/catalog.ts'
import type { Session } from '../sessions/session.ts'
import { sampleSession } from '../sessions/testing/sample-events.ts'
import { createActivityLog } from './activity.ts'
import { type ActivityEntry, activityEntryForScreen, activityMaxAgeMs, maxActivityEntries } from './activity-entry.ts'

const now = Date.parse('2026-11-20T23:41Z')
const minute = 60_000

const session = (id: string, rest: Partial<Session> = {}) =>
  sampleSession(id, {
    state: 'running',
    title: id,
    reason: null,
    parentId: null,
    contextPercent: null,
    startedAt: now - 9 * minute,
    lastAt: now,
    endedAt: null,
    ...rest,
  })

const job = { id: 'j', name: 'repo-sync', system: false } as CronJob
const run = (at: number, rest: Partial<CronRun> = {}): CronRun => ({
  id: `j@${at}`,
  host: 'here',
  jobId: 'j',
  at,
  status: 'ok',
  durationMs: 12_400,
  error: null,
  summary: null,
  sessionId: null,
  model: null,
  byHand: null,
  ...rest,
})

const act: AuditLine = {
  id: 1,
  at: now,
  actId: 'a',
  stage: 'done',
  who: 'Ann (token:7)',
  role: 'admin',
  credential: 'signed-in browser',
  action: 'revoke token',
  target: 'nightly',
  detail: 'x',
}

const indexed = (done: boolean): LiveEvent => ({
  kind: 'indexed',
  progress: { files: 1, filesDone: 0, bytes: 1, bytesDone: 0 },
  done,
})

/** A log over these rows on a real bus; `heard` is what it published. */
function start({
  rows = [] as Session[],
  runs = [] as CronRun[],
  acts = [] as AuditLine[],
  jobs = [job],
  names = { 'openclaw:main': 'Skipper' } as Record<string, string>,
} = {}) {
  const live = createBus<LiveEvent>({
    catalog: createCatalog<LiveEvent>(features),
    host: 'here',
    now: () => now,
    onListenerError: (error) => {
      throw error
    },
  })
  const order: string[] = []
  const heard: ActivityEntry[] = []
  const log = createActivityLog({
    sessions: { since: () => rows },
    agents: { all: () => Object.entries(names).map(([id, name]) => ({ id, name }) as Agent) },
    crons: { latestRuns: () => runs, jobsByIds: (ids) => jobs.filter(({ id }) => ids.includes(id)) },
    audit: { lines: () => ({ items: acts }) },
    bus: live,
    publish: live.publish,
    now: () => now,
  })
  live.onAny((event) => {
    order.push(event.kind)
    if (event.kind === 'logged') heard.push(event.line)
  })
  return {
    live,
    log,
    heard,
    order,
    rows,
    told: () => log.lines().map(({ kind, at }) => `${kind} ${(now - at) / minute}`),
  }
}

test('what was before the start is told by the rows, the newest first', () => {
  const { told, heard } = start({
    rows: [
      session('a'),
      session('b', { state: 'failed', endedAt: now - 2 * minute }),
      session('c', { state: 'stalled', lastAt: now - 20 * minute, startedAt: null }),
      session('of-a-job', { kind: 'cron' }),
    ],
    runs: [run(now - 5 * minute, { durationMs: minute })],
    acts: [{ ...act, at: now - 3 * minute }],
  })
  expect(told()).toEqual([
    'session.stopped 2',
    'acted 3',
    'cron.ran 4',
    'session.stopped 5',
    'session.started 9',
    'session.started 9',
  ])
  expect(heard).toEqual([])
})

test('what happens later is one line on the bus, after the event it follows from', async () => {
  const { live, heard, order, log } = start()
  live.publish({ kind: 'session.changed', session: session('a') })
  live.publish({ kind: 'cron.ran', run: run(now - minute) })
  await Promise.resolve()
  expect(order).toEqual(['session.changed', 'cron.ran', 'logged', 'logged'])
  expect(heard.map(({ kind }) => kind)).toEqual(['session.started', 'cron.ran'])
  expect(log.lines()).toHaveLength(2)
})

test('the same thing is told once, however often its row is heard', async () => {
  const { live, heard, rows } = start()
  const running = session('a')
  const finished = session('a', { state: 'finished', endedAt: now - 1_000 })
  for (const row of [running, running, finished, finished, { ...finished, state: 'asleep' as const }])
    live.publish({ kind: 'session.changed', session: row })
  await Promise.resolve()
  rows.push({ ...finished, state: 'asleep' })
  live.publish(indexed(true))
  live.publish({ kind: 'session.changed', session: rows[0]! })
  await Promise.resolve()
  expect(heard.map(({ kind }) => kind)).toEqual(['session.started', 'session.finished'])
})

test('lines that come again after history has been read have the ids they had', () => {
  const { log, live, rows } = start({ rows: [session('a', { state: 'failed', endedAt: now - 1_000 })] })
  const before = log.lines()
  rows.push(session('b', { startedAt: now - 3_000 }))
  live.publish(indexed(true))
  expect(log.lines().map(({ id }) => id)).toEqual([before[0]!.id, `started b ${now - 3_000}`, before[1]!.id])
})

test('who was not known by name when a line was made is named once history has been read', () => {
  const names: Record<string, string> = {}
  const { log, live } = start({ rows: [session('a')], names })
  expect(log.lines()).toMatchObject([{ agent: 'main' }])
  names['openclaw:main'] = 'Skipper'
  live.publish(indexed(true))
  expect(log.lines()).toMatchObject([{ agent: 'Skipper' }])
})

test('a context that passes 80 % is told, one that was above it before is not', async () => {
  const { live, heard } = start({ rows: [session('a', { contextPercent: 79 })] })
  for (const contextPercent of [80, 81, 85])
    live.publish({ kind: 'session.changed', session: session('a', { contextPercent }) })
  await Promise.resolve()
  expect(heard).toMatchObject([{ kind: 'context.filling', percent: 80, agent: 'Skipper' }])
})

test('a sub-agent is told with who started it', async () => {
  const { live, heard } = start({ rows: [session('a')] })
  live.publish({ kind: 'session.changed', session: session('s', { kind: 'subagent', parentId: 'a' }) })
  await Promise.resolve()
  expect(heard).toMatchObject([{ kind: 'subagent.started', by: 'Skipper' }])
})

test('jobs of the runtime are told only where they fail, and a run only when it has ended', async () => {
  const { live, heard } = start({ jobs: [job, { ...job, id: 'beat', name: 'heartbeat', system: true }] })
  live.publish({ kind: 'cron.ran', run: run(now, { id: 'x', jobId: 'beat' }) })
  live.publish({ kind: 'cron.ran', run: run(now, { id: 'y', status: 'running', durationMs: null }) })
  live.publish({ kind: 'cron.ran', run: run(now, { id: 'z', jobId: 'beat', status: 'error' }) })
  await Promise.resolve()
  expect(heard).toMatchObject([{ kind: 'cron.ran', job: 'heartbeat', status: 'error' }])
})

test('a source that is lost and found again is told, one that was never there is not', async () => {
  const { live, heard } = start()
  for (const state of ['ok', 'reading', 'trouble', 'absent', 'ok'] as const)
    live.publish({ kind: 'source.changed', source: { runtime: 'openclaw', state, detail: '', findings: [] } })
  live.publish({ kind: 'source.changed', source: { runtime: 'codex', state: 'absent', detail: '', findings: [] } })
  await Promise.resolve()
  expect(heard.map(({ kind }) => kind)).toEqual(['source.lost', 'source.found'])
})

test('an act is told by who and what, never by the credential or what it was done to', async () => {
  const { live, heard } = start()
  live.publish({ kind: 'audited', line: { ...act, stage: 'asked' } })
  live.publish({ kind: 'audited', line: act })
  await Promise.resolve()
  expect(heard).toEqual([
    { kind: 'acted', id: 'acted a done', at: now, who: 'Ann', action: 'revoke token', stage: 'done' },
  ])
})

test('no more is remembered than is shown, and nothing that is over a day old', () => {
  const rows = Array.from({ length: 60 }, (_, n) => session(`s${n}`, { startedAt: now - n * minute, kind: 'main' }))
  const { log } = start({ rows: [...rows, session('old', { startedAt: now - activityMaxAgeMs })] })
  expect(log.lines()).toHaveLength(maxActivityEntries)
  expect(log.lines()[0]).toMatchObject({ sessionId: 's0' })
  expect(start({ rows: [session('old', { startedAt: now - activityMaxAgeMs })] }).log.lines()).toEqual([])
})

test('a screen sees who, what kind and how long, never the words', () => {
  const { log } = start({
    rows: [session('a', { title: 'secret', state: 'failed', reason: 'secret' })],
    runs: [run(now - minute, { status: 'error', error: 'secret' })],
  })
  const shown = log.lines().map(activityEntryForScreen)
  expect(shown).toHaveLength(3)
  expect(JSON.stringify(shown)).not.toContain('secret')
})
