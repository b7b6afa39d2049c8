import type { Batch, Progress, Source } from '../facts/source.ts'
import type { TranscriptAnswer, TranscriptQuery } from '../facts/transcript.ts'
import type { BackfillThread } from './backfill.ts'
import type { FromIndexer } from './messages.ts'
import type { Writer } from './writer.ts'

/** A commit takes this many facts or waits this long, whichever is first: few transactions, and soon on the screen. */
const factsAtOnce = 2_000
const longestWaitMs = 60
/** History is written in larger steps: each page of the index is written once for many rows. */
const pastAtOnce = 20_000
const longestPastWaitMs = 1_000
/** A live pass that takes longer than this goes on in such steps. */
const muchMs = 250
/** Pushes that come closer together than this are one. */
const restMs = 15
const retryMs = 2_000

/**
 * Reads the sources and commits what they say, one pass after another. The first pass of a source is history; what
 * later passes find is live. `makeSources` is called again after a failed commit, because a source may remember
 * having said what was not kept.
 */
export function createIndexer({
  writer,
  makeSources,
  watch,
  tell,
  elsewhere,
  besideFromBytes = 64 << 20,
}: {
  writer: Writer
  makeSources: () => Source[]
  watch: boolean
  tell: (message: FromIndexer) => void
  /** Who reads a long past in our stead. */
  elsewhere?: BackfillThread | undefined
  besideFromBytes?: number | undefined
}) {
  const stopping = new AbortController()
  const progress = new Map<number, Progress>()
  const sources = makeSources()
  const firstPasses = new Set(sources.keys())
  /** Ends the sleep of each source that waits to be woken. */
  const sleepers = new Map<number, () => void>()
  /** Why a source cannot be written, by its number; the first counts until it is over. */
  const troubles = new Map<number, string>()
  let toldTrouble: string | null = null
  let before: Promise<void> = Promise.resolve()
  tellReports()
  if (sources.length === 0) sayProgress()
  const running = sources.map((source, number) => run(source, number))

  async function run(first: Source, number: number) {
    let source = first
    let history = true
    while (!stopping.signal.aborted) {
      sources[number] = source
      let woken = Promise.withResolvers<void>()
      let awake = !watch
      sleepers.set(number, woken.resolve)
      const unwatch = watch
        ? source.watch(() => {
            awake = true
            woken.resolve()
          })
        : () => {}
      try {
        while (!stopping.signal.aborted) {
          if (!awake) await woken.promise
          if (stopping.signal.aborted) break
          awake = false
          woken = Promise.withResolvers<void>()
          sleepers.set(number, woken.resolve)
          if (history) await passElsewhere(source, number)
          await pass(source.read(writer.cursorOf(source.runtime), stopping.signal), source, number, !history)
          setTrouble(number, null)
          tellReports()
          if (history && !stopping.signal.aborted) {
            history = false
            firstPasses.delete(number)
            sayProgress()
          }
          if (!watch) return
          await Bun.sleep(restMs)
        }
      } catch (error) {
        setTrouble(number, inWords(error))
        // Whoever wanted one pass is waiting for an answer, not for room on the disk.
        if (!watch) return
        await Promise.race([Bun.sleep(retryMs), aborted(stopping.signal)])
        source = makeSources()[number]!
      } finally {
        unwatch()
      }
    }
  }

  /** A past of which nothing is known yet and that takes long is read beside us; what came meanwhile is ours again. */
  async function passElsewhere(source: Source, number: number) {
    if (!elsewhere || writer.knows(source.runtime)) return
    // One after the other: two threads have enough to do for each other.
    const turn = before
    const done = Promise.withResolvers<void>()
    before = done.promise
    try {
      await turn
      if ((await elsewhere.backlog(number)) < besideFromBytes) return
      writer.setBulkMode(true)
      await pass(untilItFails(elsewhere.read(number, stopping.signal)), source, number, false)
    } finally {
      writer.setBulkMode(false)
      done.resolve()
    }
  }

  /** A thread that dies has said what it read; the rest is read here. */
  async function* untilItFails(batches: AsyncGenerator<Batch>): AsyncGenerator<Batch> {
    try {
      while (true) {
        const next = await batches.next().catch(() => ({ done: true as const, value: undefined }))
        if (next.done) return
        yield next.value
      }
    } finally {
      await batches.return(undefined)
    }
  }

  async function pass(batches: AsyncGenerator<Batch>, source: Source, number: number, live: boolean) {
    let pending: Batch[] = []
    let facts = 0
    let since = performance.now()
    const begun = since
    // What is live but very much is no longer seen line by line.
    const isMuch = () => !live || performance.now() - begun > muchMs
    const isDue = () =>
      facts >= (isMuch() ? pastAtOnce : factsAtOnce) ||
      performance.now() - since >= (isMuch() ? longestPastWaitMs : longestWaitMs)
    const commit = () => {
      if (pending.length === 0) return
      const touched = writer.commit(source.runtime, pending)
      // A long past is not waited for; what is live is either there as a whole or still missing.
      if (!live && facts > 0) setTrouble(number, null)
      pending = []
      facts = 0
      tell({ kind: 'committed', live, touched })
      if (!live) sayProgress()
    }
    for await (const batch of batches) {
      progress.set(number, { ...batch.progress })
      if (batch.facts.length === 0 && batch.cursor === null && batch.unread.length === 0) {
        if (!live && isDue()) {
          commit()
          sayProgress()
          since = performance.now()
        }
        continue
      }
      pending.push(batch)
      facts += batch.facts.length
      if (isDue()) {
        commit()
        // Who tells us to stop is heard between two commits.
        await Bun.sleep(0)
        since = performance.now()
      }
    }
    commit()
  }

  /**
   * The trouble of a source is its own: what another one commits, or a part of what was missed, does not end it. Told
   * is only what changes.
   */
  function setTrouble(number: number, message: string | null) {
    if (message === null) troubles.delete(number)
    else troubles.set(number, message)
    const [first = null] = troubles.values()
    if (first === toldTrouble) return
    toldTrouble = first
    tell({ kind: 'trouble', message: first })
  }

  function sayProgress() {
    const sum: Progress = { files: 0, filesDone: 0, bytes: 0, bytesDone: 0 }
    for (const part of progress.values())
      for (const field of Object.keys(sum) as (keyof Progress)[]) sum[field] += part[field]
    tell({ kind: 'progress', progress: sum, done: firstPasses.size === 0 })
  }

  function tellReports() {
    tell({ kind: 'reports', reports: sources.map((source) => source.report()) })
  }

  return {
    /** Ends when told to stop, or after one pass where nothing is watched. */
    finished: Promise.all(running).then(() => {}),

    /** A page of a transcript from the source that has it; `missing` where none has. */
    transcript(sessionId: string, query: TranscriptQuery): TranscriptAnswer {
      for (const source of sources) {
        const answer = source.transcript(writer.cursorOf(source.runtime), sessionId, query)
        if (answer) return answer
      }
      return { kind: 'missing', reason: 'The program that wrote it is not on this machine any more.' }
    },

    /** Says anew how the sources are: something beside their stores has changed. */
    tellReports,

    stop() {
      stopping.abort()
      for (const wake of sleepers.values()) wake()
    },
  }
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))

function inWords(error: unknown) {
  const { code, message } = error as { code?: string; message?: string }
  if (code === 'SQLITE_FULL' || code === 'ENOSPC')
    return 'The disk that holds the data folder is full. Reading goes on as soon as there is room.'
  if (code === 'SQLITE_READONLY' || code === 'EROFS')
    return 'The data folder has become read-only. Reading goes on as soon as it can be written to.'
  return `What was read could not be kept: ${message ?? String(error)}`
}
