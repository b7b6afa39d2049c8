import type { RecentRows } from '../activity/recent-rows.ts'
import type { Permit } from '../audit/action-gate.ts'
import type { BudgetState } from '../costs/budgets/budget.ts'
import type { GatewayState } from '../facts/gateway.ts'
import type { Progress, SourceReport } from '../facts/source.ts'
import type { TranscriptAnswer, TranscriptQuery } from '../facts/transcript.ts'
import { createAsker, lastLine } from '../lib/thread-rpc.ts'
import type { OverallStatus } from '../overview/status.ts'
import type { LiveStateChange } from '../sessions/live-state.ts'
import type { CallParams, CallResult, GatewayCall } from '../sources/openclaw/gateway/calls.ts'
import type { ChangeEvent } from './change-event.ts'
import type { FromWorker, Start, ToWorker } from './messages.ts'
import type { WorkerMethods } from './worker.ts'

export type IndexingState = {
  progress: Progress
  done: boolean
  reports: SourceReport[]
  /** Why the index is not what the sources hold, in a sentence; doctor, `/readyz` and the verdict all read it here. */
  trouble: string | null
  /** How far answers are priced again; null while none are. */
  pricing: { rows: number; rowsDone: number } | null
}

export type Indexing = Awaited<ReturnType<typeof startIndexing>>

export type IndexingListeners = {
  /** What happened, in order. */
  events(events: ChangeEvent[]): void
  progressed(state: IndexingState): void
  reported(reports: SourceReport[]): void
  /** How things stand as a whole while history is read. */
  standingRead(standing: OverallStatus): void
  recentRowsRead(rows: RecentRows): void
  budgetsRead(states: BudgetState[]): void
  liveStateChanged(change: LiveStateChange): void
  gatewaysChanged(states: GatewayState[]): void
  /** The worker has ended by itself; `trouble` says why. */
  died(trouble: string): void
  /** Something went wrong that the worker survives. */
  failed(message: string, stack: string): void
}

/** A call opens a connection first, which a busy gateway may keep waiting for half a minute. */
const gatewayCallTimeoutMs = 75_000

/** Inside the executable everything but the worker is one file at the root, and the worker stands where it was built. */
const workerFile =
  import.meta.url.includes('/$bunfs/') || import.meta.url.includes('/~BUN/') ? './indexing/worker.js' : './worker.ts'

/**
 * Starts the worker that reads the sources, and answers once the index can be read. What it says before anybody
 * listens is kept until somebody does. Throws a sentence for people when the index cannot be opened.
 */
export async function startIndexing(start: Omit<Start, 'kind'>, first?: Partial<IndexingListeners>) {
  const waiting: (() => void)[] = []
  let listeners = first
  function call<Name extends keyof IndexingListeners>(name: Name, ...words: Parameters<IndexingListeners[Name]>) {
    if (!listeners) return void waiting.push(() => call(name, ...words))
    const listener = listeners[name] as ((...words: Parameters<IndexingListeners[Name]>) => void) | undefined
    listener?.(...words)
  }
  const worker = new Worker(new URL(workerFile, import.meta.url).href, { type: 'module' })
  const opened = Promise.withResolvers<void>()
  const caughtUp = Promise.withResolvers<void>()
  const stopped = Promise.withResolvers<void>()
  const state: IndexingState = {
    progress: { files: 0, filesDone: 0, bytes: 0, bytesDone: 0 },
    done: false,
    reports: [],
    trouble: null,
    pricing: null,
  }
  const say = (message: ToWorker) => worker.postMessage(message)
  const asker = createAsker<WorkerMethods>(say)

  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    switch (data.kind) {
      case 'opened':
        return opened.resolve()
      case 'open-failed':
        return opened.reject(new Error(data.message))
      case 'progress':
        state.progress = data.progress
        state.done = data.done
        if (data.done) caughtUp.resolve()
        return call('progressed', { ...state })
      case 'pricing':
        state.pricing = data.rowsDone < data.rows ? { rows: data.rows, rowsDone: data.rowsDone } : null
        return call('progressed', { ...state })
      case 'reports':
        state.reports = data.reports
        return call('reported', data.reports)
      case 'trouble':
        state.trouble = data.message
        if (data.message !== null && !start.watch) caughtUp.reject(new Error(data.message))
        return
      case 'events':
        return call('events', data.events)
      case 'standing':
        return call('standingRead', data.standing)
      case 'recent':
        return call('recentRowsRead', data.rows)
      case 'budgets':
        return call('budgetsRead', data.states)
      case 'live-state':
        return call('liveStateChanged', data.change)
      case 'gateways':
        return call('gatewaysChanged', data.states)
      case 'error':
        return call('failed', data.message, data.stack)
      case 'stopped':
        return stopped.resolve()
      default:
        return asker.receive(data)
    }
  }
  worker.onerror = (event) => {
    state.trouble = `The thread that reads the sources failed: ${lastLine(event.message)}. Restart Wheelhouse.`
    opened.reject(new Error(state.trouble))
    caughtUp.reject(new Error(state.trouble))
    asker.close(state.trouble)
    call('died', state.trouble)
  }
  // Nobody may be waiting for it; whoever is, is told.
  caughtUp.promise.catch(() => {})
  say({ kind: 'start', ...start })
  try {
    await opened.promise
  } catch (error) {
    worker.terminate()
    throw error
  }

  return {
    state: () => state,
    /** From now on these hear what the worker says, beginning with what it said until now. */
    listen(to: Partial<IndexingListeners>) {
      listeners = to
      for (const say of waiting.splice(0)) say()
    },
    /** Resolves when everything that was there at the start has been read once; rejects where one pass was all there was and it failed. */
    caughtUp: caughtUp.promise,

    /** A page of a transcript, read by the thread that knows the sources; `signal` cancels it. */
    transcript: (sessionId: string, query: TranscriptQuery, signal?: AbortSignal): Promise<TranscriptAnswer> =>
      asker.ask('transcript', { sessionId, query }, { signal }),

    /** What all agents used a minute in the five minutes before each of these moments (ms). */
    tokensPerMinute: (moments: number[]): Promise<(number | null)[]> => asker.ask('tokensPerMinute', moments),

    /**
     * Makes one call that changes something at the gateway of a home, in the thread that listens to it. Only an action
     * that has passed the gate has the permit for it. Rejects with a Refusal where the call is not carried out.
     */
    async callGateway<Name extends GatewayCall>(permit: Permit, home: string, name: Name, params: CallParams<Name>) {
      permit.check()
      const result = await asker.ask('callGateway', { home, name, params }, { timeoutMs: gatewayCallTimeoutMs })
      return result as CallResult<Name>
    },

    async stop() {
      asker.close('Wheelhouse is stopping.')
      say({ kind: 'stop' })
      await Promise.race([stopped.promise, Bun.sleep(2_000)])
      worker.terminate()
    },
  }
}
