import type { Batch, Source } from '../facts/source.ts'
import { type AnswerFrame, createAsker, lastLine } from '../lib/thread-rpc.ts'
import type { SourceConfig } from './messages.ts'
import { type PackedBatches, packBatches, unpackBatches } from './pack-facts.ts'

/** A message carries about this many facts. */
const factsPerMessage = 2_000

/** A thread that reads the history of a source while this one writes it. Sources are known by their number. */
export type BackfillThread = {
  /** The size of the history in bytes. */
  backlog(number: number): Promise<number>
  read(number: number, signal: AbortSignal): AsyncGenerator<Batch>
}

/** The methods of the thread that reads a history: everything that a source finds without cursors of an earlier pass. */
export type BackfillMethods = {
  backfill(input: { config: SourceConfig; number: number }): AsyncGenerator<PackedBatches>
}

/** Reads the history of a source in a thread that lives only for it. Throws when that thread does. */
export async function* backfillInThread(
  open: () => Worker,
  input: { config: SourceConfig; number: number },
  signal: AbortSignal,
): AsyncGenerator<Batch> {
  const worker = open()
  const asker = createAsker<BackfillMethods>((frame) => worker.postMessage(frame))
  worker.onmessage = ({ data }: MessageEvent<AnswerFrame>) => asker.receive(data)
  worker.onerror = ({ message }) => asker.close(lastLine(message))
  try {
    // A large file on a slow disk yields nothing for a long time; the end of the thread is noticed by `onerror`.
    const timeoutMs = Number.POSITIVE_INFINITY
    for await (const packed of asker.stream('backfill', input, { signal, timeoutMs })) yield* unpackBatches(packed)
  } finally {
    worker.terminate()
  }
}

/** One pass over a source that was never read, in groups of a few thousand facts. */
export async function* readInGroups(source: Source, signal: AbortSignal): AsyncGenerator<PackedBatches> {
  let batches: Batch[] = []
  let facts = 0
  for await (const batch of source.read(() => undefined, signal)) {
    batches.push(batch)
    facts += batch.facts.length
    if (facts < factsPerMessage) continue
    yield packBatches(batches)
    batches = []
    facts = 0
  }
  if (batches.length > 0) yield packBatches(batches)
}
