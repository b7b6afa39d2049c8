import type { Batch, Progress, Source } from '../facts/source.ts'
import type { BackfillThread } from './backfill.ts'
import type { FromIndexer } from './messages.ts'
import type { Writer } from './writer.ts'

/** A live commit holds this many facts or waits this long, whichever comes first: few transactions, and soon visible. */
const maxFacts = 2_000
const maxWaitMs = 60
/** History is committed in larger steps, which are small enough to wait in memory. */
const maxHistoryFacts = 4_000
const maxHistoryWaitMs = 1_000
/** A live pass that takes longer than this continues in steps in which each page of the index is written for many rows. */
const longPassMs = 250
const maxLongPassFacts = 20_000
/** Wake-ups that come closer together than this cause one pass. */
const restMs = 15
/** After a failed commit the source is read again in this time. */
const retryMs = 2_000

/**
 * Reads the sources and commits their facts, one pass after another. The first pass of a source is history; what later
 * passes find is live. `makeSources` is called again after a failed commit, because a source may remember that it has
 * already yielded what was not written.
 */
export function createIndexer({
  writer,
  makeSources,
  watch,
  post,
  backfill,
  backfillFromBytes = 64 << 20,
}: {
  writer: Writer
  makeSources: () => Source[]
  watch: boolean
  post: (message: FromIndexer) => void
  /** The thread that reads a long history; without it the history is read here. */
  backfill?: BackfillThread | undefined
  /** A history of at least this many bytes is long. */
  backfillFromBytes?: number | undefined
}) {
  const stopping = new AbortController()
  const progress = new Map<number, Progress>()
  const sources = makeSources()
  const firstPasses = new Set(sources.keys())
  /** Wakes each source that waits for its next pass, by its number. */
  const wakers = new Map<number, () => void>()
  /** Why the facts of a source cannot be written, by its number. The first is reported until it is over. */
  const troubles = new Map<number, string>()
  let postedTrouble: string | null = null
  let lastBackfill: Promise<void> = Promise.resolve()
  postReports()
  if (sources.length === 0) postProgress()
  const running = sources.map((source, number) => run(source, number))

  async function run(first: Source, number: number) {
    let source = first
    let history = true
    while (!stopping.signal.aborted) {
      sources[number] = source
      let woken = Promise.withResolvers<void>()
      let awake = !watch
      wakers.set(number, woken.resolve)
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
          wakers.set(number, woken.resolve)
          if (history) await backfillPass(source, number)
          await pass(source.read(writer.cursorOf(source.runtime), stopping.signal), source, number, !history)
          setTrouble(number, null)
          postReports()
          if (history && !stopping.signal.aborted) {
            history = false
            firstPasses.delete(number)
            // Calls are found in memory until every history is written.
            if (firstPasses.size === 0) writer.endHistory()
            postProgress()
          }
          if (!watch) return
          await Bun.sleep(restMs)
        }
      } catch (error) {
        setTrouble(number, sentenceFor(error))
        // A caller who wanted a single pass waits for an answer, not for room on the disk.
        if (!watch) return
        await Promise.race([Bun.sleep(retryMs), aborted(stopping.signal)])
        source = makeSources()[number]!
      } finally {
        unwatch()
      }
    }
  }

  /** Commits a long history of which nothing is known yet, read in a thread beside; the pass after it reads the rest. */
  async function backfillPass(source: Source, number: number) {
    if (!backfill || writer.knows(source.runtime)) return
    // Histories take turns: one that is read and one that is written are enough for two cores.
    const turn = lastBackfill
    const done = Promise.withResolvers<void>()
    lastBackfill = done.promise
    try {
      await turn
      if ((await backfill.backlog(number)) < backfillFromBytes) return
      writer.beginHistory()
      await pass(untilFailure(backfill.read(number, stopping.signal)), source, number, false)
    } finally {
      done.resolve()
    }
  }

  /** Ends where the thread dies: what it has sent is written, and the rest is read here. */
  async function* untilFailure(batches: AsyncGenerator<Batch>): AsyncGenerator<Batch> {
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
    // Nobody follows a large amount of live facts line by line.
    const isBulk = () => !live || performance.now() - begun > longPassMs
    const isDue = () =>
      facts >= (!live ? maxHistoryFacts : isBulk() ? maxLongPassFacts : maxFacts) ||
      performance.now() - since >= (isBulk() ? maxHistoryWaitMs : maxWaitMs)
    const commit = () => {
      if (pending.length === 0) return
      const touched = writer.commit(source.runtime, pending)
      // Trouble with history ends with its first commit; trouble with live facts ends when the whole pass is written.
      if (!live && facts > 0) setTrouble(number, null)
      pending = []
      facts = 0
      post({ kind: 'committed', live, touched })
      if (!live) postProgress()
    }
    for await (const batch of batches) {
      progress.set(number, { ...batch.progress })
      if (batch.facts.length === 0 && batch.cursor === null && batch.unread.length === 0) {
        if (!live && isDue()) {
          commit()
          postProgress()
          since = performance.now()
        }
        continue
      }
      pending.push(batch)
      facts += batch.facts.length
      if (isDue()) {
        commit()
        // Messages, such as the one to stop, are handled between two commits.
        await Bun.sleep(0)
        since = performance.now()
      }
    }
    commit()
  }

  /**
   * The trouble of a source is its own: what another one commits, or a part of what was missed, does not end it. Only a
   * change is posted.
   */
  function setTrouble(number: number, message: string | null) {
    if (message === null) troubles.delete(number)
    else troubles.set(number, message)
    const [first = null] = troubles.values()
    if (first === postedTrouble) return
    postedTrouble = first
    post({ kind: 'trouble', message: first })
  }

  function postProgress() {
    const sum: Progress = { files: 0, filesDone: 0, bytes: 0, bytesDone: 0 }
    for (const part of progress.values())
      for (const field of Object.keys(sum) as (keyof Progress)[]) sum[field] += part[field]
    post({ kind: 'progress', progress: sum, done: firstPasses.size === 0 })
  }

  function postReports() {
    post({ kind: 'reports', reports: reportsOf(sources) })
  }

  return {
    /** Resolves after `stop`, or after one pass where nothing is watched. */
    finished: Promise.all(running).then(() => {}),

    /** Posts the reports of the sources again, after something beside their stores has changed. */
    postReports,

    stop() {
      stopping.abort()
      for (const wake of wakers.values()) wake()
    },
  }
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))

function sentenceFor(error: unknown) {
  const { code, message } = error as { code?: string; message?: string }
  if (code === 'SQLITE_FULL' || code === 'ENOSPC')
    return 'The disk that holds the data folder is full. Reading goes on as soon as there is room.'
  if (code === 'SQLITE_READONLY' || code === 'EROFS')
    return 'The data folder has become read-only. Reading goes on as soon as it can be written to.'
  return `What was read could not be kept: ${message ?? String(error)}`
}

/** What there is to say of sources; those that nobody would miss are named once they are there. */
const reportsOf = (sources: Source[]) =>
  sources.flatMap((source) => {
    const report = source.report()
    return source.isQuiet && report.state === 'absent' ? [] : [report]
  })
