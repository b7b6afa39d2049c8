import type { GatewayContact, GatewayMessage, GatewayState } from '../facts/gateway.ts'
import type { Progress, SourceReport } from '../facts/source.ts'
import type { TranscriptAnswer, TranscriptQuery } from '../facts/transcript.ts'
import { createAsker, lastLine } from '../lib/thread-rpc.ts'
import { openStoreForReading, type Store } from '../store/store.ts'
import type { FromWorker, Start, ToWorker } from './messages.ts'
import type { WorkerMethods } from './worker.ts'
import type { TouchedRows } from './writer.ts'

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

type Listeners = {
  committed(touched: TouchedRows): void
  progressed(state: IndexingState): void
  /** `trouble` of the state is another than before. */
  troubled(): void
  reported(reports: SourceReport[]): void
  gatewaySaid(said: GatewayMessage[]): void
  gatewaysChanged(gateways: GatewayState[], contacts: GatewayContact[]): void
}

/** Inside the executable everything but the worker is one file at the root, and the worker stands where it was built. */
const workerFile =
  import.meta.url.includes('/$bunfs/') || import.meta.url.includes('/~BUN/') ? './indexing/worker.js' : './worker.ts'

/**
 * Starts the worker that reads the sources, and answers once the index can be read. `committed` hears only what is
 * live. Throws a sentence for people when the index cannot be opened.
 */
export async function startIndexing(start: Omit<Start, 'kind'>, first: Partial<Listeners> = {}) {
  const listeners = { ...first }
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
      case 'committed':
        if (data.live) listeners.committed?.(data.touched)
        return
      case 'progress':
        state.progress = data.progress
        state.done = data.done
        if (data.done) caughtUp.resolve()
        return listeners.progressed?.(state)
      case 'pricing':
        state.pricing = data.rowsDone < data.rows ? { rows: data.rows, rowsDone: data.rowsDone } : null
        return listeners.progressed?.(state)
      case 'reports':
        state.reports = data.reports
        return listeners.reported?.(data.reports)
      case 'trouble':
        state.trouble = data.message
        if (data.message !== null && !start.watch) caughtUp.reject(new Error(data.message))
        return listeners.troubled?.()
      case 'gateway-said':
        return listeners.gatewaySaid?.(data.said)
      case 'gateways':
        return listeners.gatewaysChanged?.(data.gateways, data.contacts)
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
    listeners.troubled?.()
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
  const store: Store = openStoreForReading(start.indexPath)

  return {
    store,
    state: () => state,
    /** Adds listeners. Whoever is added in the same turn of the loop in which this was started misses nothing. */
    listen(more: Partial<Listeners>) {
      Object.assign(listeners, more)
    },
    /** Resolves when everything that was there at the start has been read once; rejects where one pass was all there was and it failed. */
    caughtUp: caughtUp.promise,

    /** A page of a transcript, read by the thread that knows the sources; `signal` cancels it. */
    transcript: (sessionId: string, query: TranscriptQuery, signal?: AbortSignal): Promise<TranscriptAnswer> =>
      asker.ask('transcript', { sessionId, query }, { signal }),

    async stop() {
      asker.close('Wheelhouse is stopping.')
      say({ kind: 'stop' })
      await Promise.race([stopped.promise, Bun.sleep(2_000)])
      store.$client.close()
      worker.terminate()
    },
  }
}
