import { expect, test } from 'bun:test'
import { createAgents } from '../agents/agents.ts'
import { createCosts } from '../costs/costs.ts'
import { createReportContext } from '../costs/reports/report-context.ts'
import { createCrons } from '../crons/crons.ts'
import type { CronJobFact, CronRunFact, Fact, LimitFact } from '../facts/fact.ts'
import type { Batch } from '../facts/source.ts'
import { sessionsIn } from '../sessions/testing/sessions-in.ts'
import type { Store } from '../store/store.ts'
import { rowsOf } from '../store/testing/index-of-0-1-0.ts'
import { storeInMemory } from '../store/testing/store-in-memory.ts'
import { agent, filled, session, usage } from './testing/filled.ts'
import { createWriter } from './writer.ts'

const at = Date.UTC(2026, 10, 20, 12)
const now = () => at + 60_000

const job = (rest: Partial<CronJobFact> = {}): CronJobFact => ({
  kind: 'cron-job',
  id: 'openclaw:nightly',
  runtime: 'openclaw',
  agentId: 'openclaw:main',
  name: 'nightly',
  enabled: true,
  system: false,
  schedule: { kind: 'unknown' },
  nextAt: null,
  lastAt: null,
  lastStatus: 'ok',
  lastError: null,
  present: true,
  ...rest,
})
const run: CronRunFact = {
  kind: 'cron-run',
  id: `openclaw:nightly@${at}`,
  jobId: 'openclaw:nightly',
  at,
  status: 'ok',
  durationMs: 5,
  error: null,
  summary: null,
  sessionId: 'openclaw.main.job',
  model: null,
}
const limit: LimitFact = {
  kind: 'limit',
  id: 'codex:primary',
  runtime: 'codex',
  name: '5 hours',
  usedPercent: 10,
  windowMinutes: 300,
  resetsAt: null,
  plan: null,
  at,
}

/** What one machine says; `dollars` is all that tells it from what another says. */
const world = (dollars: number): Fact[] => [
  agent('main', { name: 'Skipper' }),
  session('main.a', { key: 'k', current: true, lastAt: at, projectPath: '/work' }),
  session('main.b', { key: 'child', parentKey: 'k', parentAgentId: 'openclaw:main', lastAt: at, cronId: '' }),
  session('main.job', { key: 'job', sessionKind: 'cron', cronId: 'openclaw:nightly', lastAt: at }),
  usage('main.a', { key: 'one', at, loggedUsd: dollars, tokens: { input: 1 } }),
  usage('main.b', { key: 'two', at, loggedUsd: 10 * dollars, tokens: { input: 1 } }),
  usage('main.job', { key: 'three', at, loggedUsd: 100 * dollars, tokens: { input: 1 } }),
  job(),
  run,
  { ...limit, usedPercent: dollars },
]

function readersOf(index: Store) {
  const here = { host: 'here', now, timezone: 'UTC' }
  const sessions = sessionsIn(index, here)
  const costs = createCosts(createReportContext(index, here))
  const crons = createCrons(index, here)
  return { sessions, costs, agents: createAgents(index, sessions, costs, crons, here), crons }
}

/** The index of two machines that are called the same in everything. */
function twoHosts() {
  const made = filled(world(1))
  made.add(world(2), 'pier')
  return { ...made, ...readersOf(made.index) }
}

test('two hosts with the same ids, keys and sessions have rows of their own in every table', () => {
  const { index } = twoHosts()
  const alone = filled(world(1))
  for (const [table, rows] of Object.entries(rowsOf(index.$client))) {
    const local = rows.filter(({ host = '' }) => host === '')
    expect([table, local]).toEqual([table, rowsOf(alone.index.$client)[table]!])
    if (['meta', 'prices', 'cursors', 'unread'].includes(table)) continue
    expect([table, rows.length]).toEqual([table, 2 * local.length])
  }
})

test('in whatever order they are read, the index ends the same', () => {
  const { index } = twoHosts()
  const other = filled([])
  other.add(world(2), 'pier')
  other.add(world(1))
  other.add(world(2), 'pier')
  expect(rowsOf(other.index.$client)).toEqual(rowsOf(index.$client))
})

test('sums are of each host, and of all of them together', () => {
  const { costs } = twoHosts()
  const sums = (by: 'session' | 'agent' | 'cron' | 'family') =>
    Object.fromEntries(costs.report({ by }).rows.map(({ key, costUsd }) => [key, costUsd]))
  expect(sums('session')).toEqual({
    'openclaw.main.a': 1,
    'openclaw.main.b': 10,
    'openclaw.main.job': 100,
    'pier~openclaw.main.a': 2,
    'pier~openclaw.main.b': 20,
    'pier~openclaw.main.job': 200,
  })
  expect(sums('agent')).toEqual({ 'openclaw:main': 111, 'pier~openclaw:main': 222 })
  expect(sums('cron')).toEqual({ 'openclaw:nightly': 100, 'pier~openclaw:nightly': 200, '': 33 })
  expect(sums('family')).toEqual({
    'openclaw.main.a': 11,
    'openclaw.main.job': 100,
    'pier~openclaw.main.a': 22,
    'pier~openclaw.main.job': 200,
  })
  expect(costs.report({ by: 'model' }).totals.costUsd).toBe(333)
  expect(costs.report({ by: 'day', agent: 'pier~openclaw:main' }).totals.costUsd).toBe(222)
  expect(costs.report({ by: 'day', family: 'openclaw.main.a' }).totals.costUsd).toBe(11)
  expect(costs.report({ by: 'day', cron: 'pier~openclaw:nightly' }).totals.costUsd).toBe(200)
  const labels = costs.report({ by: 'agent' }).rows.map(({ label }) => label)
  expect(labels.sort()).toEqual(['Skipper', 'Skipper (pier)'])
})

test('sessions have their parents and their older windows on their own host', () => {
  const { sessions, add } = twoHosts()
  const rows = () =>
    Object.fromEntries(
      sessions.list({}).items.map(({ id, host, parentId, costUsd }) => [id, [host, parentId, costUsd]]),
    )
  expect(rows()).toEqual({
    'openclaw.main.a': ['here', null, 1],
    'openclaw.main.b': ['here', 'openclaw.main.a', 10],
    'openclaw.main.job': ['here', null, 100],
    'pier~openclaw.main.a': ['pier', null, 2],
    'pier~openclaw.main.b': ['pier', 'pier~openclaw.main.a', 20],
    'pier~openclaw.main.job': ['pier', null, 200],
  })
  // The conversation goes on in another window, on one of them.
  add([session('main.c', { key: 'k', current: true, lastAt: at + 1 })], 'pier')
  expect(Object.keys(rows()).sort()).toEqual([
    'openclaw.main.a',
    'openclaw.main.b',
    'openclaw.main.job',
    'pier~openclaw.main.b',
    'pier~openclaw.main.c',
    'pier~openclaw.main.job',
  ])
})

test('agents, their companies and their jobs are of their own host', () => {
  const { agents, crons, add } = twoHosts()
  expect(agents.all().map(({ id, host, name, costTodayUsd }) => [id, host, name, costTodayUsd])).toEqual([
    ['openclaw:main', 'here', 'Skipper', 111],
    ['pier~openclaw:main', 'pier', 'Skipper', 222],
  ])
  expect(agents.details('pier~openclaw:main')).toMatchObject({
    sessionsTotal: 3,
    jobs: [{ id: 'pier~openclaw:nightly', host: 'pier' }],
    costs: { thirtyDaysUsd: 222 },
    worksWith: [],
  })
  add([job({ present: false })], 'pier')
  expect(crons.jobs().map(({ id, host }) => [id, host])).toEqual([['openclaw:nightly', 'here']])
  expect(crons.runs('pier~openclaw:nightly', {}).map(({ id, host, sessionId }) => [id, host, sessionId])).toEqual([
    [`pier~openclaw:nightly@${at}`, 'pier', 'pier~openclaw.main.job'],
  ])
})

test('what a commit touched is named by the ids that everybody else knows it by', () => {
  const { add } = filled([])
  expect(add(world(1), 'pier')).toEqual({
    agents: ['pier~openclaw:main'],
    sessions: ['pier~openclaw.main.a', 'pier~openclaw.main.b', 'pier~openclaw.main.job'],
    jobs: ['pier~openclaw:nightly'],
    runs: [`pier~openclaw:nightly@${at}`],
    usage: true,
  })
})

test('an answer that one host only repeats counts there, whatever another host has of it', () => {
  const own = usage('main.a', { key: 'own', at, answerId: 'm', loggedUsd: 5, tokens: { input: 1 } })
  const replayed = usage('main.b', {
    key: 'copy',
    at,
    answerId: 'm',
    loggedUsd: 5,
    replayed: true,
    tokens: { input: 1 },
  })
  const { index, add } = filled([own])
  add([replayed], 'pier')
  const counted = () => readersOf(index).costs.report({ by: 'session' }).rows
  expect(
    counted()
      .map(({ key }) => key)
      .sort(),
  ).toEqual(['openclaw.main.a', 'pier~openclaw.main.b'])
  add([own], 'pier')
  expect(
    counted()
      .map(({ key }) => key)
      .sort(),
  ).toEqual(['openclaw.main.a', 'pier~openclaw.main.a'])
})

test('cursors and what could not be read are of the host they were committed for', () => {
  const index = storeInMemory('index').$client
  const progress = { files: 0, filesDone: 0, bytes: 0, bytesDone: 0 }
  const make = () =>
    createWriter(
      index,
      () => undefined,
      () => 7,
    )
  const writer = make()
  const batch = (rest: Partial<Batch>): Batch => ({ unit: 'f', facts: [], cursor: null, unread: [], progress, ...rest })
  const unread = [{ unit: 'f', where: 'whole file', reason: 'no' }]
  writer.commit('openclaw', [batch({ cursor: 1, unread }), batch({ cursor: 2, unread, host: 'pier' })])
  for (const one of [writer, make()]) {
    const cursorOf = one.cursorOf('openclaw')
    expect([cursorOf('f'), cursorOf('f', 'pier'), cursorOf('f', 'elsewhere')]).toEqual([1, 2, undefined])
  }
  const hosts = () => index.query<{ host: string }, []>('SELECT host FROM unread ORDER BY host').values().flat()
  expect(hosts()).toEqual(['', 'pier'])
  writer.commit('openclaw', [batch({ facts: [agent('main')], host: 'pier' })])
  expect(hosts()).toEqual([''])
})

test('whether a runtime was read here says nothing of another host', () => {
  const { index } = filled([])
  const writer = createWriter(
    index.$client,
    () => undefined,
    () => 7,
  )
  const progress = { files: 0, filesDone: 0, bytes: 0, bytesDone: 0 }
  writer.commit('codex', [{ unit: 'f', facts: [], cursor: 1, unread: [], progress, host: 'pier' }])
  expect(writer.knows('codex')).toBeFalse()
  writer.commit('codex', [{ unit: 'f', facts: [], cursor: 1, unread: [], progress }])
  expect(writer.knows('codex')).toBeTrue()
})

test('a host that speaks for another one speaks for itself, and one without a name that can be is refused', () => {
  const { index, add } = filled(world(1))
  add(world(2), 'pier')
  add([{ ...agent('main', { name: 'Pirate' }), id: 'pier~openclaw:main' }], 'island')
  expect(
    readersOf(index)
      .agents.all()
      .map(({ id, host, name }) => [id, host, name]),
  ).toEqual([
    ['island~pier~openclaw:main', 'island', 'Pirate'],
    ['openclaw:main', 'here', 'Skipper'],
    ['pier~openclaw:main', 'pier', 'Skipper'],
  ])
  const before = rowsOf(index.$client)
  expect(() => add(world(3), 'a/b')).toThrow('cannot be the host')
  expect(rowsOf(index.$client)).toEqual(before)
})
