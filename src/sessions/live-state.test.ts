import { expect, test } from 'bun:test'
import type { GatewayContact, GatewayMessage, SessionMessage } from '../facts/gateway.ts'
import { createLiveState, type StoredSession } from './live-state.ts'

const began = 1_000_000
const contact: GatewayContact = { home: '/h', agentIds: ['openclaw:main'], upSinceMs: began - 1_000_000 }

const idle: StoredSession = {
  id: 'openclaw.main.s',
  runtime: 'openclaw',
  agentId: 'openclaw:main',
  key: 'agent:main:main',
  current: true,
  status: 'done',
  endedAt: began - 10_000,
  lastRole: 'assistant',
  stopReason: 'stop',
  openTool: null,
  kind: 'main',
  lastAt: began - 10_000,
}

const say = (said: SessionMessage, at = began, rest: Partial<GatewayMessage> = {}): GatewayMessage =>
  ({
    home: '/h',
    agentId: 'openclaw:main',
    key: 'agent:main:main',
    sessionId: null,
    runId: 'r',
    at,
    ...said,
    ...rest,
  }) as GatewayMessage

function start() {
  const state = createLiveState()
  state.apply({ kind: 'contacts', contacts: [contact] })
  const hear = (said: SessionMessage, at = began, rest: Partial<GatewayMessage> = {}) =>
    state.apply({ kind: 'said', messages: [say(said, at, rest)], at }).conversations
  const look = (at = began, stored: Partial<StoredSession> = {}) => {
    const { state: word, activity, reason } = state.judge({ ...idle, ...stored }, at)
    return [word, activity, reason].filter(Boolean).join(' ')
  }
  return { state, hear, look }
}

test('what nobody spoke of is as its store says', () => expect(start().look()).toBe('idle'))

test('a run shows at once, before its store knows of it', () => {
  const { hear, look } = start()
  expect(hear({ kind: 'run.started' })).toEqual([{ agentId: 'openclaw:main', key: 'agent:main:main', sessionId: null }])
  expect(look()).toBe('thinking')
})

test('a tool, and then the writing of the answer, show with what is done', () => {
  const { state, hear, look } = start()
  hear({ kind: 'run.started' })
  hear({ kind: 'tool.started', callId: 'c', tool: 'web_fetch' }, began + 10)
  state.apply({ kind: 'settled', at: began + 400 })
  expect(look(began + 400)).toBe('running browsing runs web_fetch')
  hear({ kind: 'tool.ended', callId: 'c' }, began + 1_000)
  hear({ kind: 'run.streams', text: 'Hel' }, began + 1_010)
  state.apply({ kind: 'settled', at: began + 1_400 })
  expect(look(began + 1_400)).toBe('running typing writes its answer')
})

test('what lasts less than 300 ms is not stored', () => {
  const { state, hear, look } = start()
  hear({ kind: 'run.started' })
  expect(hear({ kind: 'tool.started', callId: 'c', tool: 'read' }, began + 100)).toEqual([])
  expect(look(began + 200)).toBe('thinking')
  expect(hear({ kind: 'tool.ended', callId: 'c' }, began + 250)).toEqual([])
  expect(state.apply({ kind: 'settled', at: began + 500 }).conversations).toEqual([])
  expect(state.nextAt()).toBeUndefined()
  expect(look(began + 500)).toBe('thinking')
})

test('what lasts is stored when it has lasted', () => {
  const { state, hear, look } = start()
  hear({ kind: 'run.started' })
  hear({ kind: 'tool.started', callId: 'c', tool: 'read' }, began + 100)
  expect(state.nextAt()).toBe(began + 400)
  expect(state.apply({ kind: 'settled', at: began + 399 }).conversations).toEqual([])
  expect(state.apply({ kind: 'settled', at: began + 400 }).conversations).toHaveLength(1)
  expect(look(began + 400)).toBe('running reading runs read')
})

test('an end is stored at once, and holds while the store still says running', () => {
  const { hear, look } = start()
  hear({ kind: 'run.started' })
  expect(hear({ kind: 'run.ended', how: 'killed', reason: null }, began + 50)).toHaveLength(1)
  expect(look(began + 60, { status: 'running', endedAt: null, lastAt: began + 40 })).toBe('killed')
  expect(look(began + 20 * 60_000, { status: 'running', endedAt: null, lastAt: began + 40 })).toBe('killed')
})

test('a failure keeps the reason that was heard when its store tells of it without one; a later one has its own', () => {
  const { state, hear, look } = start()
  hear({ kind: 'run.started' })
  hear({ kind: 'run.ended', how: 'failed', reason: '400 bad' }, began + 50)
  state.apply({ kind: 'settled', at: began + 400 })
  const failed: Partial<StoredSession> = {
    status: 'failed',
    endedAt: began + 60,
    lastAt: began + 60,
    stopReason: 'error',
  }
  expect(look(began + 500, failed)).toBe('failed 400 bad')
  expect(look(began + 60_000, { ...failed, endedAt: began + 50_000, lastAt: began + 50_000 })).toBe('failed')
})

test('a failure has its reason, and gives way to another try', () => {
  const { state, hear, look } = start()
  hear({ kind: 'run.started' })
  hear({ kind: 'run.ended', how: 'failed', reason: '500 upstream' }, began + 50)
  state.apply({ kind: 'settled', at: began + 350 })
  expect(look(began + 400)).toBe('failed 500 upstream')
  hear({ kind: 'run.started' }, began + 1_000)
  expect(look(began + 1_000)).toBe('thinking')
})

test('a failure that is tried again at once is never stored', () => {
  const { state, hear, look } = start()
  hear({ kind: 'run.started' })
  hear({ kind: 'run.ended', how: 'failed', reason: 'x' }, began + 50)
  hear({ kind: 'run.started' }, began + 100)
  expect(state.apply({ kind: 'settled', at: began + 400 }).conversations).toEqual([])
  expect(look(began + 400)).toBe('thinking')
})

test('the store ends a run that the gateway never spoke of again', () => {
  const { hear, look } = start()
  hear({ kind: 'run.started' })
  expect(look(began + 5_000, { endedAt: began + 4_000, lastAt: began + 4_000 })).toBe('idle')
})

test('a transcript that goes on after the end we heard of is believed', () => {
  const { hear, look } = start()
  hear({ kind: 'run.started' })
  hear({ kind: 'run.ended', how: 'done', reason: null }, began + 50)
  const later = {
    status: 'running' as const,
    endedAt: null,
    lastRole: 'user' as const,
    stopReason: null,
    lastAt: began + 60_000,
  }
  expect(look(began + 61_000, later)).toBe('thinking')
})

test('a run that says nothing for a quarter of an hour has stalled, and one that lives has not', () => {
  const { hear, look } = start()
  hear({ kind: 'run.started' })
  expect(look(began + 16 * 60_000)).toBe('stalled makes no progress')
  hear({ kind: 'run.lives' }, began + 10 * 60_000)
  expect(look(began + 16 * 60_000)).toBe('thinking')
})

test('who asks waits, until it was answered', () => {
  const { hear, look } = start()
  hear({ kind: 'run.started' })
  hear({ kind: 'asks', askId: 'a', reason: 'wants approval to run a command' }, began + 10, { runId: null })
  expect(look(began + 10)).toBe('waiting wants approval to run a command')
  hear({ kind: 'answered', askId: 'a' }, began + 20, { runId: null })
  expect(look(began + 20)).toBe('thinking')
})

test('a question in a session that we know no run of leaves the rest to its store', () => {
  const { hear, look } = start()
  hear({ kind: 'asks', askId: 'a', reason: 'asks' }, began, { runId: null })
  hear({ kind: 'answered', askId: 'a' }, began + 20, { runId: null })
  expect(look(began + 20)).toBe('idle')
})

test('without contact only the store counts', () => {
  const { state, hear, look } = start()
  hear({ kind: 'run.started' })
  expect(state.apply({ kind: 'contacts', contacts: [] }).conversations).toHaveLength(1)
  expect(look()).toBe('idle')
})

test('after a new start of the gateway no run of before goes on', () => {
  const { state, hear, look } = start()
  hear({ kind: 'run.started' })
  expect(
    state.apply({ kind: 'contacts', contacts: [{ ...contact, upSinceMs: began + 60_000 }] }).conversations,
  ).toHaveLength(1)
  expect(look(began + 61_000)).toBe('idle')
})

test('a store that still says running of what was before the gateway began is not believed', () => {
  const { state, look } = start()
  const ghost = {
    status: 'running' as const,
    endedAt: null,
    lastRole: 'user' as const,
    stopReason: null,
    openTool: 'exec',
    lastAt: began - 60_000,
  }
  expect(look(began, ghost)).toBe('running running runs exec')
  state.apply({ kind: 'contacts', contacts: [{ ...contact, upSinceMs: began - 30_000 }] })
  expect(look(began, ghost)).toBe('idle')
  expect(look(began, { ...ghost, agentId: 'openclaw:of-another-home' })).toBe('running running runs exec')
})

test('only the window that runs is meant, and without a word about it the current one', () => {
  const { hear, look } = start()
  hear({ kind: 'run.started' }, began, { sessionId: 'openclaw.main.s' })
  expect(look(began, { id: 'openclaw.main.old', current: false })).toBe('idle')
  expect(look()).toBe('thinking')
})

test('a run of a cron is shown at the row of its job', () => {
  const { hear, look } = start()
  const key = 'agent:main:cron:7'
  hear({ kind: 'run.started' }, began, { key: `${key}:run:0a000000-0000-4000-8000-000000000000`, sessionId: idle.id })
  expect(look(began, { key, kind: 'cron' })).toBe('thinking')
})

test('what an old run still says does not end the new one', () => {
  const { hear, look } = start()
  hear({ kind: 'run.started' })
  hear({ kind: 'run.started' }, began + 100, { runId: 'r2' })
  hear({ kind: 'run.ended', how: 'killed', reason: null }, began + 200, { runId: 'r' })
  expect(look(began + 200)).toBe('thinking')
})

test('the text that is being written is there until it has gone into the transcript', () => {
  const { state, hear } = start()
  hear({ kind: 'run.streams', text: 'Hello' })
  expect(state.textOf('openclaw:main', 'agent:main:main')).toBe('Hello')
  hear({ kind: 'run.streams', text: 'x'.repeat(100_000) })
  expect(state.textOf('openclaw:main', 'agent:main:main')).toHaveLength(64 << 10)
  hear({ kind: 'run.streams', text: '' })
  expect(state.textOf('openclaw:main', 'agent:main:main')).toBeNull()
})

test('a text belongs to the window it is written in, and to the current one where none was named', () => {
  const { state, hear } = start()
  const textIn = (id: string, current: boolean) =>
    state.textIn({ id, agentId: 'openclaw:main', key: 'agent:main:main', current })
  hear({ kind: 'run.streams', text: 'Hello' }, began, { sessionId: 'new' })
  expect([textIn('new', true), textIn('old', false), textIn('old', true)]).toEqual(['Hello', null, null])
  hear({ kind: 'run.streams', text: 'Again' }, began, { runId: 'r2', sessionId: null })
  expect([textIn('new', true), textIn('old', false)]).toEqual(['Again', null])
  expect(state.textIn({ id: 'new', agentId: 'openclaw:main', key: null, current: true })).toBeNull()
})

test('without contact nothing is being written any more', () => {
  const { state, hear } = start()
  hear({ kind: 'run.streams', text: 'Hello' })
  expect(state.writing()).toMatchObject([{ agentId: 'openclaw:main', key: 'agent:main:main' }])
  state.apply({ kind: 'contacts', contacts: [] })
  expect(state.writing()).toEqual([])
  expect(state.textOf('openclaw:main', 'agent:main:main')).toBeNull()
})

test('thousands of conversations are remembered, and no more', () => {
  const { state, hear } = start()
  for (let n = 0; n < 5_000; n++) hear({ kind: 'run.started' }, began, { key: `agent:main:x${n}` })
  const of = (key: string) => state.judge({ ...idle, key }, began).state
  expect([of('agent:main:x0'), of('agent:main:x4999')]).toEqual(['idle', 'thinking'])
})

test('a clock that is set back holds nothing up for longer than it lasts', () => {
  const { state, hear, look } = start()
  hear({ kind: 'run.started' })
  hear({ kind: 'tool.started', callId: 'c', tool: 'read' }, began + 3_600_000)
  hear({ kind: 'run.lives' }, began + 10)
  expect(state.nextAt()).toBe(began + 310)
  expect(state.apply({ kind: 'settled', at: began + 310 }).conversations).toHaveLength(1)
  expect(look(began + 310)).toBe('running reading runs read')
})

test('a tool whose end was not heard ends with its transcript', () => {
  const { hear, look } = start()
  hear({ kind: 'tool.started', callId: 'c', tool: 'exec' })
  const running = { status: 'running' as const, endedAt: null, lastRole: 'tool' as const, stopReason: 'toolUse' }
  expect(look(began + 5_000, { ...running, openTool: 'exec', lastAt: began + 10 })).toBe('running running runs exec')
  expect(look(began + 5_000, { ...running, openTool: null, lastAt: began + 4_000 })).toBe('thinking')
})

test('the same changes lead to the same state in another thread, also from a snapshot of the middle', () => {
  const { state, hear } = start()
  hear({ kind: 'run.started' })
  hear({ kind: 'tool.started', callId: 'c', tool: 'read' }, began + 100)
  hear({ kind: 'run.streams', text: 'Hello' }, began + 150)
  const mirror = createLiveState(structuredClone(state.snapshot()))
  for (const at of [began + 450, began + 500]) {
    expect(mirror.apply({ kind: 'settled', at })).toEqual(state.apply({ kind: 'settled', at }))
    expect(mirror.judge(idle, at)).toEqual(state.judge(idle, at))
    expect(mirror.textIn(idle)).toBe('Hello')
  }
  const gone = { kind: 'contacts' as const, contacts: [] }
  expect(mirror.apply(gone)).toEqual(state.apply(gone))
  expect([mirror.textIn(idle), mirror.judge(idle, began + 600)]).toEqual([null, state.judge(idle, began + 600)])
})
