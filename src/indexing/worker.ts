import { createOverrides } from '../costs/pricing/overrides.ts'
import { bookEdition, bundledPrices } from '../costs/pricing/price-book.ts'
import { createRepricing, pricesName } from '../costs/pricing/reprice.ts'
import type { Finding, Source } from '../facts/source.ts'
import { sweepCopies } from '../lib/foreign-database.ts'
import { releaseMemory } from '../lib/release-memory.ts'
import { dropSpareBuffer } from '../lib/tail.ts'
import { followGateways } from '../sources/openclaw/gateway/gateways.ts'
import { createOpenClaw } from '../sources/openclaw/openclaw.ts'
import { createCommandLines, createDeclared } from '../sources/sources.ts'
import { openStore, StoreTooNew } from '../store/store.ts'
import { type BackfillThread, backfillInThread, sendBackfill } from './backfill.ts'
import { createIndexer } from './indexer.ts'
import type { FromReader, FromWorker, Readable, Start, ToReader, ToWorker } from './messages.ts'
import { createWriter } from './writer.ts'

/**
 * The half of app.ts that runs in its own thread: it owns the write connection of index.sqlite, reads the sources
 * and prices what they say. It speaks with the main thread in the messages of messages.ts and in no other way.
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

let past: ReturnType<typeof sendBackfill> | undefined

self.onmessage = ({ data }: MessageEvent<ToWorker | ToReader>) => {
  switch (data.kind) {
    case 'start':
      return begin(data)
    case 'read-transcript': {
      return tell({ kind: 'transcript', number: data.number, answer: answerFor(data.sessionId, data.query) })
    }
    case 'read-past': {
      const source = sourcesFor(data.start)[data.number]!
      past = sendBackfill(
        source,
        () => undefined,
        (message: FromReader) => self.postMessage(message),
      )
      return void past.run()
    }
    case 'past-kept':
      return past?.kept()
    case 'stop':
      return void (stop?.() ?? Promise.resolve()).then(() => tell({ kind: 'stopped' }))
  }
}

/** Whatever a transcript holds, the thread that keeps the index outlives it. */
function answerFor(...[sessionId, query]: Parameters<NonNullable<typeof readTranscript>>) {
  try {
    return readTranscript?.(sessionId, query) ?? { kind: 'failed' as const, reason: 'The index is not open.' }
  } catch (error) {
    return { kind: 'failed' as const, reason: (error as Error).message }
  }
}

/** The sources of this machine, in the order in which they are numbered. */
const sourcesFor = (
  { openclaw, folders, custom = [] }: Readable,
  findings: () => Finding[] = () => [],
): [ReturnType<typeof createOpenClaw>, ...Source[]] => [
  createOpenClaw(openclaw, { findings }),
  ...(folders ? createCommandLines(folders) : []),
  ...createDeclared(custom),
]

/** Who reads what was never read before: a thread of this same file. */
function readingBeside(start: Readable): BackfillThread {
  return {
    async backlog(number) {
      const ends = new AbortController()
      for await (const { progress } of sourcesFor(start)[number]!.read(() => undefined, ends.signal))
        return progress.bytes
      return 0
    },
    read: (number, signal) =>
      backfillInThread(
        () => new Worker(import.meta.url, { type: 'module', smol: true }),
        { kind: 'read-past', start, number },
        signal,
      ),
  }
}

function begin({ indexPath, openclaw, prices = [], folders, custom, watch, read, gateway, besideFromBytes }: Start) {
  let store: ReturnType<typeof openStore>
  try {
    store = openStore('index', indexPath)
  } catch (error) {
    return tell({
      kind: 'refused',
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
  const readable: Readable = { openclaw, folders, custom }
  const makeSources = () => {
    const sources = sourcesFor(readable, () => gateways?.findings() ?? [])
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
      elsewhere: readingBeside(readable),
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
