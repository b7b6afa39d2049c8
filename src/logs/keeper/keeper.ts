import { rmSync, statSync } from 'node:fs'
import type { Finding } from '../../facts/source.ts'
import type { Call } from '../../lib/thread-rpc.ts'
import type { Store } from '../../store/store.ts'
import type { LogFilter, LogSource } from '../log-line.ts'
import type { FromKeeper, StartLogs } from '../messages.ts'
import { createFollower, type FileState, openMs } from './follow.ts'
import type { Entry } from './group-lines.ts'
import { listFiles } from './list-files.ts'
import type { KeptLine } from './pack-lines.ts'
import { readJournalLine, readLine } from './read-line.ts'
import { errorsOf, histogramOf, keptOf, linesAround, newsOf, searchLogs, shown } from './search-logs.ts'
import { createLogWriter, type LogWriter } from './write-logs.ts'

/** Wakes when something happens in folders, as `sources/common/watch-folders.ts` does. */
type Watching = {
  attend(folders: string[], places: string[]): string[]
  takeDirty(): Set<string> | 'everything'
  watch(wake: () => void): () => void
  noteIdlePass(tookMs: number): void
}

type Deps = Omit<Extract<StartLogs, { kind: 'keep' }>, 'metricsPath'> & {
  /** Opens the database for writing. Throws what SQLite throws. */
  open: (path: string) => Store
  watchFolders: (onProblem: (finding: Finding | undefined) => void) => Watching
  say: (message: FromKeeper) => void
  now: () => number
}

/** Looks come at most this often. */
const restMs = 100
/** How long to wait until something is kept again after the disk took nothing. */
const retryMs = 5_000
/** Lines of our own that wait for the disk; beyond them the oldest go. */
const maxWaiting = 2_000
const tidyEveryMs = 3_600_000
/** Lines are said to who listens in bundles, the newest of each. */
const sayEveryMs = 80
const maxSaid = 200

/** What was kept of a journal up to a cursor of it. */
type JournalState = { key: 'journal'; cursor: string }

/** Reads the sources as they grow and keeps what they say, as the one that writes logs.sqlite. */
export function createKeeper({ path, sources, closed, open, watchFolders, say, now }: Deps) {
  const specs = new Map(sources.map((spec) => [spec.id, spec]))
  const problems = new Map<string, string>()
  const waiting = new Map<string, Entry[]>()
  const said = new Map<string, { after: number; lines: KeptLine[]; skipped: number }>()
  const lastNo = new Map<string, number>()
  let followers = new Map<string, ReturnType<typeof createFollower>>()
  let heard = new Set<string>()
  let database: { store: Store; writer: LogWriter; inode: number } | undefined
  let trouble: string | null = null
  let running: Promise<void> | undefined
  let isWanted = false
  let isStopped = false
  let tidiedAt = Number.NEGATIVE_INFINITY
  const timers = new Set<Timer>()
  const folders = watchFolders((finding) => {
    for (const { id, places } of sources) if (places.length > 0) note(id, finding?.message)
  })
  const stopWatching = folders.watch(wake)

  function note(source: string, problem: string | undefined) {
    if (problem === undefined) problems.delete(source)
    else problems.set(source, problem)
  }

  function later(run: () => void, ms: number) {
    const timer = setTimeout(() => {
      timers.delete(timer)
      run()
    }, ms)
    timers.add(timer)
  }

  function wake() {
    isWanted = true
    if (running || isStopped) return
    running = Bun.sleep(0)
      .then(look)
      .finally(() => {
        running = undefined
        if (isWanted && !isStopped) later(wake, restMs)
      })
  }

  /** Opens the database where it is not open; one that is no database is begun anew. */
  function opened() {
    if (database && inodeOf(path) !== database.inode) {
      lose(`The database of logs was deleted. What it kept is gone; what the sources still have is read again.`)
    }
    if (database) return database
    let store: Store
    try {
      store = open(path)
      const writer = createLogWriter(store, now)
      database = { store, writer, inode: inodeOf(path) }
    } catch (error) {
      if (!isTorn(error)) throw error
      lose(tornSentence(error))
      remove()
      store = open(path)
      database = { store, writer: createLogWriter(store, now), inode: inodeOf(path) }
    }
    for (const { source, last } of store.$client
      .query<{ source: string; last: number }, []>(
        `SELECT source, MAX(no) AS last FROM (
          SELECT source, no FROM log_tail UNION ALL SELECT source, last_no FROM log_blocks
        ) GROUP BY source`,
      )
      .all())
      lastNo.set(source, last)
    return database
  }

  /** Goes away from a database that is not what was kept any more. */
  function lose(sentence: string) {
    try {
      database?.store.$client.close()
    } catch {
      // A connection to a torn file may refuse even this.
    }
    database = undefined
    followers = new Map()
    lastNo.clear()
    report(sentence)
    say({ kind: 'reopened' })
  }

  function remove() {
    for (const ending of ['', '-wal', '-shm']) rmSync(path + ending, { force: true })
  }

  function report(sentence: string | null) {
    if (trouble === sentence) return
    trouble = sentence
    say({ kind: 'trouble', sentence })
  }

  /** Keeps entries with the states that go with them, or says why it cannot and forgets what was not kept. */
  function keep(
    source: string,
    entries: readonly Entry[],
    changed: readonly { key: string }[],
    forgotten: string[] = [],
  ) {
    const { writer } = opened()
    const { keeping } = specs.get(source)!
    const lines = writer.commit({ source, entries, changed, forgotten }, keeping)
    if (lines.length === 0) return
    if (heard.has(source)) tell(source, lines)
    lastNo.set(source, lines.at(-1)!.no)
  }

  function tell(source: string, lines: readonly KeptLine[]) {
    const bundle = said.get(source)
    const all = [...(bundle?.lines ?? []), ...lines]
    const skipped = (bundle?.skipped ?? 0) + Math.max(0, all.length - maxSaid)
    said.set(source, {
      after: bundle?.after ?? lastNo.get(source) ?? lines[0]!.no - 1,
      lines: all.slice(-maxSaid),
      skipped,
    })
    if (!bundle) later(() => sayBundle(source), sayEveryMs)
  }

  function sayBundle(source: string) {
    const bundle = said.get(source)
    said.delete(source)
    if (!bundle || !database) return
    const { id } = database.writer
    const { after, lines, skipped } = bundle
    say({
      kind: 'written',
      source,
      after: `${id}-${after}`,
      cursor: `${id}-${lines.at(-1)?.no ?? after}`,
      lines: lines.map((line) => shown({ ...line, source })),
      skipped,
    })
  }

  /** What went wrong with the database, as a person should know it. */
  function failed(error: unknown) {
    followers = new Map()
    if (isTorn(error)) {
      lose(tornSentence(error))
      remove()
    } else {
      const { code, message } = error as { code?: string; message: string }
      report(
        code === 'SQLITE_FULL'
          ? 'The disk is full, so logs are not kept. They are read again from where they were once there is room.'
          : `Logs cannot be kept: ${message}. Wheelhouse tries again every ${retryMs / 1_000} s.`,
      )
    }
    later(wake, retryMs)
  }

  async function look() {
    isWanted = false
    const begun = performance.now()
    const dirty = folders.takeDirty()
    try {
      const { writer } = opened()
      writeWaiting()
      const all: string[] = []
      let isQuiet = true
      for (const spec of sources) {
        if (spec.places.length === 0) continue
        if (isStopped) return
        const follower = followers.get(spec.id) ?? createFollower(writer.marks<FileState>(spec.id), now)
        const isNew = !followers.has(spec.id)
        followers.set(spec.id, follower)
        const known = foldersOf.get(spec.id) ?? []
        const isDue = isNew || dirty === 'everything' || follower.isOpen() || known.some((folder) => dirty.has(folder))
        if (!isDue && known.length > 0) {
          all.push(...known)
          continue
        }
        const found = listFiles(spec.places, closed)
        foldersOf.set(spec.id, found.folders)
        all.push(...found.folders)
        note(spec.id, found.problems[0])
        for (const { entries, changed, forgotten } of follower.pass(found.files)) {
          keep(spec.id, entries, changed, forgotten)
          isQuiet &&= entries.length === 0
          // What is asked meanwhile is heard between two pieces.
          await new Promise<void>((resolve) => setImmediate(resolve))
          if (isStopped) return
        }
      }
      const added = folders.attend(
        [...new Set(all)],
        sources.flatMap(({ places }) => places.map(({ root }) => root)),
      )
      if (added.length > 0) isWanted = true
      if (isQuiet) folders.noteIdlePass(performance.now() - begun)
      if ([...followers.values()].some((follower) => follower.isOpen())) later(wake, openMs)
      if (now() - tidiedAt > tidyEveryMs || now() < tidiedAt) {
        writer.tidy((source) => specs.get(source)?.keeping ?? forGood)
        tidiedAt = now()
      }
      if (trouble !== null && !isLoss(trouble)) report(null)
    } catch (error) {
      failed(error)
    }
  }
  const foldersOf = new Map<string, string[]>()

  /** Keeps lines that came as messages; they wait for as long as nothing can be kept. */
  function writeWaiting() {
    for (const [source, entries] of waiting) {
      keep(source, entries, [])
      waiting.delete(source)
    }
  }

  function wait(source: string, entries: readonly Entry[]) {
    waiting.set(source, [...(waiting.get(source) ?? []), ...entries].slice(-maxWaiting))
  }

  function entryOf(text: string): Entry {
    const line = readLine(text, now())
    return { ...line, at: line.at ?? now(), isDated: line.at !== null }
  }

  return {
    /** Takes lines that no file has: those of our own log. */
    own({ source, lines }: { source: string; lines: string[] }): void {
      wait(source, lines.map(entryOf))
      wake()
    },

    /** The position in the journal up to which a source was kept; null before the first. */
    journalCursor: ({ source }: { source: string }): string | null =>
      opened().writer.marks<JournalState>(source)[0]?.cursor ?? null,

    /** Keeps lines of `journalctl --output=json` with the position that they come to, and answers that. */
    journal({ source, lines }: { source: string; lines: string[] }): string | null {
      const read = lines.flatMap((line) => readJournalLine(line, now()) ?? [])
      const last = read.at(-1)
      if (!last) return null
      const entries = read.map(
        ({ cursor: _, ...line }): Entry => ({
          ...line,
          at: line.at ?? now(),
          isDated: line.at !== null,
        }),
      )
      try {
        const position: JournalState = { key: 'journal', cursor: last.cursor }
        keep(source, entries, [position])
      } catch (error) {
        failed(error)
        throw error
      }
      return last.cursor
    },

    note: ({ source, problem }: { source: string; problem: string | null }): void => note(source, problem ?? undefined),

    /** Says from now on what is written to exactly these sources; where that is new, it says how far it has come. */
    hear({ sources: wanted }: { sources: string[] }): void {
      const before = heard
      heard = new Set(wanted.filter((id) => specs.has(id)))
      for (const source of heard)
        if (!before.has(source) && !said.has(source)) {
          said.set(source, { after: lastNo.get(source) ?? 0, lines: [], skipped: 0 })
          sayBundle(source)
        }
    },

    /** Everything that there is, with what stands in the way of reading it. */
    sources(): LogSource[] {
      const kept = new Map(keptOf(opened().store).map((row) => [row.source, row]))
      const gone = [...kept.keys()].filter((id) => !specs.has(id))
      return [
        ...sources.map(({ id, name, kind }) => ({ id, name, kind })),
        // What is not named any more is still kept.
        ...gone.map((id) => ({ id, name: id, kind: 'file' as const })),
      ].map(({ id, name, kind }) => {
        const { lines = 0, bytes = 0, firstAt = null, lastAt = null } = kept.get(id) ?? {}
        return { id, name, kind, lines, bytes, firstAt, lastAt, problem: problems.get(id) ?? null }
      })
    },

    /** Looks whether the database is whole, because who read it had doubts. */
    examine(): void {
      try {
        const [row] = opened().store.$client.query<{ quick_check: string }, []>('PRAGMA quick_check(1)').all()
        if (row?.quick_check === 'ok') return
        lose(tornSentence(new Error(row?.quick_check)))
        remove()
      } catch (error) {
        failed(error)
      }
      wake()
    },

    /** Resolves once everything that is there now was kept; for tests. */
    async settled(_: undefined, { signal }: Call = { signal: new AbortController().signal }): Promise<void> {
      do {
        wake()
        await running
        await Bun.sleep(openMs + restMs)
      } while (!signal.aborted && [...followers.values()].some((follower) => follower.isOpen()))
    },

    stop(): void {
      isStopped = true
      stopWatching()
      for (const timer of timers) clearTimeout(timer)
      database?.store.$client.close()
      database = undefined
    },
  }
}

const forGood = { bytes: Number.POSITIVE_INFINITY, ms: Number.POSITIVE_INFINITY }

/** The answers of a thread that reads what is kept. */
export function createLogAnswers({ path, openForReading }: { path: string; openForReading: (path: string) => Store }) {
  const store = openForReading(path)
  return {
    ready: (): true => true,

    /** Lines in parts, the newest first, for at most so long. */
    search: ({
      filter,
      cursor,
      limit,
      budgetMs,
    }: {
      filter: LogFilter
      cursor: string | undefined
      limit: number
      budgetMs: number
    }) => {
      const until = performance.now() + budgetMs
      return searchLogs(store, filter, { cursor, limit }, () => performance.now() > until)
    },

    news: ({ filter, ...asked }: { filter: LogFilter; after: string | undefined; limit: number }) =>
      store.$client.transaction(() => newsOf(store, filter, asked))(),

    around: ({ line, count }: { line: string; count: number }) => linesAround(store, line, count),

    histogram: ({ filter, ...asked }: { filter: LogFilter; steps: number; now: number }) =>
      histogramOf(store, filter, asked),

    errors: ({
      filter,
      ...asked
    }: {
      filter: Pick<LogFilter, 'sources' | 'since' | 'q'>
      limit: number
      now: number
    }) => errorsOf(store, filter, asked),
  }
}

export type KeeperMethods = ReturnType<typeof createKeeper>
export type LogAnswers = ReturnType<typeof createLogAnswers>

function inodeOf(path: string): number {
  try {
    return statSync(path).ino
  } catch {
    // It is not there.
    return 0
  }
}

const isTorn = (error: unknown) => /^SQLITE_(CORRUPT|NOTADB)/.test((error as { code?: string }).code ?? '')

const tornSentence = (error: unknown) =>
  `The database of logs was torn (${(error as Error).message}) and was begun anew. What only it kept is gone; what the sources still have is read again.`

/** A sentence about what is gone stays until somebody starts the program again. */
const isLoss = (sentence: string) => sentence.includes('is gone;')
