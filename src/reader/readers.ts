import type { LookNow } from '../agents/looks.ts'
import type { Annotation } from '../annotations/annotation.ts'
import type { JsonMethods } from '../lib/json.ts'
import type { Log } from '../lib/log.ts'
import { openThread } from '../lib/open-thread.ts'
import { Refusal } from '../lib/refusal.ts'
import { releaseMemory } from '../lib/release-memory.ts'
import { setAll } from '../lib/replace-all.ts'
import {
  type AnswerName,
  type Asker,
  type AskOptions,
  createAsker,
  type InputOf,
  lastLine,
  type PieceOf,
  remoteOf,
  type StreamName,
} from '../lib/thread-rpc.ts'
import { createLiveState, type LiveStateChange } from '../sessions/live-state.ts'
import type { AnnotationNow, FromReader, StartReader, ToReader } from './messages.ts'
import type { BudgetSettings } from './read-side.ts'
import { type Reads, streamedReads } from './reads.ts'

export type Readers = ReturnType<typeof createReaders>

/**
 * Reports are asked of a thread of their own: one over a year takes as long as a hundred pages of sessions, and a page
 * that is opened never waits for it.
 */
const lanes = ['pages', 'reports'] as const
type Lane = (typeof lanes)[number]

/** What the threads answer, by method. */
type Answers = JsonMethods<Reads>

/** A report over many years on a slow machine is not stuck. */
const timeoutMs = 60_000
/** A thread that nobody has asked anything for this long is ended: its memory is worth more than its start. */
const idleMs = 60_000
/** A thread that fails again this soon after it was started anew stays down. */
const unsteadyMs = 60_000

type Deps = Omit<StartReader, 'kind' | 'liveState' | 'setAside' | 'annotations' | 'looks'> & {
  log: Log
  /** Whether pages are connected: then the thread that answers them is kept. */
  isWatched?: () => boolean
  /** How the thread is started; for tests. */
  open?: () => Worker
}

/**
 * The threads that answer what is asked of the index. Each is started when it is first asked and ended when it is idle.
 * One that fails is started again once, with a line in the log; what it was asked is refused in a sentence.
 */
export function createReaders({ indexPath, settings: first, log, isWatched = () => false, open = openReader }: Deps) {
  const liveState = createLiveState()
  const settings = { ...first }
  let setAside: string[] = []
  const annotations = new Map<string, Annotation>()
  const looks = new Map<string, string>()
  const threads = new Map<Lane, Thread>()
  const failedAt = new Map<Lane, number>()
  /** Why a lane is not asked any more. */
  const down = new Map<Lane, string>()
  let isStopped = false
  const timer = setInterval(endIdle, idleMs / 4)
  timer.unref?.()

  type Thread = { worker: Worker; asker: Asker<Answers>; open: number; usedAt: number; startedAt: number }

  function threadOf(lane: Lane): Thread {
    const running = threads.get(lane)
    if (running) return running
    const reason = isStopped ? 'Wheelhouse is stopping.' : down.get(lane)
    if (reason !== undefined) throw new Refusal('unavailable', reason)
    const worker = open()
    const say = (message: ToReader) => worker.postMessage(message)
    const asker = createAsker<Answers>(say)
    const now = performance.now()
    const thread: Thread = { worker, asker, open: 0, usedAt: now, startedAt: now }
    worker.onmessage = ({ data }: MessageEvent<FromReader>) => asker.receive(data)
    worker.onerror = (event) => {
      event.preventDefault()
      fail(lane, thread, lastLine(event.message))
    }
    worker.addEventListener('close', () => fail(lane, thread, 'it ended by itself'))
    say({
      kind: 'start',
      indexPath,
      settings,
      liveState: liveState.snapshot(),
      setAside,
      annotations: [...annotations],
      looks: [...looks],
    })
    threads.set(lane, thread)
    return thread
  }

  function fail(lane: Lane, thread: Thread, reason: string) {
    if (threads.get(lane) !== thread) return
    const sentence = `The thread that reads the index failed: ${reason}.`
    const now = performance.now()
    const failedBefore = failedAt.get(lane)
    failedAt.set(lane, now)
    end(lane, `${sentence} Try again in a moment.`)
    if (failedBefore === undefined || now - failedBefore > unsteadyMs)
      return log.error('a thread that reads the index failed and is started again', { lane, reason })
    down.set(lane, `${sentence} Restart Wheelhouse.`)
    log.error('a thread that reads the index failed twice and stays down', { lane, reason })
  }

  function end(lane: Lane, reason: string) {
    const thread = threads.get(lane)
    threads.delete(lane)
    thread?.asker.close(reason)
    thread?.worker.terminate()
  }

  function endIdle() {
    const now = performance.now()
    for (const [lane, { open, usedAt }] of threads) {
      const isKept = lane === 'pages' && isWatched()
      if (open > 0 || isKept || now - usedAt < idleMs) continue
      end(lane, 'It was idle.')
      // What the thread leaves behind is given back where no socket has to wait for that.
      if (!isWatched()) setTimeout(releaseMemory, 1_000).unref()
    }
  }

  /** Counts what is open, so that no thread is ended while it is asked. */
  function use(method: string) {
    const thread = threadOf(laneOf(method))
    thread.open++
    return {
      ...thread.asker,
      [Symbol.dispose]() {
        thread.open--
        thread.usedAt = performance.now()
      },
    }
  }

  async function ask<Name extends AnswerName<Answers>>(
    method: Name,
    input: InputOf<Answers[Name]>,
    options?: AskOptions,
  ): Promise<Awaited<ReturnType<Answers[Name]>>> {
    using thread = use(method)
    return await thread.ask(method, input, { timeoutMs, signal: options?.signal })
  }

  async function* stream<Name extends StreamName<Answers>>(
    method: Name,
    input: InputOf<Answers[Name]>,
    options?: AskOptions,
  ): AsyncGenerator<PieceOf<Answers[Name]>, void> {
    using thread = use(method)
    yield* thread.stream(method, input, { timeoutMs, signal: options?.signal })
  }

  return {
    reader: remoteOf<Answers>({ ask, stream }, streamedReads),

    /** Starts the thread that answers pages before it is asked: the first page asks soon. */
    warm: () => void threadOf('pages'),

    /** What gateways say reaches every thread in the order in which it was said. */
    liveStateChanged(change: LiveStateChange) {
      liveState.apply(change)
      for (const { worker } of threads.values()) worker.postMessage({ kind: 'live-state', change } satisfies ToReader)
    },

    /** Every thread knows which sessions need nobody because somebody set that aside. */
    setAside(ids: string[]) {
      setAside = ids
      for (const { worker } of threads.values()) worker.postMessage({ kind: 'set-aside', ids } satisfies ToReader)
    },

    /** Every thread knows what people noted about sessions. */
    setAnnotations(changes: AnnotationNow[]) {
      setAll(annotations, changes)
      for (const { worker } of threads.values()) worker.postMessage({ kind: 'annotations', changes } satisfies ToReader)
    },

    /** Every thread knows how people chose that agents look. */
    setLooks(changes: LookNow[]) {
      setAll(looks, changes)
      for (const { worker } of threads.values()) worker.postMessage({ kind: 'looks', changes } satisfies ToReader)
    },

    /** Every thread knows the budgets that were set or removed. */
    setBudgets(now: BudgetSettings) {
      Object.assign(settings, now)
      for (const { worker } of threads.values())
        worker.postMessage({ kind: 'set-budgets', settings: now } satisfies ToReader)
    },

    /** A sentence where something cannot be asked any more; null where everything can. */
    trouble: (): string | null => down.values().next().value ?? null,

    /** How many threads there are now. */
    count: () => threads.size,

    stop() {
      isStopped = true
      clearInterval(timer)
      for (const lane of lanes) end(lane, 'Wheelhouse is stopping.')
    },
  }
}

const laneOf = (method: string): Lane => (/^(cost|export|rehearsal|officeReplay)/.test(method) ? 'reports' : 'pages')

const openReader = () => openThread('reader/reader', { smol: true })
