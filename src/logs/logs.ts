import type { Permit } from '../audit/action-gate.ts'
import type { Finding } from '../facts/source.ts'
import type { Log } from '../lib/log.ts'
import { Refusal } from '../lib/refusal.ts'
import { type AnswerFrame, type Asker, createAsker, lastLine, type Methods, RemoteError } from '../lib/thread-rpc.ts'
import type { Store } from '../store/store.ts'
import type { LogEvent } from './events.ts'
import { type JournalUnit, journalCommand, journalProblem } from './journal.ts'
import type { KeeperMethods, LogAnswers } from './keeper/keeper.ts'
import type { ErrorGroup, LogFilter, LogHistogram, LogLine, LogNews, LogPage, LogSource } from './log-line.ts'
import type { FromKeeper, SourceSpec, StartLogs } from './messages.ts'
import { deleteMuted, mutedRows, putMuted } from './muted-rows.ts'
import { journalSource } from './sources.ts'

export type Logs = ReturnType<typeof createLogs>

/** One question is worked on for so long; it answers as far back as it came. */
const budgetMs = 1_700
/** An expression that hangs in one line is ended with its thread. */
const expressionMs = 2_000
const maxExpressions = 2
const idleMs = 60_000
const hearAgainMs = 1_000
const ownAfterMs = 200
const journalHeardMs = 3_000
const journalMs = 30_000
const journalRefusedMs = 10 * 60_000
const timeoutMs = 30_000
/** A thread that fails again so soon stays down. */
const unsteadyMs = 60_000

type Deps = {
  /** logs.sqlite. */
  path: string
  /** metrics.sqlite, which the thread that keeps logs writes as well; undefined where nothing of it is kept. */
  metricsPath?: string | undefined
  /** wheelhouse.sqlite, which has what people decided. */
  store: Store
  now: () => number
  publish: (event: LogEvent) => unknown
  /** Whether anybody is subscribed to a topic. */
  isHeard: (topic: string) => boolean
  log: Pick<Log, 'error'>
  /** Folders of which nothing may be shown. */
  closed: string[]
  /** Every source, once it is known which units there are. */
  sources: (units: string[]) => SourceSpec[]
  journal: {
    units: () => Promise<JournalUnit[]>
    run: (argv: string[]) => Promise<{ exitCode: number | null; stdout: string; stderr: string }>
  }
  /** The lines since the last call that no file has, with the source that each is of. */
  takeOwn: () => { source: string; line: string }[]
  /** Starts a thread that keeps or answers (`indexing/logs-thread.ts`). */
  openThread: () => Worker
}

type Thread<M extends Methods> = { worker: Worker; asker: Asker<M> }

/**
 * The logs as the rest of the program sees them. A thread keeps them (`keeper/`), another one answers what is asked of
 * them, and each regular expression gets one of its own, because only with its thread can it be ended.
 */
export function createLogs({
  path,
  metricsPath,
  store,
  now,
  publish,
  isHeard,
  log,
  closed,
  sources,
  journal,
  takeOwn,
  openThread,
}: Deps) {
  let keeper: Thread<KeeperMethods> | undefined
  let reader: (Thread<LogAnswers> & { open: number; usedAt: number }) | undefined
  let specs: SourceSpec[] = []
  let units: JournalUnit[] = []
  let trouble: string | null = null
  let heard = ''
  let expressions = 0
  let isStopped = false
  let failedAt = Number.NEGATIVE_INFINITY
  let beginning: Promise<void> | undefined
  let keepingOwn: Timer | undefined
  const timers = new Set<Timer>()

  function thread<M extends Methods>(
    start: StartLogs,
    fail: (reason: string) => void,
    hear?: (said: FromKeeper) => void,
  ) {
    const worker = openThread()
    const asker = createAsker<M>((frame) => worker.postMessage(frame))
    worker.onmessage = ({ data }: MessageEvent<AnswerFrame | FromKeeper>) => {
      if (data.kind === 'written' || data.kind === 'reopened' || data.kind === 'trouble') hear?.(data)
      else asker.receive(data)
    }
    worker.onerror = (event) => {
      event.preventDefault()
      fail(lastLine(event.message))
    }
    worker.addEventListener('close', () => fail('it ended by itself'))
    worker.postMessage(start)
    return { worker, asker }
  }

  /** Starts the thread that keeps logs, once it is known which sources there are. */
  async function begin() {
    units = await journal.units().catch(() => [])
    if (isStopped) return
    specs = sources(units.map(({ unit }) => unit))
    keep()
    keepOwnSoon()
    for (const unit of units) void followJournal(unit)
  }

  function keep() {
    const one = thread<KeeperMethods>(
      { kind: 'keep', path, sources: specs, closed, metricsPath },
      (reason) => {
        if (keeper !== one || isStopped) return
        keeper = undefined
        one.asker.close(`The thread that keeps logs failed: ${reason}.`)
        one.worker.terminate()
        heard = ''
        const isUnsteady = performance.now() - failedAt < unsteadyMs
        failedAt = performance.now()
        trouble = `The thread that keeps logs failed: ${reason}.${isUnsteady ? ' Restart Wheelhouse.' : ''}`
        if (!isUnsteady) keep()
        log.error('the thread that keeps logs failed', { reason })
      },
      (said) => {
        if (keeper !== one) return
        if (said.kind === 'written') publish({ ...said, kind: 'log.written' })
        else if (said.kind === 'trouble') trouble = said.sentence
        else endReader('The database of logs was begun anew. Try again in a moment.')
      },
    )
    keeper = one
    lookForListeners()
  }

  async function keeping() {
    if (isStopped) throw new Refusal('unavailable', 'Wheelhouse is stopping.')
    if (!beginning) throw new Refusal('unavailable', 'Logs are not kept.')
    await beginning
    if (!keeper) throw new Refusal('unavailable', trouble ?? 'Logs are not kept yet. Try again in a moment.')
    return keeper.asker
  }

  function endReader(reason: string) {
    const ended = reader
    reader = undefined
    ended?.asker.close(reason)
    ended?.worker.terminate()
  }

  /** A thread that answers, which is not ended while it is asked. */
  async function answering() {
    const { ask } = await keeping()
    if (!reader) {
      // Whoever only reads makes no database: it has to be there.
      await ask('sources', undefined, { timeoutMs })
      reader ??= {
        ...thread<LogAnswers>({ kind: 'answer', path }, (reason) => endReader(`Logs cannot be read: ${reason}.`)),
        open: 0,
        usedAt: 0,
      }
    }
    const one = reader
    one.open++
    return {
      ...one.asker,
      [Symbol.dispose]() {
        one.open--
        one.usedAt = performance.now()
      },
    }
  }

  /** Has the database examined where what was read of it makes no sense. */
  async function doubting<Value>(read: () => Promise<Value>): Promise<Value> {
    try {
      return await read()
    } catch (error) {
      if (error instanceof RemoteError && /malformed|not a database|decompress|JSON/i.test(error.message)) {
        endReader('The database of logs is examined. Try again in a moment.')
        void keeper?.asker.ask('examine', undefined, { timeoutMs }).catch(() => {})
        throw new Refusal('unavailable', 'The database of logs is torn and is examined. Try again in a moment.')
      }
      throw error
    }
  }

  type Asked = { filter: LogFilter; cursor: string | undefined; limit: number }

  /** Collects what a thread finds until it has enough, or its time is over. */
  async function collect(asker: Asker<LogAnswers>, asked: Asked, signal: AbortSignal | undefined): Promise<LogPage> {
    const page: LogPage = { items: [], nextCursor: asked.cursor ?? null, searchedBackTo: now(), problem: null }
    const isExpression = asked.filter.regex !== undefined
    const over = isExpression ? AbortSignal.timeout(expressionMs) : undefined
    const ends = [signal, over].flatMap((one) => one ?? [])
    let isWhole = false
    try {
      const parts = asker.stream('search', { ...asked, budgetMs }, { timeoutMs, signal: AbortSignal.any(ends) })
      for await (const { items, nextCursor, searchedBackTo, isDone } of parts) {
        page.items.push(...items)
        Object.assign(page, { nextCursor, searchedBackTo })
        isWhole = isDone
      }
    } catch (error) {
      if (!over?.aborted || signal?.aborted) throw error
      page.problem = 'The expression took longer than two seconds and was ended. Make it simpler.'
      return page
    }
    const isFull = page.items.length >= asked.limit
    if (!isWhole || (!isFull && page.nextCursor !== null))
      page.problem = 'Not everything was looked at within two seconds. Go on from there for what is older.'
    return page
  }

  async function searchByExpression(asked: Asked, signal: AbortSignal | undefined): Promise<LogPage> {
    if (expressions >= maxExpressions)
      throw new Refusal('too-many', 'Two expressions are looked for already. Try again in a moment.')
    const { ask } = await keeping()
    await ask('sources', undefined, { timeoutMs })
    expressions++
    const one: Thread<LogAnswers> = thread<LogAnswers>({ kind: 'answer', path }, (reason) =>
      one.asker.close(`Logs cannot be read: ${reason}.`),
    )
    try {
      // Its time begins once it can begin.
      await one.asker.ask('ready', undefined, { timeoutMs, signal })
      return await collect(one.asker, asked, signal)
    } finally {
      one.worker.terminate()
      expressions--
    }
  }

  function keepOwn() {
    keepingOwn = undefined
    const taken = keeper ? takeOwn() : []
    for (const [source, lines] of Map.groupBy(taken, ({ source }) => source))
      keeper?.asker.ask('own', { source, lines: lines.map(({ line }) => line) }).catch(() => {
        // The thread went away with them; who says why is heard elsewhere.
      })
  }

  /** Those of a moment are taken together; before the thread is there they wait. */
  function keepOwnSoon() {
    keepingOwn ??= setTimeout(keepOwn, ownAfterMs)
  }

  /** Runs after a while, but not once this has stopped. */
  function after(ms: number, run: () => void) {
    const timer = setTimeout(() => {
      timers.delete(timer)
      run()
    }, ms)
    timers.add(timer)
  }

  /** What somebody listens to is read more often. */
  function lookForListeners() {
    if (!keeper) return
    const wanted = specs.map(({ id }) => id).filter((id) => isHeard(`logs:${id}`))
    if (wanted.join() === heard) return
    heard = wanted.join()
    keeper.asker.ask('hear', { sources: wanted }).catch(() => {
      heard = ''
      after(hearAgainMs, lookForListeners)
    })
  }

  async function followJournal(unit: JournalUnit) {
    const source = journalSource(unit.unit)
    let waitMs = 0
    while (!isStopped) {
      waitMs = await readJournal(unit, source).catch(() => journalMs)
      await new Promise<void>((resolve) => after(waitMs, resolve))
    }
  }

  /** Takes what is new in a journal, and answers after how long to look again. */
  async function readJournal(unit: JournalUnit, source: string): Promise<number> {
    const { ask } = await keeping()
    const cursor = await ask('journalCursor', { source }, { timeoutMs })
    const output = await journal.run(journalCommand(unit, cursor))
    const problem = journalProblem(output)
    await ask('note', { source, problem })
    if (problem !== null) return journalRefusedMs
    const lines = output.stdout.split('\n').filter((line) => line !== '')
    const last = lines.length > 0 ? await ask('journal', { source, lines }, { timeoutMs }) : null
    // Where the output was cut there is more of it.
    if (last !== null && lines.length > 1 && !output.stdout.endsWith('\n')) return 0
    return isHeard(`logs:${source}`) ? journalHeardMs : journalMs
  }

  return {
    /** A page of lines, the newest first, over everything that is kept. */
    search: (asked: Asked, signal?: AbortSignal): Promise<LogPage> =>
      doubting(async () => {
        if (asked.filter.regex !== undefined) return searchByExpression(asked, signal)
        using thread = await answering()
        return await collect(thread, asked, signal)
      }),

    /** What was written behind a position, the oldest first; without one, the position of now. */
    news: (
      asked: { filter: LogFilter; after: string | undefined; limit: number },
      signal?: AbortSignal,
    ): Promise<LogNews> =>
      doubting(async () => {
        using thread = await answering()
        return await thread.ask('news', asked, { timeoutMs, signal })
      }),

    /** A line, by the cursor that leads behind it, among so many before and after it of all sources, the oldest first. */
    around: (asked: { line: string; count: number }, signal?: AbortSignal): Promise<LogLine[]> =>
      doubting(async () => {
        using thread = await answering()
        return await thread.ask('around', asked, { timeoutMs, signal })
      }),

    async sources(): Promise<{ items: LogSource[]; trouble: string | null }> {
      const { ask } = await keeping()
      return { items: await ask('sources', undefined, { timeoutMs }), trouble }
    },

    histogram: (filter: LogFilter, steps: number, signal?: AbortSignal): Promise<LogHistogram> =>
      doubting(async () => {
        using thread = await answering()
        return await thread.ask('histogram', { filter, steps, now: now() }, { timeoutMs, signal })
      }),

    /** Kinds of errors, the latest first, each with whether somebody muted it. */
    errors: (
      filter: Pick<LogFilter, 'sources' | 'since' | 'q'>,
      limit: number,
      signal?: AbortSignal,
    ): Promise<ErrorGroup[]> =>
      doubting(async () => {
        using thread = await answering()
        const groups = await thread.ask('errors', { filter, limit, now: now() }, { timeoutMs, signal })
        const muted = mutedRows(store)
        return groups.map((group) => ({ ...group, muted: muted.get(group.id) ?? null }))
      }),

    /** Mutes a kind of error, or shows it again, and tells every page. */
    async setMuted(permit: Permit, id: string, isMuted: boolean, by: string) {
      permit.check()
      if (isMuted) putMuted(store, id, { at: now(), by })
      else deleteMuted(store, id)
      publish({ kind: 'log.muted', id, isMuted })
      return { id, isMuted }
    },

    findings: (): Finding[] =>
      trouble === null
        ? []
        : [{ level: 'warn', code: 'logs', message: trouble, fix: 'Look at the free space of the disk.' }],

    /** There are lines that no file has. */
    keepOwnSoon,

    /** The thread that keeps logs, for what else it does. */
    async beside<M extends Methods>(): Promise<Pick<Asker<M>, 'ask'>> {
      return (await keeping()) as unknown as Asker<M>
    },

    listenersChanged: lookForListeners,

    /** Begins to keep logs. */
    start() {
      if (beginning) return
      beginning = begin()
      keepOwnSoon()
      timers.add(
        setInterval(() => {
          if (reader && reader.open === 0 && performance.now() - reader.usedAt > idleMs) endReader('It was idle.')
        }, idleMs / 4),
      )
    },

    async stop() {
      for (const timer of [...timers, keepingOwn]) clearTimeout(timer)
      keepOwn()
      isStopped = true
      endReader('Wheelhouse is stopping.')
      const last = keeper
      keeper = undefined
      // What was taken is on the disk before the thread goes.
      await last?.asker.ask('stop', undefined, { timeoutMs: 2_000 }).catch(() => {})
      last?.asker.close('Wheelhouse is stopping.')
      last?.worker.terminate()
    },
  }
}
