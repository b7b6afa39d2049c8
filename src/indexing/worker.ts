import { createRepricing, pricesName } from '../costs/ledger/reprice.ts'
import { createOverrides } from '../costs/pricing/overrides.ts'
import { bookEdition, bundledPrices } from '../costs/pricing/price-book.ts'
import type { Finding, Source } from '../facts/source.ts'
import type { TranscriptAnswer, TranscriptQuery } from '../facts/transcript.ts'
import { sweepCopies } from '../lib/foreign-database.ts'
import { Refusal } from '../lib/refusal.ts'
import { releaseMemory } from '../lib/release-memory.ts'
import { dropSpareBuffer } from '../lib/tail.ts'
import { type Call, createAnswerer } from '../lib/thread-rpc.ts'
import { followGateways } from '../sources/openclaw/gateway/gateways.ts'
import { createOpenClaw } from '../sources/openclaw/openclaw.ts'
import { createCommandLines, createDeclared } from '../sources/sources.ts'
import { openStore, StoreTooNew } from '../store/store.ts'
import { type BackfillMethods, type BackfillThread, backfillInThread, readInGroups } from './backfill.ts'
import { createIndexer } from './indexer.ts'
import type { FromWorker, SourceConfig, Start, ToWorker } from './messages.ts'
import { createWriter } from './writer.ts'

/**
 * The thread that reads the sources: it owns the write connection of index.sqlite, prices what the sources say, and
 * commits it. The main thread starts it with a message and asks its methods; nothing else is shared.
 */
declare const self: Worker

function tell(message: FromWorker) {
  self.postMessage(message)
  // History leaves a large heap behind that the quiet days after it do not need.
  if (message.kind === 'progress' && message.done) {
    dropSpareBuffer()
    releaseMemory()
  }
}

let stop: (() => Promise<void>) | undefined

let readTranscript: ReturnType<typeof createIndexer>['transcript'] | undefined

const methods = {
  /** A page of a transcript, from the source that has it. */
  transcript({ sessionId, query }: { sessionId: string; query: TranscriptQuery }): TranscriptAnswer {
    if (!readTranscript) throw new Refusal('unavailable', 'The index is not open yet. Try again in a moment.')
    return readTranscript(sessionId, query)
  },

  /** The past of one source, in the thread that was started for it. */
  async *backfill({ config, number }: Parameters<BackfillMethods['backfill']>[0], { signal }: Call) {
    const source = sourcesFor(config)[number]
    if (!source) throw new Error(`There is no source with the number ${number}.`)
    yield* readInGroups(source, signal)
  },
}

export type WorkerMethods = typeof methods

const answerer = createAnswerer(methods, tell)

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  switch (data.kind) {
    case 'start':
      return begin(data)
    case 'stop':
      return void (stop?.() ?? Promise.resolve()).then(() => tell({ kind: 'stopped' }))
    default:
      return answerer.receive(data)
  }
}

/** The sources of this machine, in the order in which they are numbered. */
const sourcesFor = (
  { openclaw, folders, custom = [] }: SourceConfig,
  findings: () => Finding[] = () => [],
): [ReturnType<typeof createOpenClaw>, ...Source[]] => [
  createOpenClaw(openclaw, { findings }),
  ...(folders ? createCommandLines(folders) : []),
  ...createDeclared(custom),
]

/** Reads what was never read before in a thread of this same file. */
function backfillThread(config: SourceConfig): BackfillThread {
  return {
    async backlog(number) {
      const ends = new AbortController()
      for await (const { progress } of sourcesFor(config)[number]!.read(() => undefined, ends.signal))
        return progress.bytes
      return 0
    },
    read: (number, signal) =>
      backfillInThread(() => new Worker(import.meta.url, { type: 'module', smol: true }), { config, number }, signal),
  }
}

function begin({ indexPath, openclaw, prices = [], folders, custom, watch, read, gateway, besideFromBytes }: Start) {
  let store: ReturnType<typeof openStore>
  try {
    store = openStore('index', indexPath)
  } catch (error) {
    return tell({
      kind: 'open-failed',
      message:
        error instanceof StoreTooNew
          ? error.message
          : `The index ${indexPath} cannot be opened: ${(error as Error).message}. Move it away, and it is built anew from the stores.`,
    })
  }
  tell({ kind: 'opened' })
  sweepCopies()
  const pricing = { book: bundledPrices, overrides: createOverrides(prices), edition: bookEdition }
  const writer = createWriter(store.$client, pricing, Date.now)
  let gateways: ReturnType<typeof followGateways> | undefined
  let source: ReturnType<typeof createOpenClaw> | undefined
  const config: SourceConfig = { openclaw, folders, custom }
  const makeSources = () => {
    const sources = sourcesFor(config, () => gateways?.findings() ?? [])
    source = sources[0]
    return sources
  }
  const stopping = new AbortController()
  // Prices first, so that what one pass reads stands beside sums of the same prices.
  const startReading = () => {
    const indexer = createIndexer({
      writer,
      makeSources: read ? makeSources : () => [],
      watch,
      tell,
      elsewhere: backfillThread(config),
      besideFromBytes,
    })
    readTranscript = indexer.transcript
    return indexer
  }
  let indexer: ReturnType<typeof startReading> | undefined
  const repricing = createRepricing(store.$client, pricing, pricesName(prices))
  if (!read || repricing.isCurrent()) indexer = startReading()
  else
    void priceAgain(repricing, watch, stopping.signal).then(() => {
      if (!stopping.signal.aborted) indexer = startReading()
    })
  if (watch && read && gateway)
    gateways = followGateways({
      ...openclaw,
      settings: gateway,
      now: Date.now,
      namesOf: (home) => source?.namesOf(home),
      wake: (home, agent) => source?.nudge(home, agent),
      said: (said) => tell({ kind: 'gateway-said', said }),
      changed(states, contacts) {
        tell({ kind: 'gateways', gateways: states, contacts })
        indexer?.tellReports()
      },
    })
  stop = async () => {
    stopping.abort()
    gateways?.stop()
    indexer?.stop()
    await Promise.race([indexer?.finished, Bun.sleep(1_000)])
    store.$client.close()
  }
}

const retryMs = 2_000

/** A disk that is full now may have room later; whoever waits for one pass is told at once. */
async function priceAgain(repricing: ReturnType<typeof createRepricing>, watch: boolean, signal: AbortSignal) {
  while (!signal.aborted)
    try {
      await repricing.run(signal, (rowsDone, rows) => tell({ kind: 'pricing', rowsDone, rows }))
      tell({ kind: 'trouble', message: null })
      return
    } catch (error) {
      tell({ kind: 'trouble', message: `What was used cannot be priced again: ${(error as Error).message}.` })
      if (!watch) return
      await Bun.sleep(retryMs)
    }
}
