import { expect, test } from 'bun:test'
import { createEffect, createRoot, createSignal } from 'solid-js'
import type { LiveEvent, PublishedEvent } from '../../../src/app/features.ts'
import { drawn, minuteMs, minutes } from '../../../src/health/recent.ts'
import { machineAt, readingAt } from '../../../src/health/testing/readings.ts'
import { listedSessions, type Overview } from '../../../src/overview/overview.ts'
import type { Session } from '../../../src/sessions/session.ts'
import { createStores } from './stores.ts'

const session = (id: string, changes: Partial<Session> = {}) =>
  ({ id, current: true, state: 'idle', startedAt: 1_000, lastAt: 2_000, ...changes }) as Session

const answer = (changes: Partial<Overview> = {}) =>
  ({
    demo: false,
    build: 'b1',
    host: 'here',
    timezone: 'UTC',
    verdict: { level: 'well', text: 'All is well' },
    attention: [],
    setAside: [],
    agents: [{ id: 'openclaw:main', name: 'Main', present: true, state: 'idle' }],
    sessions: { active: 0, total: 3, items: [session('a', { lastAt: 30 }), session('b', { lastAt: 20 })] },
    costs: { todayUsd: 1, byModel: [] },
    health: { indexed: { done: true }, recent: { minute: 0, values: {} } },
    crons: [{ id: 'j1', name: 'Nightly', present: true }],
    log: [{ id: 'l1', at: 10 }],
    sources: [{ runtime: 'openclaw', state: 'ok' }],
    gateways: [{ home: '/h', state: 'connected' }],
    ...changes,
  }) as unknown as Overview

const published = (event: LiveEvent) => ({ ...event, seq: 1, at: 100_000, host: 'here' }) as PublishedEvent
const changed = (item: Session) => published({ kind: 'session.changed', session: item })

function known(changes: Partial<Overview> = {}) {
  const stores = createStores()
  stores.reset(answer(changes))
  const ids = () => stores.overview.sessions.items.map(({ id }) => id).join(' ')
  return { ...stores, ids }
}

/** Which of these an event runs again. */
function runsOf(stores: ReturnType<typeof createStores>, reads: Record<string, () => unknown>, event: PublishedEvent) {
  let runs: string[] = []
  const dispose = createRoot((dispose) => {
    for (const [name, read] of Object.entries(reads))
      createEffect(() => {
        read()
        runs.push(name)
      })
    return dispose
  })
  runs = []
  stores.apply(event)
  dispose()
  return runs
}

/** Something of every topic. */
const everything = ({ overview }: ReturnType<typeof createStores>) => ({
  zone: () => overview.timezone,
  verdict: () => overview.verdict.text,
  total: () => overview.sessions.total,
  agents: () => overview.agents.map(({ state }) => state),
  order: () => overview.sessions.items.map(({ id }) => id),
  a: () => overview.sessions.items.find(({ id }) => id === 'a')?.state,
  b: () => overview.sessions.items.find(({ id }) => id === 'b')?.state,
  costs: () => overview.costs.todayUsd,
  health: () => overview.health.indexed.done,
  crons: () => overview.crons.map(({ name }) => name),
  log: () => overview.log.map(({ id }) => id),
  sources: () => overview.sources.map(({ state }) => state),
  gateways: () => overview.gateways.map(({ state }) => state),
})

test('a session that changes runs again only what reads that session', () => {
  const stores = known()
  const event = changed(session('b', { lastAt: 20, state: 'failed' }))
  expect(runsOf(stores, everything(stores), event)).toEqual(['b'])
  expect(runsOf(stores, everything(stores), event)).toEqual([])
})

test('each event runs again only what reads its topic', () => {
  const stores = known()
  const runs = (event: LiveEvent) => runsOf(stores, everything(stores), published(event)).join(' ')
  const { verdict } = answer()
  const main = { id: 'openclaw:main', present: true, state: 'running' }
  expect([
    runs({ kind: 'agent.changed', agent: main } as LiveEvent),
    runs({ kind: 'overview.changed', standing: { verdict, attention: [], setAside: [], active: 2, total: 9 } }),
    runs({ kind: 'costs.changed', costs: { todayUsd: 2, byModel: [] } } as unknown as LiveEvent),
    runs({ kind: 'cron.changed', job: { id: 'j1', name: 'Weekly', present: true } } as LiveEvent),
    runs({ kind: 'source.changed', source: { runtime: 'openclaw', state: 'trouble' } } as LiveEvent),
    runs({ kind: 'gateway.changed', gateway: { home: '/h', state: 'down' } } as LiveEvent),
    runs({ kind: 'indexed', progress: {}, done: false } as LiveEvent),
    runs({ kind: 'logged', line: { id: 'l2', at: 20 } } as LiveEvent),
    runs({ kind: 'session.streamed', sessionId: 'a', text: 'words' } as LiveEvent),
  ]).toEqual(['agents', 'total', 'costs', 'crons', 'sources', 'gateways', 'health', 'log', ''])
})

test('a session that moved stands above those that did not', () => {
  const { apply, ids } = known()
  apply(changed(session('b', { lastAt: 40 })))
  expect(ids()).toBe('b a')
})

test('sessions at work stand first and keep their places while they write', () => {
  const { apply, ids } = known()
  apply(changed(session('a', { state: 'running', startedAt: 5, lastAt: 50 })))
  apply(changed(session('b', { state: 'thinking', startedAt: 6, lastAt: 60 })))
  expect(ids()).toBe('b a')
  apply(changed(session('a', { state: 'running', startedAt: 5, lastAt: 70 })))
  expect(ids()).toBe('b a')
})

test('a session that went on in another window leaves the list, and no more are listed than the server lists', () => {
  const { apply, ids, overview } = known()
  apply(changed(session('a', { current: false })))
  expect(ids()).toBe('b')
  for (let n = 0; n < 2 * listedSessions; n++) apply(changed(session(`n${n}`, { lastAt: 100 + n })))
  expect(overview.sessions.items).toHaveLength(listedSessions)
  expect(ids().startsWith(`n${2 * listedSessions - 1} n${2 * listedSessions - 2} `)).toBe(true)
})

test('a session that somebody archived leaves the list and stays away while it works, until it is brought back', () => {
  const { apply, ids } = known()
  const works = session('a', { state: 'running', startedAt: 5, lastAt: 50 })
  apply(published({ kind: 'session.changed', session: works, isArchived: true }))
  apply(published({ kind: 'session.changed', session: { ...works, lastAt: 60 }, isArchived: true }))
  expect(ids()).toBe('b')
  apply(changed(works))
  expect(ids()).toBe('a b')
})

test('agents and jobs that their runtimes no longer know leave', () => {
  const { apply, overview } = known()
  apply(published({ kind: 'agent.changed', agent: { id: 'openclaw:main', present: false } } as LiveEvent))
  apply(published({ kind: 'cron.changed', job: { id: 'j1', present: false } } as LiveEvent))
  expect([overview.agents.length, overview.crons.length]).toEqual([0, 0])
})

test('how everything stands comes from the server and leaves the rows alone', () => {
  const { apply, ids, overview } = known()
  const verdict = { level: 'needs-you', text: '1 needs you' } as const
  apply(
    published({ kind: 'overview.changed', standing: { verdict, attention: [], setAside: [], active: 2, total: 9 } }),
  )
  expect([overview.verdict, overview.sessions.active, overview.sessions.total, ids()]).toEqual([verdict, 2, 9, 'a b'])
})

test('a source keeps its place, a second one of its runtime has one of its own', () => {
  const { apply, overview } = known()
  const report = (name: string | undefined, state: string) =>
    published({ kind: 'source.changed', source: { runtime: 'openclaw', ...(name && { name }), state } } as LiveEvent)
  apply(report(undefined, 'trouble'))
  apply(report('other', 'ok'))
  expect(overview.sources.map(({ name, state }) => `${name} ${state}`)).toEqual(['undefined trouble', 'other ok'])
})

test('the newest activity stands first, none of it twice', () => {
  const { apply, overview } = known()
  const line = (id: string, at: number) => published({ kind: 'logged', line: { id, at } } as LiveEvent)
  for (const event of [line('l3', 30), line('l2', 20), line('l3', 30)]) apply(event)
  expect(overview.log.map(({ id }) => id)).toEqual(['l3', 'l2', 'l1'])
})

test('an answer takes the place of the one before, and rows that say the same are left alone', () => {
  const stores = known()
  let runs = 0
  createRoot(() =>
    createEffect(() => {
      stores.overview.sessions.items.map(({ state }) => state)
      runs++
    }),
  )
  stores.reset(answer())
  expect(runs).toBe(1)
  stores.reset(answer({ host: 'there', sessions: { active: 0, total: 1, items: [session('z')] } }))
  expect([stores.overview.host, stores.ids(), runs]).toEqual(['there', 'z', 2])
})

test('readings of the machine wait while nobody sees the page, and none is lost to who looks again', () => {
  const [isVisible, setVisible] = createSignal(true)
  const stores = createStores({ isVisible })
  const before = drawn.map((name) => [name, Array.from({ length: minutes }, () => null)])
  stores.reset(
    answer({ health: { indexed: { done: true }, recent: { minute: 0, values: Object.fromEntries(before) } } as never }),
  )
  const read = (minute: number, percent: number) =>
    published({ kind: 'health.read', reading: readingAt(minute * minuteMs, { cpu: { ...machineAt(0).cpu, percent } }) })
  const shown = () => stores.overview.health.recent.values['cpu.percent'].filter((value) => value !== null)
  stores.apply(read(1, 10))
  setVisible(false)
  stores.apply(read(2, 20))
  stores.apply(read(3, 30))
  expect(shown()).toEqual([10])
  setVisible(true)
  expect(shown()).toEqual([10, 20, 30])
  stores.apply(read(4, 40))
  expect(shown()).toEqual([10, 20, 30, 40])
})
