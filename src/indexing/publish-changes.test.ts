import { afterEach, beforeEach, expect, jest, test } from 'bun:test'
import type { GatewayMessage, SessionMessage } from '../facts/gateway.ts'
import { createGatewayStates } from '../overview/gateway-states.ts'
import { createOverallStatus } from '../overview/status.ts'
import { createReadSide } from '../reader/read-side.ts'
import { plainSettings } from '../reader/testing/settings.ts'
import { createLiveState } from '../sessions/live-state.ts'
import type { ChangeEvent } from './change-event.ts'
import { createChangePublisher } from './publish-changes.ts'
import { agent, filled, session, usage } from './testing/filled.ts'

beforeEach(() => {
  jest.useFakeTimers()
  // The steady clock begins at 0, where the last broadcast would be just over.
  jest.advanceTimersByTime(1_000)
})
afterEach(() => void jest.useRealTimers())

/** The read side over a real index of some sessions, and what is published of it; rows that are read are counted. */
function start(names: string[]) {
  const now = Date.now
  const { index, add } = filled([
    agent('main'),
    ...names.map((name) => session(`main.${name}`, { key: `agent:main:${name}`, lastAt: now() })),
  ])
  const liveState = createLiveState()
  const { agents, sessions, costs, crons } = createReadSide(index, plainSettings, { liveState, now })
  const gateways = createGatewayStates()
  const published: ChangeEvent[] = []
  /** The kinds of what left this thread, in order. */
  const order: string[] = []
  const rowsRead: string[] = []
  const changes = createChangePublisher({
    publish(event) {
      published.push(event)
      order.push(event.kind)
    },
    mirror: (change) => void order.push(change.kind),
    showStatus() {},
    agents,
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
    status: createOverallStatus({
      sessions,
      crons,
      indexing: () => ({ trouble: null, reports: [] }),
      gateways: gateways.all,
      now,
    }),
    gateways,
    now,
    timezone: 'UTC',
    onError(error) {
      throw error
    },
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
    /** A gateway says this of the conversation of a session. */
    say: (name: string, message: SessionMessage) => {
      const whose = {
        home: '/h',
        agentId: 'openclaw:main',
        key: `agent:main:${name}`,
        sessionId: `openclaw.main.${name}`,
      }
      changes.gatewaySaid([{ ...whose, runId: 'r', at: now(), ...message } as GatewayMessage])
    },
    order,
    progressed: changes.progressed,
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
    events: ['agent.changed', 'costs.changed', 'session.changed openclaw.main.a', 'standing.changed'],
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
  expect(['session.changed', 'agent.changed', 'costs.changed', 'standing.changed'].map(countOf)).toEqual([
    50, 50, 10, 0,
  ])
  world.wait(10_000)
  expect(world.take()).toEqual({ events: [], rowsRead: [] })
})

test('what a gateway says is mirrored before what is published of it, in the order in which it was said', () => {
  using world = start(['a'])
  world.say('a', { kind: 'run.started' })
  world.say('a', { kind: 'run.streams', text: 'Hello' })
  world.wait(400)
  expect(world.order.filter((kind) => kind !== 'agent.changed' && kind !== 'standing.changed')).toEqual([
    'said',
    'session.changed',
    'said',
    'session.streamed',
    'settled',
    'session.changed',
  ])
})

test('how things stand is said again once history is read, although nothing of it has changed', () => {
  using world = start(['a'])
  world.progressed({ done: true })
  expect(world.take().events).toEqual(['standing.changed'])
  world.commit('a')
  world.take()
  world.progressed({ done: false })
  expect(world.take().events).toEqual([])
  world.progressed({ done: true })
  expect(world.take().events).toEqual(['standing.changed'])
})
