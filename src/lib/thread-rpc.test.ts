import { expect, test } from 'bun:test'
import { Refusal } from './refusal.ts'
import type { WorkerMethods } from './testing/rpc-worker.ts'
import { until } from './testing/until.ts'
import { createAnswerer, createAsker, type Methods, RemoteError } from './thread-rpc.ts'

/** Both sides over a real channel. `sent` are the kinds of frames that went to the answerer. */
function pairOf<M extends Methods>(methods: M) {
  const { port1: here, port2: there } = new MessageChannel()
  const sent: string[] = []
  const asker = createAsker<M>((frame) => {
    sent.push(frame.kind)
    here.postMessage(frame)
  })
  const answerer = createAnswerer(methods, (frame) => there.postMessage(frame))
  here.onmessage = ({ data }) => asker.receive(data)
  there.onmessage = ({ data }) => answerer.receive(data)
  return {
    ...asker,
    sent,
    [Symbol.dispose]() {
      here.close()
      there.close()
    },
  }
}

/** A real thread with the methods of testing/rpc-worker.ts. */
function threadWithMethods() {
  const worker = new Worker(new URL('./testing/rpc-worker.ts', import.meta.url).href)
  const asker = createAsker<WorkerMethods>((frame) => worker.postMessage(frame))
  worker.onmessage = ({ data }) => asker.receive(data)
  worker.onerror = () => asker.close('The thread failed.')
  return { ...asker, [Symbol.dispose]: () => worker.terminate() }
}

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

test('an answer comes back to the request it belongs to, whichever is ready first', async () => {
  const slow = Promise.withResolvers<string>()
  using pair = pairOf({ slow: () => slow.promise, double: (n: number) => n * 2 })
  const first = pair.ask('slow', undefined)
  expect(await Promise.all([pair.ask('double', 2), pair.ask('double', 21)])).toEqual([4, 42])
  slow.resolve('late')
  expect(await first).toBe('late')
})

test('a refusal crosses with its code, its sentence and its details', async () => {
  using pair = pairOf({
    refuse: () => {
      throw new Refusal('too-many', 'Wait a little.', { retryAfterSeconds: 3 })
    },
  })
  const error = await failureOf(pair.ask('refuse', undefined))
  expect(error).toBeInstanceOf(Refusal)
  expect(error).toMatchObject({ code: 'too-many', message: 'Wait a little.', details: { retryAfterSeconds: 3 } })
})

test('any other error crosses as its last line, with the stack of where it happened', async () => {
  using pair = pairOf({
    break() {
      throw new TypeError('12 | const x = y.z\n         ^\nundefined is not an object')
    },
  })
  const error = await failureOf(pair.ask('break', undefined))
  expect(error).toBeInstanceOf(RemoteError)
  expect((error as Error).message).toBe('undefined is not an object')
  expect((error as Error).stack).toContain('thread-rpc.test.ts')
})

test('a method that does not exist, and an answer that cannot be cloned, are errors and not silence', async () => {
  using pair = pairOf({ uncloneable: () => () => 1 })
  expect(await failureOf(pair.ask('uncloneable', undefined))).toBeInstanceOf(RemoteError)
  const other = pair as unknown as ReturnType<typeof createAsker<{ toString: () => string }>>
  expect(await failureOf(other.ask('toString', undefined))).toMatchObject({ message: 'There is no method toString.' })
})

test('a request that takes too long is refused, and the other side is told that nobody waits', async () => {
  const aborted = Promise.withResolvers<void>()
  using pair = pairOf({
    wait: (_: null, { signal }) =>
      new Promise<never>(() => signal.addEventListener('abort', () => aborted.resolve(), { once: true })),
  } satisfies Methods)
  expect(await failureOf(pair.ask('wait', null, { timeoutMs: 1 }))).toMatchObject({
    code: 'unavailable',
    message: 'The answer took too long. Try again in a moment.',
  })
  await aborted.promise
  expect(pair.sent).toEqual(['request', 'cancel'])
})

test('a cancelled request settles at once, and its method is told', async () => {
  const begun = Promise.withResolvers<void>()
  const aborted = Promise.withResolvers<void>()
  using pair = pairOf({
    wait(_: null, { signal }) {
      signal.addEventListener('abort', () => aborted.resolve(), { once: true })
      begun.resolve()
      return new Promise<never>(() => {})
    },
  } satisfies Methods)
  const cancelling = new AbortController()
  const failure = failureOf(pair.ask('wait', null, { signal: cancelling.signal }))
  await begun.promise
  cancelling.abort()
  expect(await failure).toMatchObject({ code: 'unavailable', message: 'The request was cancelled.' })
  await aborted.promise
})

test('a request whose signal has already fired is not sent', async () => {
  using pair = pairOf({ ping: () => 1 })
  expect(await failureOf(pair.ask('ping', undefined, { signal: AbortSignal.abort() }))).toBeInstanceOf(Refusal)
  expect(pair.sent).toEqual([])
})

test('a request that was cancelled while it waited behind a long one is never begun', async () => {
  using thread = threadWithMethods()
  const cancelling = new AbortController()
  const first = thread.ask('block', { name: 'first', ms: 100 })
  const second = failureOf(thread.ask('block', { name: 'second', ms: 0 }, cancelling))
  const third = thread.ask('block', { name: 'third', ms: 0 })
  // The thread is busy with the first by now or will be: either way this arrives while the second waits.
  cancelling.abort()
  expect([await first, await third]).toEqual(['first', 'third'])
  expect(await second).toBeInstanceOf(Refusal)
  expect(await thread.ask('begun', undefined)).toEqual(['first', 'third'])
})

test('cancelled in the middle of a long one, those behind it are not begun either', async () => {
  using thread = threadWithMethods()
  await thread.ask('begun', undefined)
  const cancelling = new AbortController()
  const gate = new SharedArrayBuffer(8)
  const flags = new Int32Array(gate)
  const first = thread.ask('hold', { name: 'first', gate })
  await until(() => Atomics.load(flags, 0) === 1)
  const others = ['a', 'b', 'c'].map((name) => failureOf(thread.ask('block', { name, ms: 0 }, cancelling)))
  cancelling.abort()
  Atomics.store(flags, 1, 1)
  Atomics.notify(flags, 1)
  await Promise.all([first, ...others])
  expect(await thread.ask('begun', undefined)).toEqual(['first'])
})

test('a generator is answered in pieces, and makes no more of them than are consumed and a few', async () => {
  using thread = threadWithMethods()
  const seen: number[] = []
  for await (const n of thread.stream('count', 500)) {
    seen.push(n)
    if (n === 10) {
      const { piecesMade } = await thread.ask('counted', undefined)
      expect(piecesMade).toBeLessThanOrEqual(14)
    }
  }
  expect(seen).toEqual(Array.from({ length: 500 }, (_, n) => n + 1))
  expect(await thread.ask('counted', undefined)).toEqual({ piecesMade: 500, isAborted: false })
})

test('a consumer that leaves ends the generator at the other side', async () => {
  using thread = threadWithMethods()
  for await (const n of thread.stream('count', 1_000_000)) if (n === 5) break
  const { piecesMade, isAborted } = await thread.ask('counted', undefined)
  expect(piecesMade).toBeLessThan(10)
  expect(isAborted).toBe(true)
})

test('a generator that fails after some pieces says so after them', async () => {
  using pair = pairOf({
    *broken() {
      yield 'one'
      throw new Refusal('unavailable', 'The rest is gone.')
    },
  })
  const seen: string[] = []
  const error = await failureOf(
    (async () => {
      for await (const piece of pair.stream('broken', undefined)) seen.push(piece)
    })(),
  )
  expect(seen).toEqual(['one'])
  expect(error).toMatchObject({ code: 'unavailable', message: 'The rest is gone.' })
})

test('pieces that stay away for too long, and a signal between two of them, end the stream', async () => {
  using pair = pairOf({
    async *stuck() {
      yield 1
      await new Promise(() => {})
    },
  })
  const reading = (options: { timeoutMs?: number; signal?: AbortSignal }, each = () => {}) =>
    failureOf(
      (async () => {
        for await (const _ of pair.stream('stuck', undefined, options)) each()
      })(),
    )
  expect(await reading({ timeoutMs: 1 })).toMatchObject({ message: 'The answer took too long. Try again in a moment.' })
  const cancelling = new AbortController()
  expect(await reading({ signal: cancelling.signal }, () => cancelling.abort())).toMatchObject({
    message: 'The request was cancelled.',
  })
})

test('when the thread dies every open request is answered, and every later one', async () => {
  using thread = threadWithMethods()
  const waiting = [
    failureOf(thread.ask('die', undefined)),
    failureOf(
      (async () => {
        for await (const n of thread.stream('count', 1_000_000)) if (n === 3) await Bun.sleep(1)
      })(),
    ),
  ]
  for (const error of await Promise.all(waiting))
    expect(error).toMatchObject({ code: 'unavailable', message: 'The thread failed.' })
  expect(await failureOf(thread.ask('begun', undefined))).toMatchObject({ message: 'The thread failed.' })
})
