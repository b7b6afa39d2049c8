import { expect, test } from 'bun:test'
import type { Agent } from '../agents/agent.ts'
import { features, type LiveEvent } from '../app/features.ts'
import type { TranscriptItem } from '../facts/transcript.ts'
import { until } from '../lib/testing/until.ts'
import { createBus } from '../live/bus.ts'
import { createCatalog } from '../live/catalog.ts'
import type { Session } from '../sessions/session.ts'
import { message } from '../sources/common/transcript/items.ts'
import type { AgentMessage } from './agent-message.ts'
import type { CrewEvent } from './events.ts'
import { createOffice } from './office.ts'
import { agentOf, approvalOf, childOf, noon, sessionOf } from './testing/sample-facts.ts'
import { officeTimings } from './timings.ts'

const quick = { tellEveryMs: 20, lookEveryMs: 50 }

/** An office over these rows on a real bus; `heard` is what it published. */
function start({
  agents = [] as Agent[],
  sessions = [] as Session[],
  isWatched = true,
  words = '',
  calls = [] as TranscriptItem[],
  pace = quick,
} = {}) {
  const bus = createBus<LiveEvent>({
    catalog: createCatalog<LiveEvent>(features),
    host: 'here',
    now: Date.now,
    onListenerError(error) {
      throw error
    },
  })
  const heard: Omit<CrewEvent, 'kind'>[] = []
  const told: number[] = []
  const messages: AgentMessage[] = []
  bus.on(['office.message'], ({ message }) => void messages.push(message))
  bus.on(['office.changed'], ({ changed, gone }) => {
    heard.push({ changed, gone })
    told.push(performance.now())
  })
  const world = { now: noon, isWatched, reads: 0, words: 0, approvals: [approvalOf({ agentId: null })], failed: 0 }
  const office = createOffice({
    async readRows() {
      world.reads++
      return { agents, sessions }
    },
    sessionsOf: async (ids) => ids.flatMap((id) => (id.endsWith('.late') ? sessionOf('main.late') : [])),
    async readTranscript() {
      world.words++
      return {
        kind: 'page',
        page: {
          items: [...calls, ...(words === '' ? [] : [message(1, 'assistant', words)])],
          nextCursor: '',
          previousCursor: null,
          complete: true,
          missing: null,
          start: 0,
          end: 0,
          size: 0,
        },
      }
    },
    approvals: () => world.approvals,
    bus,
    publish: bus.publish,
    isWatched: () => world.isWatched,
    timezone: 'UTC',
    now: () => world.now,
    pace,
    onError: () => world.failed++,
  })
  office.start()
  return {
    office,
    heard,
    told,
    messages,
    world,
    say: (event: LiveEvent) => void bus.publish(event),
    /** Who was told of in each message, and who has gone. */
    names: () => heard.map(({ changed, gone }) => [...changed.map(({ id }) => id), ...gone.map((id) => `-${id}`)]),
    [Symbol.dispose]: office.stop,
  }
}

const agentChanged = (agent: Agent): LiveEvent => ({ kind: 'agent.changed', agent })
const sessionChanged = (session: Session): LiveEvent => ({ kind: 'session.changed', session })
/** Long enough for something to be told that should not be. */
const someTime = () => Bun.sleep(quick.tellEveryMs + 60)

test('what has changed is told, and nothing else', async () => {
  using it = start({ agents: [agentOf('main'), agentOf('scout')] })
  expect((await it.office.members()).map(({ id }) => id)).toEqual(['openclaw:main', 'openclaw:scout'])
  it.say(agentChanged(agentOf('main', { state: 'thinking' })))
  it.say(agentChanged(agentOf('scout')))
  await until(() => it.heard.length > 0)
  expect(it.heard).toMatchObject([{ changed: [{ id: 'openclaw:main', state: 'thinking' }], gone: [] }])
  it.say(agentChanged(agentOf('main', { state: 'thinking' })))
  await someTime()
  expect(it.heard).toHaveLength(1)
  expect(it.world.reads).toBe(1)
})

test('a sub-agent comes, ends and is gone a while later', async () => {
  using it = start({ agents: [agentOf('main')] })
  await it.office.members()
  it.say(sessionChanged(childOf('main.c', null)))
  await until(() => it.heard.length === 1)
  it.say(sessionChanged(childOf('main.c', null, { state: 'finished', endedAt: noon, lastAt: noon })))
  await until(() => it.heard.length === 2)
  expect(it.names()).toEqual([['openclaw:main', 'openclaw.main.c'], ['openclaw.main.c']])
  it.world.now = noon + officeTimings.leavesAfterMs + 1
  await until(() => it.heard.length === 3)
  expect(it.names().at(-1)).toEqual(['-openclaw.main.c'])
})

test('many changes are told at most four times a second, the last of each', async () => {
  using it = start({ agents: [agentOf('main')], pace: officeTimings })
  await it.office.members()
  const from = performance.now()
  for (let n = 1; performance.now() - from < 1_000; n++) {
    it.say(agentChanged(agentOf('main', { costTodayUsd: n })))
    await Bun.sleep(5)
  }
  const last = (await it.office.members())[0]!.costTodayUsd
  await until(() => it.heard.at(-1)?.changed[0]?.costTodayUsd === last)
  for (const [number, at] of it.told.entries()) {
    const within = it.told.slice(number).filter((other) => other < at + 1_000 - 20)
    expect(within.length).toBeLessThanOrEqual(4)
  }
  expect(it.told.length).toBeGreaterThanOrEqual(2)
})

test('while nobody listens nothing is told or read, and who listens next hears all of it', async () => {
  using it = start({ agents: [agentOf('main')], isWatched: false })
  await it.office.members()
  it.say(agentChanged(agentOf('main', { state: 'thinking' })))
  it.say(agentChanged(agentOf('scout')))
  it.say(agentChanged(agentOf('main', { state: 'waiting' })))
  await Bun.sleep(2 * quick.lookEveryMs + 60)
  expect([it.heard.length, it.world.words]).toEqual([0, 0])
  it.world.isWatched = true
  it.office.listenersChanged()
  await until(() => it.heard.length > 0)
  expect(it.names()).toEqual([['openclaw:main', 'openclaw:scout']])
  expect(it.heard[0]!.changed[0]!.state).toBe('waiting')
})

test('a state holds since it began, also where nobody looked when it did', async () => {
  using it = start({ agents: [agentOf('main', { state: 'thinking' })], isWatched: false })
  await it.office.members()
  it.world.now = noon + 1_000
  it.say(agentChanged(agentOf('main', { state: 'idle' })))
  it.world.now = noon + 2_000
  it.say(agentChanged(agentOf('main', { state: 'thinking' })))
  it.say(agentChanged(agentOf('main', { state: 'thinking', costTodayUsd: 1 })))
  it.world.now = noon + 3_000
  expect(await it.office.members()).toMatchObject([{ since: noon + 2_000 }])
})

test('what is heard while rows are read is newer than they are', async () => {
  using it = start({ agents: [agentOf('main')] })
  const asked = it.office.members()
  it.say(agentChanged(agentOf('main', { state: 'failed' })))
  expect(await asked).toMatchObject([{ state: 'failed' }])
})

test('after history was read everybody is read again, and not with every pass', async () => {
  using it = start({ agents: [agentOf('main')], isWatched: false })
  const passes = (done: boolean) => it.say({ kind: 'indexed', done, progress: {} as never })
  await it.office.members()
  passes(true)
  await it.office.members()
  expect(it.world.reads).toBe(1)
  passes(false)
  passes(true)
  await it.office.members()
  expect(it.world.reads).toBe(2)
})

test('a session that speaks for an agent and was not heard of is read', async () => {
  using it = start({ agents: [agentOf('main')] })
  await it.office.members()
  it.say(agentChanged(agentOf('main', { sessionId: 'openclaw.main.late' })))
  await until(() => it.heard.at(-1)?.changed[0]?.channel === 'telegram')
  expect(it.heard.at(-1)!.changed[0]).toMatchObject({ sessionId: 'openclaw.main.late', channel: 'telegram' })
  it.say(agentChanged(agentOf('main', { sessionId: 'openclaw.main.unknown' })))
  await until(() => it.heard.at(-1)?.changed[0]?.sessionId === 'openclaw.main.unknown')
  expect(it.heard.at(-1)!.changed[0]).toMatchObject({ sessionId: 'openclaw.main.unknown', channel: null })
})

test('somebody warms up with what happens, and cools down', async () => {
  using it = start({ agents: [agentOf('main')] })
  await it.office.members()
  for (let n = 1; n <= 15; n++) it.say(sessionChanged(sessionOf('main.a', { lastAt: noon + n })))
  await until(() => it.heard.at(-1)?.changed[0]?.heat === 2)
  it.world.now = noon + officeTimings.heatWindowMs + 10_000
  await until(() => it.heard.at(-1)?.changed[0]?.heat === 0)
  expect(it.heard.at(-1)!.changed[0]).toMatchObject({ id: 'openclaw:main', heat: 0 })
})

test('the last sentence is that which is being written, else that of the transcript', async () => {
  const main = agentOf('main', { state: 'thinking', sessionId: 'openclaw.main.a' })
  using it = start({
    agents: [main],
    sessions: [sessionOf('main.a', { state: 'thinking' })],
    words: 'I look. It leaks.',
  })
  expect((await it.office.members())[0]!.said).toBeNull()
  await until(() => it.heard.at(-1)?.changed[0]?.said === 'It leaks.')
  it.say({ kind: 'session.streamed', sessionId: 'openclaw.main.a', text: 'Now I fix it. The', writtenAt: noon })
  await until(() => it.heard.at(-1)?.changed[0]?.said === 'Now I fix it.')
  await Bun.sleep(2 * quick.lookEveryMs + 60)
  // Nothing was written meanwhile.
  expect(it.world.words).toBe(1)
  it.say({ kind: 'session.streamed', sessionId: 'openclaw.main.a', text: '', writtenAt: noon })
  expect((await it.office.members())[0]!.said).toBe('The')
})

test('an answer to what somebody asks takes the question away', async () => {
  using it = start({ agents: [agentOf('main')] })
  it.world.approvals = [approvalOf()]
  expect((await it.office.members())[0]!.asks).toBe('wants to run rm -rf build')
  it.world.approvals = []
  it.say({ kind: 'approvals.changed', approvals: [approvalOf({ state: 'answered' })] })
  await until(() => it.heard.length > 0)
  expect(it.heard).toMatchObject([{ changed: [{ id: 'openclaw:main', asks: null }] }])
})

test('what an agent wrote to another is told once, and known for some minutes', async () => {
  const written = (text: string) => ({ text, truncated: false, bytes: text.length })
  const call: TranscriptItem = {
    kind: 'tool',
    id: '1',
    callId: 'c1',
    at: noon - 1_000,
    tool: 'sessions_send',
    action: null,
    argument: null,
    input: written('{"sessionKey": "agent:scout:main", "message": "Is it dry?"}'),
    result: { ...written('{"status": "ok", "reply": "Nearly."}'), isError: false, pictures: [] },
    endedAt: noon - 500,
  }
  using it = start({
    agents: [agentOf('main', { state: 'thinking', sessionId: 'openclaw.main.a' }), agentOf('scout')],
    sessions: [sessionOf('main.a', { state: 'thinking' })],
    calls: [call],
  })
  await it.office.members()
  await until(() => it.messages.length > 0)
  const [asked, answered] = it.office.messages()
  expect(asked).toMatchObject({ fromId: 'openclaw:main', toId: 'openclaw:scout', at: noon - 1_000 })
  expect(answered).toMatchObject({ fromId: 'openclaw:scout', toId: 'openclaw:main', at: noon - 500 })
  it.world.now = noon + officeTimings.wordsEveryMs + 1
  it.say(sessionChanged(sessionOf('main.a', { state: 'thinking', lastAt: noon + 1 })))
  await until(() => it.world.words === 2)
  await someTime()
  expect(it.messages).toHaveLength(2)
  it.world.now = noon + officeTimings.talkMs
  expect(it.office.messages()).toEqual([])
})
