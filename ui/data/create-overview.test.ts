import { afterEach, expect, test } from 'bun:test'
import type { PublishedEvent } from '../../src/app/features.ts'
import { createFakeServer } from '../testing/fake-server.ts'
import { createFakeSockets } from '../testing/fake-socket.ts'
import { contact, setContact } from './contact.ts'
import { createOverview } from './create-overview.ts'

const server = createFakeServer()
const { sockets, last } = createFakeSockets()
afterEach(() => setContact({ state: 'waiting' }))

const session = (id: string, state = 'idle', lastAt = 1) => ({ id, state, current: true, startedAt: 1, lastAt })
const answer = (...items: object[]) => ({
  build: 'b1',
  host: 'here',
  timezone: 'UTC',
  verdict: {},
  attention: [],
  agents: [],
  sessions: { active: 0, total: items.length, items },
  costs: { byModel: [] },
  health: { indexed: { done: true }, recent: { minute: 0, values: {} } },
  crons: [],
  log: [],
  sources: [],
  gateways: [],
})
const changed = (seq: number, id: string, state: string) => ({
  kind: 'session.changed',
  session: session(id, state),
  seq,
  at: 0,
  host: 'here',
})
const hello = (seq: number, epoch = 'e1') => ({ type: 'hello', epoch, seq, heartbeatMs: 10_000, build: 'b1' })

/** A page whose overview was answered at event 5, and whose feed goes on from there. */
async function open() {
  const events: number[] = []
  let gaps = 0
  const page = server.within(() => {
    const page = createOverview()
    page.subscribe({
      onEvent: ({ seq }: PublishedEvent) => void events.push(seq),
      onGap: () => {
        gaps++
      },
    })
    return page
  })
  await server.settled()
  const answerAt = (seq: number, body = answer(session('a')), epoch = 'e1') =>
    server.last('/api/overview').answer(body, { 'wheelhouse-seq': `${epoch}:${seq}` })
  await answerAt(5)
  last().receive(hello(9))
  last().receive({ type: 'subscribed' })
  const states = () => page.overview()?.sessions.items.map(({ id, state }) => `${id} ${state}`)
  return { page, events, gaps: () => gaps, answerAt, states }
}

test('the feed goes on from the event at which the overview was answered', async () => {
  const { states, events } = await open()
  expect(last().sent).toEqual([{ type: 'subscribe', topics: ['overview'], since: 5, epoch: 'e1' }])
  last().receive(changed(6, 'a', 'failed'))
  expect([states(), events, contact().state]).toEqual([['a failed'], [6], 'there'])
})

test('a lost feed is opened again and goes on behind the last event', async () => {
  await open()
  last().receive(changed(6, 'a', 'running'))
  last().end()
  expect(contact().state).toBe('lost')
  await server.wait(1_000)
  expect(sockets).toHaveLength(2)
  last().receive(hello(9))
  last().receive({ type: 'subscribed' })
  expect([last().sent[0]?.since, contact().state]).toEqual([6, 'there'])
})

test('a server that is silent for two and a half heartbeats is given up', async () => {
  await open()
  await server.wait(24_000)
  last().receive({ type: 'heartbeat' })
  await server.wait(24_999)
  expect(contact().state).toBe('there')
  await server.wait(1)
  expect(contact().state).toBe('lost')
})

test('after a gap everything is asked for anew, and events that are newer than the answer stay', async () => {
  const { states, gaps, answerAt } = await open()
  last().receive({ type: 'reset' })
  await server.settled()
  last().receive(changed(20, 'b', 'failed'))
  last().receive(changed(22, 'a', 'failed'))
  await answerAt(21, answer(session('a', 'idle'), session('b')))
  expect([states()?.sort(), gaps()]).toEqual([['a failed', 'b idle'], 1])
  last().end()
  await server.wait(1_000)
  last().receive(hello(30))
  expect(last().sent[0]?.since).toBe(22)
})

test('one request at a time, however often it is asked to load', async () => {
  const { page } = await open()
  void page.reload()
  void page.reload()
  await server.settled()
  expect(server.to('/api/overview')).toHaveLength(2)
})

test('a topic is subscribed to while somebody wants it, without asking for what is on its way already', async () => {
  const { page } = await open()
  let subscribed = 0
  const stop = page.subscribeTopic('session:a', () => {
    subscribed++
  })
  expect(last().sent[1]).toEqual({ type: 'subscribe', topics: ['overview', 'session:a'] })
  last().receive({ type: 'subscribed' })
  expect(subscribed).toBe(1)
  stop()
  expect(last().sent[2]).toEqual({ type: 'subscribe', topics: ['overview'] })
})

test('who may not have a topic still has the overview', async () => {
  const { page } = await open()
  page.subscribeTopic('session:a', () => {})
  last().receive({ type: 'refused' })
  expect(last().sent[2]).toEqual({ type: 'subscribe', topics: ['overview'] })
})

test('a page that asked too often asks again when it is told to, and gives up none of its topics', async () => {
  const { page } = await open()
  page.subscribeTopic('session:a', () => {})
  last().receive({ type: 'refused', code: 'too-many', waitMs: 400 })
  expect(last().sent).toHaveLength(2)
  await server.wait(400)
  expect(last().sent[2]).toEqual({ type: 'subscribe', topics: ['overview', 'session:a'] })
})

test('a server that does not answer is asked again by itself', async () => {
  const page = server.within(createOverview)
  await server.settled()
  await server.last('/api/overview').fail()
  expect([page.problem()?.code, page.overview()]).toEqual(['unreachable', undefined])
  await server.wait(3_000)
  await server.last('/api/overview').answer(answer(session('a')), { 'wheelhouse-seq': 'e1:1' })
  expect([page.problem(), page.overview()?.host]).toEqual([undefined, 'here'])
})

test('while history is read the overview is asked for now and then, and once more when all is read', async () => {
  await open()
  const indexed = (seq: number, done: boolean) => ({ kind: 'indexed', progress: {}, done, seq, at: 0, host: 'here' })
  last().receive(indexed(6, false))
  await server.wait(1_501)
  last().receive(indexed(7, false))
  await server.settled()
  expect(server.to('/api/overview')).toHaveLength(2)
  await server.last('/api/overview').answer(answer(), { 'wheelhouse-seq': 'e1:7' })
  last().receive(indexed(8, true))
  await server.settled()
  expect(server.to('/api/overview')).toHaveLength(3)
})
