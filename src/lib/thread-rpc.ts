import { Refusal, type RefusalCode } from './refusal.ts'

/**
 * Requests and answers between two threads. One side serves methods (`createAnswerer`), the other asks them
 * (`createAsker`); each hands the frames that arrive to its `receive`, so they may share a port with other messages.
 *
 *   asker                        answerer
 *   request ───────────────────▶ waits in a queue; one is begun in each turn of the event loop
 *           ◀─────────────────── answer | refused | failed
 *           ◀─────────────────── piece … piece, end      (from a method that is a generator)
 *   taken   ───────────────────▶ a piece was consumed: there is room for another
 *   cancel  ───────────────────▶ the AbortSignal of the call fires; a request that still waits is never begun
 *
 * Every request settles: by the other side, by its time-out, by its signal, or by `close` when the other side is gone.
 */

/** What a method is given beside its input. `signal` fires when nobody waits for the answer any more. */
export type Call = { signal: AbortSignal }

/** Methods by name: a function is answered once, a generator in pieces. What they take and return must be cloneable. */
export type Methods = Record<string, (input: never, call: Call) => unknown>

export type Pieces<Piece> = Generator<Piece> | AsyncGenerator<Piece>
export type InputOf<M extends Methods[string]> = Parameters<M> extends [] ? undefined : Parameters<M>[0]
export type PieceOf<M extends Methods[string]> = ReturnType<M> extends Pieces<infer Piece> ? Piece : never
export type StreamName<M extends Methods> = {
  // A method that only ever throws returns `never`, which would pass for a generator.
  [Name in keyof M]: [ReturnType<M[Name]>] extends [never]
    ? never
    : ReturnType<M[Name]> extends Pieces<unknown>
      ? Name
      : never
}[keyof M]
export type AnswerName<M extends Methods> = Exclude<keyof M, StreamName<M>>

/** A Request fits: it is cancelled when who sent it is gone. */
export type AskOptions = {
  /** How long to wait for the answer, or for the next piece; Infinity for as long as it takes. */
  timeoutMs?: number | undefined
  /** Cancels the request. */
  signal?: AbortSignal | undefined
}

/** From the asker to the answerer. Ids are the asker's and never used twice. */
export type RequestFrame =
  | { kind: 'request'; id: number; method: string; input: unknown }
  | { kind: 'taken'; id: number }
  | { kind: 'cancel'; id: number }

/** From the answerer to the asker. */
export type AnswerFrame =
  | { kind: 'answer'; id: number; value: unknown }
  | { kind: 'refused'; id: number; code: RefusalCode; message: string; details: Record<string, unknown> }
  | { kind: 'failed'; id: number; message: string; stack: string }
  | { kind: 'piece'; id: number; value: unknown }
  | { kind: 'end'; id: number }

/** So many pieces may be under way before the answerer waits for one of them to be consumed. */
const maxPiecesUnderWay = 3
const defaultTimeoutMs = 10_000

/** A method failed in a way that it did not foresee: `message` is one sentence, `stack` is that of the other thread. */
export class RemoteError extends Error {
  override name = 'RemoteError'
  constructor({ message, stack }: { message: string; stack: string }) {
    super(message)
    this.stack = stack
  }
}

type Pending = {
  settle(frame: AnswerFrame): void
  fail(error: Error): void
}

export type Asker<M extends Methods> = ReturnType<typeof createAsker<M>>

/** Asks the methods of the other side; `post` sends a frame there. */
export function createAsker<M extends Methods>(post: (frame: RequestFrame) => void) {
  const pending = new Map<number, Pending>()
  let lastId = 0
  let closed: Refusal | undefined

  function request(method: string, input: unknown): number {
    if (closed) throw closed
    const id = ++lastId
    post({ kind: 'request', id, method, input })
    return id
  }

  /**
   * Resolves with what the method returns. Rejects with a Refusal that the method threw, a RemoteError for anything
   * else it threw, and a Refusal (`unavailable`) where the answer took too long, was cancelled, or cannot come.
   */
  async function ask<Name extends AnswerName<M>>(
    method: Name,
    input: InputOf<M[Name]>,
    { timeoutMs = defaultTimeoutMs, signal }: AskOptions = {},
  ): Promise<Awaited<ReturnType<M[Name]>>> {
    if (signal?.aborted) throw wasCancelled()
    const id = request(method as string, input)
    const answered = Promise.withResolvers<Awaited<ReturnType<M[Name]>>>()
    const abandon = (why: Refusal) => {
      post({ kind: 'cancel', id })
      answered.reject(why)
    }
    const cancel = () => abandon(wasCancelled())
    const timer = timerOf(timeoutMs, () => abandon(tookTooLong()))
    signal?.addEventListener('abort', cancel, { once: true })
    pending.set(id, {
      settle: (frame) =>
        frame.kind === 'answer'
          ? answered.resolve(frame.value as Awaited<ReturnType<M[Name]>>)
          : answered.reject(errorOf(frame)),
      fail: answered.reject,
    })
    try {
      return await answered.promise
    } finally {
      pending.delete(id)
      clearTimeout(timer)
      signal?.removeEventListener('abort', cancel)
    }
  }

  /** The pieces of a generator as they are consumed; rejects like `ask`. To leave the loop is to cancel. */
  async function* stream<Name extends StreamName<M>>(
    method: Name,
    input: InputOf<M[Name]>,
    { timeoutMs = defaultTimeoutMs, signal }: AskOptions = {},
  ): AsyncGenerator<PieceOf<M[Name]>, void> {
    if (signal?.aborted) throw wasCancelled()
    const id = request(method as string, input)
    const arrived: AnswerFrame[] = []
    let failure: Error | undefined
    let hasEnded = false
    let wake = () => {}
    const fail = (error: Error) => {
      failure ??= error
      wake()
    }
    const cancel = () => fail(wasCancelled())
    signal?.addEventListener('abort', cancel, { once: true })
    pending.set(id, {
      settle(frame) {
        arrived.push(frame)
        wake()
      },
      fail,
    })
    try {
      while (true) {
        if (failure) throw failure
        const frame = arrived.shift()
        if (!frame) {
          const news = Promise.withResolvers<void>()
          wake = news.resolve
          const timer = timerOf(timeoutMs, () => fail(tookTooLong()))
          await news.promise
          clearTimeout(timer)
        } else if (frame.kind === 'piece') {
          yield frame.value as PieceOf<M[Name]>
          post({ kind: 'taken', id })
        } else {
          hasEnded = true
          if (frame.kind === 'end') return
          throw errorOf(frame)
        }
      }
    } finally {
      pending.delete(id)
      signal?.removeEventListener('abort', cancel)
      if (!hasEnded && !closed) post({ kind: 'cancel', id })
    }
  }

  return {
    ask,
    stream,

    /** Takes a frame of the other side. One whose request has settled meanwhile is dropped. */
    receive(frame: AnswerFrame) {
      pending.get(frame.id)?.settle(frame)
    },

    /** The other side is gone: whatever is open, and whatever is asked from now on, is refused with this sentence. */
    close(reason: string) {
      closed ??= new Refusal('unavailable', reason)
      for (const { fail } of pending.values()) fail(closed)
    },
  }
}

/** The methods of another thread as functions of this one. */
export type Remote<M extends Methods> = {
  [Name in keyof M]: Name extends StreamName<M>
    ? (input: InputOf<M[Name]>, options?: AskOptions) => AsyncGenerator<PieceOf<M[Name]>, void>
    : (input: InputOf<M[Name]>, options?: AskOptions) => Promise<Awaited<ReturnType<M[Name]>>>
}

/** Functions that ask. `streams` names the methods that are answered in pieces: only the other thread has their code. */
export function remoteOf<M extends Methods>(
  { ask, stream }: Pick<Asker<M>, 'ask' | 'stream'>,
  streams: readonly StreamName<M>[],
): Remote<M> {
  type Loose = (method: keyof M, input: unknown, options?: AskOptions) => unknown
  return new Proxy({} as Remote<M>, {
    get: (_, name: string) => {
      const call = ((streams as readonly string[]).includes(name) ? stream : ask) as Loose
      return (input: unknown, options?: AskOptions) => call(name, input, options)
    },
  })
}

/** The same functions over methods of this thread, for a program that serves nobody while it reads. */
export function localOf<M extends Methods>(methods: M): Remote<M> {
  const call: Call = { signal: new AbortController().signal }
  const functions = Object.entries(methods).map(([name, method]) => [
    name,
    (input: unknown) => {
      try {
        const returned = method(input as never, call)
        return isGenerator(returned) ? iterate(returned) : Promise.resolve(returned)
      } catch (error) {
        return Promise.reject(error)
      }
    },
  ])
  return Object.fromEntries(functions) as Remote<M>
}

async function* iterate<Piece>(pieces: Pieces<Piece>) {
  yield* pieces
}

/** No timer at all for Infinity, which setTimeout would take for no time. */
const timerOf = (ms: number, fire: () => void) => (Number.isFinite(ms) ? setTimeout(fire, ms) : undefined)

const tookTooLong = () => new Refusal('unavailable', 'The answer took too long. Try again in a moment.')
const wasCancelled = () => new Refusal('unavailable', 'The request was cancelled.')

function errorOf(frame: AnswerFrame): Error {
  if (frame.kind === 'refused') return new Refusal(frame.code, frame.message, frame.details)
  return new RemoteError(frame.kind === 'failed' ? frame : { message: 'The answer was out of order.', stack: '' })
}

type Open = {
  controller: AbortController
  /** How many more pieces may be sent now. */
  room: number
  /** Called when there is room again. */
  resume: () => void
}

/**
 * Answers requests with these methods; `post` sends a frame back. Requests are begun in the order in which they came,
 * one in each turn of the event loop, so that a cancellation is noticed before the request it is about. A method that
 * waits for something does not hold up the others.
 */
export function createAnswerer(methods: Methods, post: (frame: AnswerFrame) => void) {
  const open = new Map<number, Open>()
  const queue: Extract<RequestFrame, { kind: 'request' }>[] = []
  let isScheduled = false

  function schedule() {
    if (isScheduled || queue.length === 0) return
    isScheduled = true
    setImmediate(() => {
      isScheduled = false
      const next = queue.shift()
      schedule()
      if (next) void answer(next)
    })
  }

  async function answer({ id, method, input }: (typeof queue)[number]) {
    const call: Open = { controller: new AbortController(), room: maxPiecesUnderWay, resume: () => {} }
    const { signal } = call.controller
    open.set(id, call)
    try {
      const run = Object.hasOwn(methods, method) ? methods[method] : undefined
      if (!run) throw new Error(`There is no method ${method}.`)
      const returned = run(input as never, { signal })
      if (isGenerator(returned)) await send(id, returned, call)
      else {
        const value = await returned
        if (!signal.aborted) post({ kind: 'answer', id, value })
      }
    } catch (error) {
      if (!signal.aborted) post(frameOf(id, error))
    } finally {
      open.delete(id)
    }
  }

  async function send(id: number, pieces: Pieces<unknown>, call: Open) {
    const { signal } = call.controller
    try {
      while (!signal.aborted) {
        const { value, done } = await pieces.next()
        if (signal.aborted) return
        if (done) return post({ kind: 'end', id })
        post({ kind: 'piece', id, value })
        call.room--
        // Other requests, cancellations and what was taken are heard between two pieces.
        await new Promise<void>((resolve) => setImmediate(resolve))
        while (call.room <= 0 && !signal.aborted) await new Promise<void>((resolve) => (call.resume = resolve))
      }
    } finally {
      await pieces.return(undefined)
    }
  }

  return {
    /** Takes a frame of the other side. */
    receive(frame: RequestFrame) {
      const call = open.get(frame.id)
      switch (frame.kind) {
        case 'request':
          queue.push(frame)
          return schedule()
        case 'taken':
          if (call) call.room++
          return call?.resume()
        case 'cancel': {
          const waiting = queue.findIndex(({ id }) => id === frame.id)
          if (waiting >= 0) queue.splice(waiting, 1)
          call?.controller.abort()
          return call?.resume()
        }
      }
    },
  }
}

export const isGenerator = (value: unknown): value is Generator<unknown> =>
  typeof value === 'object' && value !== null && 'next' in value && typeof value.next === 'function'

function frameOf(id: number, error: unknown): AnswerFrame {
  if (error instanceof Refusal) {
    const { code, message, details } = error
    return { kind: 'refused', id, code, message, details }
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  return { kind: 'failed', id, message: lastLine(message), stack: stack ?? message }
}

/** An error may come with the source around it; the words for people are at its end. */
export const lastLine = (message: string) => (message.trim().split('\n').at(-1) ?? '').slice(-300)
