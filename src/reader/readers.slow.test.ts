import { afterAll, afterEach, expect, jest, test } from 'bun:test'
import type { GatewayMessage } from '../facts/gateway.ts'
import { bigIndex } from '../indexing/testing/big-index.ts'
import { fromJson, localReader } from '../lib/json.ts'
import { createLog } from '../lib/log.ts'
import { Refusal } from '../lib/refusal.ts'
import { temporary } from '../lib/testing/temporary.ts'
import { createLiveState } from '../sessions/live-state.ts'
import { openStoreForReading } from '../store/store.ts'
import { createReadSide } from './read-side.ts'
import { createReaders } from './readers.ts'
import { createReads } from './reads.ts'
import { plainSettings } from './testing/settings.ts'

const folder = temporary('readers')
const indexPath = folder.at('index.sqlite')
const now = Date.now()
bigIndex(indexPath, { now, sessions: 1_000, answers: 8_000 })

afterAll(() => folder[Symbol.dispose]())

type Options = Partial<Parameters<typeof createReaders>[0]>

/** Real threads over a real index; `log` is what they said. */
function start(options: Options = {}) {
  const log: string[] = []
  const readers = createReaders({
    indexPath,
    settings: plainSettings,
    log: createLog('info', (line) => log.push(line)),
    ...options,
  })
  return { ...readers, log, [Symbol.dispose]: readers.stop }
}

const failingThread = () => new Worker(new URL('./testing/failing-reader.ts', import.meta.url).href)

const refusalOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'it was answered',
    (error: unknown) => (error instanceof Refusal ? `${error.code}: ${error.message}` : `no refusal: ${error}`),
  )

/** How often this thread's event loop turns until a promise settles. */
async function turnsUntil(promise: Promise<unknown>) {
  let isSettled = false
  let turns = 0
  void promise.finally(() => {
    isSettled = true
  })
  // What has already happened when it is asked has settled after this.
  await Promise.resolve().then(() => {})
  while (!isSettled) {
    turns++
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
  return turns
}

afterEach(() => void jest.useRealTimers())

test('threads answer what the same reads answer here', async () => {
  const side = createReadSide(openStoreForReading(indexPath), plainSettings, {
    liveState: createLiveState(),
    now: Date.now,
  })
  const here = localReader(createReads(side))
  using threads = start()
  for (const ask of [
    (reader: typeof here) => reader.costReport({ by: 'session', breakdown: true }),
    (reader: typeof here) => reader.costCalls({ limit: 20 }),
    (reader: typeof here) => reader.listCronJobs(undefined),
  ])
    expect(fromJson<unknown>(await ask(threads.reader))).toEqual(fromJson<unknown>(await ask(here)))
  const query = { limit: 20, sort: 'cost', tree: true } as const
  const pageOf = async (reader: typeof here) => fromJson(await reader.listSessions({ query, forScreen: false })).items
  expect(await pageOf(threads.reader)).toEqual(await pageOf(here))
})

test('while a thread makes a report this one goes on; the same report made here holds up everything', async () => {
  using threads = start()
  await threads.reader.costStack({ by: 'model' })
  const inThread = await turnsUntil(threads.reader.costReport({ by: 'session', breakdown: true }))
  expect(inThread).toBeGreaterThan(10)
  const side = createReadSide(openStoreForReading(indexPath), plainSettings, {
    liveState: createLiveState(),
    now: Date.now,
  })
  const here = localReader(createReads(side))
  expect(await turnsUntil(here.costReport({ by: 'session', breakdown: true }))).toBeLessThan(3)
})

test('a page does not wait for reports that were asked before it', async () => {
  using threads = start()
  await Promise.all([
    threads.reader.session('openclaw.agent1.000001').catch(() => {}),
    threads.reader.costStack({ by: 'model' }),
  ])
  const order: string[] = []
  const reports = Array.from({ length: 12 }, async (_, n) => {
    await threads.reader.costReport({ by: 'session', breakdown: true, since: `2026-01-${String(n + 10)}` })
    order.push('report')
  })
  const page = threads.reader.listCronJobs(undefined).then(() => order.push('page'))
  await Promise.all([page, ...reports])
  expect(order.indexOf('page')).toBeLessThan(11)
})

test('a file comes in pieces and holds every call', async () => {
  using threads = start()
  let lines = 0
  for await (const piece of threads.reader.exportCalls({ format: 'csv', question: {} }))
    lines += new TextDecoder().decode(piece).split('\n').length - 1
  expect(lines).toBe(8_001)
})

test('a question that is refused there is refused here, with its code and its sentence', async () => {
  using threads = start()
  expect(await refusalOf(threads.reader.session('none'))).toStartWith('not-found: There is no session with that id.')
  expect(await refusalOf(threads.reader.exportCalls({ format: 'csv', question: { since: 'x' } }).next())).toStartWith(
    'bad-input: ',
  )
})

test('what gateways say is known to a thread that runs and to one that is started later', async () => {
  using threads = start()
  const { items } = fromJson(await threads.reader.listSessions({ query: { limit: 200 }, forScreen: false }))
  const idle = items.find(({ state, runtime }) => state === 'asleep' && runtime === 'openclaw')
  if (!idle) throw new Error('Every session is at work.')
  const { agentId, key, id: sessionId } = idle
  const whose = { home: '/h', agentId, key: key ?? '', sessionId, runId: 'r', at: Date.now() }
  threads.liveStateChanged({ kind: 'contacts', contacts: [{ home: '/h', agentIds: [agentId], upSinceMs: null }] })
  const messages: GatewayMessage[] = [{ ...whose, kind: 'run.streams', text: 'So far' }]
  threads.liveStateChanged({ kind: 'said', messages, at: Date.now() })
  const known = async () => {
    const { state, streamed } = fromJson(await threads.reader.session(idle.id))
    return { state, streamed }
  }
  expect(await known()).toEqual({ state: 'running', streamed: 'So far' })
  using later = start()
  later.liveStateChanged({ kind: 'said', messages, at: Date.now() })
  expect(fromJson(await later.reader.session(idle.id)).streamed).toBe('So far')
})

test('what somebody set aside is known to a thread that runs and to one that is started later', async () => {
  using threads = start()
  const query = { group: ['needs'], sort: 'standing', limit: 200 } as const
  const needing = async ({ reader }: ReturnType<typeof start>) =>
    fromJson(await reader.listSessions({ query, forScreen: false })).items.map(({ id }) => id)
  const before = await needing(threads)
  expect(before.length).toBeGreaterThan(1)
  const ids = before.slice(1)
  threads.setAside(ids)
  expect(await needing(threads)).toEqual(before.slice(0, 1))
  using later = start()
  later.setAside(ids)
  expect(await needing(later)).toEqual(before.slice(0, 1))
  later.setAside([])
  expect(await needing(later)).toEqual(before)
})

for (const [how, ask] of [
  ['by an error', ({ reader }: ReturnType<typeof start>) => reader.listAgents(undefined)],
  ['by leaving', ({ reader }: ReturnType<typeof start>) => reader.unreadUnits(undefined)],
] as const)
  test(`a thread that ends ${how} answers with a sentence, is started once more, and then stays down`, async () => {
    let started = 0
    using threads = start({
      open() {
        started++
        return failingThread()
      },
    })
    const first = await Promise.all([refusalOf(ask(threads)), refusalOf(threads.reader.session('x'))])
    for (const refusal of first)
      expect(refusal).toMatch(/^unavailable: The thread that reads the index failed: .*Try again in a moment\.$/)
    expect([started, threads.trouble()]).toEqual([1, null])
    await refusalOf(ask(threads))
    expect(started).toBe(2)
    expect(threads.trouble()).toMatch(/^The thread that reads the index failed: .*Restart Wheelhouse\.$/)
    expect(await refusalOf(ask(threads))).toBe(`unavailable: ${threads.trouble()}`)
    expect(started).toBe(2)
    expect(threads.log.map((line) => line.slice(25, 100))).toEqual([
      expect.stringContaining('is started again'),
      expect.stringContaining('stays down'),
    ])
  })

test('a thread is started when it is asked, and ended when it has been idle; that of a page that is open stays', async () => {
  let isWatched = true
  jest.useFakeTimers()
  using threads = start({ isWatched: () => isWatched })
  expect(threads.count()).toBe(0)
  await threads.reader.listAgents(undefined)
  await threads.reader.dayCurve(undefined)
  await threads.reader.costReport({ by: 'day' })
  expect(threads.count()).toBe(2)
  jest.advanceTimersByTime(120_000)
  expect(threads.count()).toBe(1)
  isWatched = false
  jest.advanceTimersByTime(120_000)
  expect(threads.count()).toBe(0)
  expect(fromJson(await threads.reader.listAgents(undefined)).items.length).toBeGreaterThan(25)
})

test('who still waits when everything stops is told so', async () => {
  using threads = start()
  const open = refusalOf(threads.reader.costReport({ by: 'day' }))
  threads.stop()
  expect(await open).toBe('unavailable: Wheelhouse is stopping.')
  expect(await refusalOf(threads.reader.listAgents(undefined))).toBe('unavailable: Wheelhouse is stopping.')
})
