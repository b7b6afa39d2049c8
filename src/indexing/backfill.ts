import type { Batch, Source } from '../facts/source.ts'
import type { FromReader, ToReader } from './messages.ts'

/** A message holds about so many facts; so many may be on their way before the reader waits. */
const factsAtOnce = 4_000
const maxOnTheWay = 3

/** Where the past of a source is read by somebody else; the indexer asks by the number of the source. */
export type BackfillThread = {
  /** How many bytes there are to read. */
  backlog(number: number): Promise<number>
  read(number: number, signal: AbortSignal): AsyncGenerator<Batch>
}

/**
 * The past of a source, read in a thread that lives only for it: while it takes one file apart, this one writes what
 * was in those before. Throws when that thread does.
 */
export async function* backfillInThread(
  open: () => Worker,
  begin: Extract<ToReader, { kind: 'read-past' }>,
  signal: AbortSignal,
): AsyncGenerator<Batch> {
  const worker = open()
  const arrived: FromReader[] = []
  let news = Promise.withResolvers<void>()
  const hear = (message: FromReader) => {
    arrived.push(message)
    news.resolve()
  }
  const say = (message: ToReader) => worker.postMessage(message)
  const wake = () => news.resolve()
  worker.onmessage = ({ data }: MessageEvent<FromReader>) => hear(data)
  worker.onerror = ({ message }) => hear({ kind: 'past-failed', message })
  signal.addEventListener('abort', wake, { once: true })
  try {
    say(begin)
    while (!signal.aborted) {
      const message = arrived.shift()
      if (!message) {
        await news.promise
        news = Promise.withResolvers()
        continue
      }
      if (message.kind === 'past-read') return
      if (message.kind === 'past-failed') throw new Error(message.message)
      yield* message.batches
      say({ kind: 'past-kept' })
    }
  } finally {
    signal.removeEventListener('abort', wake)
    worker.terminate()
  }
}

/** The other end: reads a source once and says what it found. `kept` is to be called for each message that was kept. */
export function sendBackfill(source: Source, cursorOf: (unit: string) => unknown, tell: (message: FromReader) => void) {
  let onTheWay = 0
  let room = Promise.withResolvers<void>()

  async function run() {
    let batches: Batch[] = []
    let facts = 0
    const send = async () => {
      if (batches.length === 0) return
      tell({ kind: 'past', batches })
      batches = []
      facts = 0
      onTheWay++
      // Who says that there is room is heard between two messages.
      await Bun.sleep(0)
      while (onTheWay >= maxOnTheWay) {
        room = Promise.withResolvers()
        await room.promise
      }
    }
    for await (const batch of source.read(cursorOf, new AbortController().signal)) {
      batches.push(batch)
      facts += batch.facts.length
      if (facts >= factsAtOnce) await send()
    }
    await send()
    tell({ kind: 'past-read' })
  }

  return {
    run: () => run().catch((error: Error) => tell({ kind: 'past-failed', message: error.message })),
    kept() {
      onTheWay--
      room.resolve()
    },
  }
}
