import { createEffect, createMemo, createSignal, on, onCleanup, untrack } from 'solid-js'
import type { LogLine } from '../../../src/logs/log-line.ts'
import { api, ask } from '../../data/api.ts'
import { useOverview } from '../../data/overview-context.ts'
import { createPagedQuery, createQuery, type Direction } from '../../data/query.ts'
import { type Address, askedAt, isAskable, type Narrowing, rangeStart } from './address.ts'
import { createLiveLines } from './create-live-lines.ts'
import { inOrder, lineIdOf } from './live-lines.ts'

type LinesKey = readonly ['logs', Narrowing, string | null]
type Page = {
  /** The newest first. */
  items: LogLine[]
  nextCursor: string | null
  searchedBackTo: number | null
  problem: string | null
  /** How far everything was read when it was asked for. */
  position: string
  /** Whether nothing newer was left out. */
  isNewest: boolean
}

const pageSize = 200
/** Charts and errors are asked for again no more often than this while lines come. */
const countAgainMs = 10_000
const lookAgainMs = 30_000
const chartSteps = 160
const errorsMs = 30 * 86_400_000

export type Logs = ReturnType<typeof createLogs>

/** What the page shows: the lines that the address names as they are written, how many there are, and the errors in them. */
export function createLogs(address: () => Address) {
  const { subscribe, subscribeTopic } = useOverview()
  /** What is asked for; while an expression is not written to its end that stays as it was. */
  const narrowing = createMemo(
    (before: Narrowing | undefined): Narrowing => {
      const { line: _, ...narrowing } = address()
      return isAskable(narrowing) ? narrowing : (before ?? { ...narrowing, q: '' })
    },
    undefined,
    { equals: (one, other) => JSON.stringify(one) === JSON.stringify(other) },
  )
  const [isPaused, setPaused] = createSignal(false)
  /** A line that the list is opened at, where it lies behind the newest ones. */
  const [wentTo, setWentTo] = createSignal<{ of: Narrowing; line: string | null }>()
  const anchor = createMemo(() => {
    const [of, went] = [narrowing(), wentTo()]
    return went?.of === of ? went.line : untrack(() => address().line ?? null)
  })
  const [isStopped, setStopped] = createSignal(false)
  const [count, setCount] = createSignal(0)
  const countAgain = () => setCount((before) => before + 1)
  const [errorCount, setErrorCount] = createSignal(0)
  const looking = setInterval(() => {
    countAgain()
    setErrorCount((before) => before + 1)
  }, lookAgainMs)
  onCleanup(() => clearInterval(looking))

  const sources = createQuery({
    key: () => ['logs/sources'] as const,
    fetcher: (_key, signal) => ask(api.logs.sources.get({ fetch: { signal } })),
    changes: count,
    throttleMs: countAgainMs,
  })

  const askFor = async (asked: Narrowing, signal: AbortSignal | undefined, cursor?: string) =>
    ask(
      api.logs.get({
        query: { ...askedAt(asked, Date.now()), limit: pageSize, ...(cursor !== undefined && { cursor }) },
        ...(signal && { fetch: { signal } }),
      }),
    )

  /** The newest lines; those behind a line that is looked for where it is not among them. */
  async function firstPage(asked: Narrowing, wanted: string | null, signal?: AbortSignal): Promise<Page> {
    const { cursor: position } = await ask(
      api.logs.news.get({ query: { limit: 1 }, ...(signal && { fetch: { signal } }) }),
    )
    const newest = await askFor(asked, signal)
    if (wanted === null || newest.nextCursor === null || newest.items.some((line) => lineIdOf(line) === wanted))
      return { ...newest, position, isNewest: true }
    const behind = await askFor(asked, signal, `${Number(wanted.split('.')[0]) + 1}.0`)
    return { ...behind, position, isNewest: false }
  }

  const older: Direction<LinesKey, Page> = {
    cursor: (pages) => pages.at(-1)?.nextCursor ?? null,
    fetcher: async ([, asked], cursor, signal) => ({
      ...(await askFor(asked, signal, cursor)),
      position: '',
      isNewest: false,
    }),
    merge: (pages, page) => [...pages, page],
  }
  const list = createPagedQuery({
    key: (): LinesKey => ['logs', narrowing(), anchor()],
    fetcher: ([, asked, wanted], signal) => firstPage(asked, wanted, signal),
    directions: { older },
    throttleMs: 2_000,
    // Contact was lost, or an expression is looked for while lines come: the newest page is asked for again.
    async refresh() {
      const [asked, wanted] = [narrowing(), anchor()]
      const newest = await firstPage(asked, wanted)
      list.update((pages) => withNewest(pages, newest))
    },
  })
  createEffect(on(narrowing, () => setStopped(false), { defer: true }))

  const isNewest = () => list.data()?.[0]?.isNewest ?? true
  const isFollowing = () => !isPaused() && narrowing().to === undefined && isNewest()
  const live = createLiveLines({
    narrowing,
    first: () => list.data()?.[0],
    sources: createMemo(
      () => {
        const { sources: chosen } = narrowing()
        return chosen.length > 0 ? chosen : (sources.data()?.items.map(({ id }) => id) ?? [])
      },
      undefined,
      { equals: (one, other) => one.join() === other.join() },
    ),
    isFollowing,
    askAgain: () => void list.changed(),
    beginAnew: () => void list.refetch(),
    onWritten(lines) {
      countAgain()
      if (lines.some(({ level }) => level === 'error' || level === 'fatal')) setErrorCount((before) => before + 1)
    },
  })
  const lines = createMemo(() =>
    inOrder(
      (list.data() ?? []).flatMap(({ items }) => items),
      narrowing().to === undefined ? live.lines() : [],
    ),
  )

  // An answer looks for so long: as long as it found little, the next one goes on from there.
  createEffect(() => {
    const pages = list.data() ?? []
    const last = pages.at(-1)
    const before = pages.at(-2)?.nextCursor
    const hasCome = last?.nextCursor !== before
    const found = pages.reduce((sum, { items }) => sum + items.length, 0)
    if (
      found < pageSize &&
      hasCome &&
      !isStopped() &&
      list.hasMore('older') &&
      !list.isFetching('older') &&
      !list.problem()
    )
      void list.more('older')
  })

  const countedIn = (
    {
      level,
      sources,
      since,
      until,
    }: { level: Narrowing['level']; sources: string; since: number | undefined; until: number | undefined },
    signal: AbortSignal,
  ) =>
    ask(
      api.logs.histogram.get({
        query: {
          ...askedAt({ ...nothing, level, sources: sources === '' ? [] : sources.split(',') }, 0),
          ...(since !== undefined && { since }),
          ...(until !== undefined && { until }),
          steps: chartSteps,
        },
        fetch: { signal },
      }),
    )

  const histogram = createQuery({
    key: () => {
      const { level, sources, range } = narrowing()
      return ['logs/histogram', level, sources.join(), range] as const
    },
    fetcher: ([, level, sources, range], signal) =>
      countedIn({ level, sources, since: rangeStart(range, Date.now()), until: undefined }, signal),
    changes: count,
    throttleMs: countAgainMs,
  })
  /** The chosen span alone, in finer steps. */
  const closer = createQuery({
    key: () => {
      const { level, sources, from, to } = narrowing()
      return from === undefined ? undefined : (['logs/closer', level, sources.join(), from, to] as const)
    },
    fetcher: ([, level, sources, since, until], signal) => countedIn({ level, sources, since, until }, signal),
  })
  const errors = createQuery({
    key: () => ['errors'] as const,
    fetcher: (_key, signal) =>
      ask(api.errors.get({ query: { since: Date.now() - errorsMs, limit: 500 }, fetch: { signal } })),
    changes: errorCount,
    throttleMs: 3_000,
  })
  subscribe({
    onEvent: (event) => event.kind === 'log.muted' && void errors.changed(),
    onGap: () => void errors.changed(),
  })
  onCleanup(subscribeTopic('errors', () => void errors.changed()))

  return {
    lines,
    sources: () => sources.data()?.items ?? [],
    /** Why logs are not kept, as the server says it. */
    trouble: () => sources.data()?.trouble ?? null,
    histogram: () => histogram.data(),
    closer: () => (narrowing().from === undefined ? undefined : closer.data()),
    errors: () => errors.data()?.items,
    errorsProblem: errors.problem,
    errorsAgain: () => errors.refetch(),
    narrowing,
    isReady: () => list.data() !== undefined && (sources.data() !== undefined || sources.problem() !== undefined),
    problem: () => list.problem() ?? sources.problem(),
    refetch() {
      void sources.refetch()
      void list.refetch()
    },
    /** Whether what is shown is still that of another filter. */
    isAsking: () => list.isAsking(),
    isOlderComing: () => list.isFetching('older'),
    hasOlder: () => list.hasMore('older'),
    older: () => void list.more('older'),
    /** How far back the search has come, and what stood in its way; null where that is everything. */
    reach() {
      const last = list.data()?.at(-1)
      return { searchedBackTo: last?.searchedBackTo ?? null, problem: last?.problem ?? null }
    },
    isStopped,
    stop: () => setStopped(true),
    goOn() {
      setStopped(false)
      void list.more('older')
    },
    isFollowing,
    isPaused,
    setPaused,
    /** Whether lines newer than these are left out, because a link led into the past. */
    isPast: () => !isNewest(),
    toNewest: () => setWentTo({ of: narrowing(), line: null }),
  }
}

const nothing: Narrowing = {
  q: '',
  isRegex: false,
  level: 'all',
  sources: [],
  range: 'all',
  from: undefined,
  to: undefined,
}

/** Pages with the newest one asked for again. Where it does not reach the others any more, it is all there is. */
function withNewest(pages: Page[], newest: Page): Page[] {
  const [first, ...others] = pages
  if (!first || others.length === 0) return [newest]
  const known = new Set(newest.items.map(({ no }) => no))
  if (!first.items.some(({ no }) => known.has(no))) return [newest]
  return [{ ...first, items: inOrder(newest.items, first.items).reverse(), position: newest.position }, ...others]
}
