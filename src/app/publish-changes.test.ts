import { afterEach, beforeEach, expect, jest, test } from 'bun:test'
import { createAgents } from '../agents/agents.ts'
import { createCosts } from '../costs/costs.ts'
import { createReportContext } from '../costs/reports/report-context.ts'
import { createCrons } from '../crons/crons.ts'
import { createHealth } from '../health/health.ts'
import { machineAt } from '../health/testing/readings.ts'
import type { IndexingState } from '../indexing/indexing.ts'
import { agent, filled, session, usage } from '../indexing/testing/filled.ts'
import { createBus } from '../live/bus.ts'
import { createCatalog } from '../live/catalog.ts'
import { createOverallStatus } from '../overview/status.ts'
import { createLiveState } from '../sessions/live-state.ts'
import { sessionsIn } from '../sessions/testing/sessions-in.ts'
import { features, type LiveEvent, type PublishedEvent } from './features.ts'
import { createGatewayStates } from './gateway-states.ts'
import { createChangePublisher } from './publish-changes.ts'

beforeEach(() => {
  jest.useFakeTimers()
  // The steady clock begins at 0, where the last broadcast would be just over.
  jest.advanceTimersByTime(1_000)
})
afterEach(() => void jest.useRealTimers())

/** Every feature over a real index of some sessions, and what is published of it; rows that are read are counted. */
function start(names: string[]) {
  const now = Date.now
  const here = { host: 'here', timezone: 'UTC', now }
  const { index, add } = filled([agent('main'), ...names.map((name) => session(`main.${name}`, { lastAt: now() }))])
  const liveState = createLiveState()
  const sessions = sessionsIn(index, { ...here, liveState })
  const costs = createCosts(createReportContext(index, here))
  const crons = createCrons(index, here)
  const gateways = createGatewayStates()
  const bus = createBus<LiveEvent>({
    host: 'here',
    now,
    catalog: createCatalog<LiveEvent>(features),
    onListenerError(error) {
      throw error
    },
  })
  const published: PublishedEvent[] = []
  bus.onAny((event) => published.push(event))
  const rowsRead: string[] = []
  const changes = createChangePublisher({
    publish: bus.publish,
    agents: createAgents(index, sessions, costs, here),
    sessions: {
      ...sessions,
      byIds(ids) {
        rowsRead.push(...ids)
        return sessions.byIds(ids)
      },
    },
    liveState,
    costs,
    crons,
    health: createHealth({
      sample: async ({ wallMs }) => machineAt(wallMs),
      facts: { platform: 'linux', release: '6', cpuModel: null, cores: 2 },
      audience: () => 0,
      tokensPerMinute: () => null,
      publish: bus.publish,
      now,
      steady: () => performance.now(),
      onError() {},
    }),
    status: createOverallStatus({
      sessions,
      crons,
      indexing: () => ({ trouble: null, reports: [] }) as unknown as IndexingState,
      gateways: gateways.all,
      now,
    }),
    gateways,
    now,
    timezone: 'UTC',
  })

  const take = () => {
    const events = published
      .splice(0)
      .map((event) => (event.kind === 'session.changed' ? `${event.kind} ${event.session.id}` : event.kind))
      .sort()
    return { events, rowsRead: rowsRead.splice(0).sort() }
  }
  return {
    /** An answer in each of these sessions, committed together. */
    commit: (...names: string[]) =>
      changes.committed(add(names.map((name) => usage(`main.${name}`, { at: now(), loggedUsd: 1 })))),
    wait: (ms: number) => void jest.advanceTimersByTime(ms),
    /** What was published since it was last asked, and the ids of the sessions that were read for it. */
    take,
    [Symbol.dispose]: () => changes.stop(),
  }
}

test('a commit is published at once: the row it touched is read once, and the others are left alone', () => {
  using world = start(['a', 'b', 'c'])
  world.commit('a')
  expect(world.take()).toEqual({
    events: ['agent.changed', 'costs.changed', 'overview.changed', 'session.changed openclaw.main.a'],
    rowsRead: ['openclaw.main.a'],
  })
})

test('commits within a window are one broadcast: each row that changed is read and published once', () => {
  using world = start(['a', 'b', 'c'])
  world.commit('a')
  world.take()
  for (let n = 0; n < 50; n++) world.commit('a', 'b')
  expect(world.take()).toEqual({ events: [], rowsRead: [] })
  world.wait(20)
  expect(world.take()).toEqual({
    events: ['agent.changed', 'session.changed openclaw.main.a', 'session.changed openclaw.main.b'],
    rowsRead: ['openclaw.main.a', 'openclaw.main.b'],
  })
  world.wait(1_000)
  world.take()
  world.commit('c')
  expect(world.take().rowsRead).toEqual(['openclaw.main.c'])
})

test('a second of commits is a broadcast a window, and the sums are published ten times at most', () => {
  using world = start(['a'])
  world.commit('a')
  world.take()
  for (let ms = 0; ms < 1_000; ms++) {
    world.commit('a')
    world.wait(1)
  }
  world.wait(100)
  const { events, rowsRead } = world.take()
  const countOf = (kind: string) => events.filter((event) => event.startsWith(kind)).length
  expect(rowsRead).toHaveLength(50)
  expect(['session.changed', 'agent.changed', 'costs.changed', 'overview.changed'].map(countOf)).toEqual([
    50, 50, 10, 0,
  ])
  world.wait(10_000)
  expect(world.take()).toEqual({ events: [], rowsRead: [] })
})
