import { type Accessor, createEffect, createMemo, createRoot, createSignal, on, onCleanup, untrack } from 'solid-js'
import { isVisible } from '../platform/visibility.ts'
import { contact } from './contact.ts'
import { isUnavailable, Problem } from './problem.ts'
import { shareStructure } from './share-structure.ts'

const retryMs = 3_000

/** A key is plain data. Its first word names the question, so equal keys are asked with equal fetchers. */
export type Key = readonly unknown[]

export type QueryOptions<K extends Key, Data> = {
  /** What is asked; undefined asks nothing. Queries with equal keys share one answer and one request. */
  key: () => K | undefined
  /** Rejects with a Problem where the server refused. The signal is aborted once a newer request takes over. */
  fetcher(key: K, signal: AbortSignal): Promise<Data>
  /** Asks again, throttled, when what it reads has changed. */
  changes?: () => unknown
  /** Between the starts of two requests that `changed` causes; 2,000 ms unless said. */
  throttleMs?: number
  /** From a change to the request it causes, so that changes that come together cause one; 0 ms unless said. */
  delayMs?: number
  /** Whether the answer to the key before is shown until the first one to this key is there; true unless said. */
  keepPrevious?: boolean
  /** What a change runs instead of the fetcher, once there is an answer. */
  refresh?: (() => Promise<void>) | undefined
  /** Called before an answer is put in place; what it returns is called after, such as to scroll back to a place. */
  hold?: () => () => void
}

/**
 * An answer with the key it is of and the time in ms at which it came. Its data is not to be changed: what says the same
 * as in the answer before is the same object.
 */
export type Answer<K, Data> = { key: K; data: Data; at: number }

/** `loading` has nothing to show yet, `refreshing` shows an earlier answer, `failed` did not get the newest one. */
export type QueryState = 'idle' | 'loading' | 'refreshing' | 'ready' | 'failed'

export type Query<K extends Key, Data> = {
  answer: Accessor<Answer<K, Data> | undefined>
  data: Accessor<Data | undefined>
  at: Accessor<number | undefined>
  problem: Accessor<Problem | undefined>
  state: Accessor<QueryState>
  isAsking: Accessor<boolean>
  /** Whether the answer that is shown is of an earlier key. */
  isPrevious: Accessor<boolean>
  /** Asks at once; an older request is aborted. Resolves when the request is settled, and never rejects for a Problem. */
  refetch(): Promise<void>
  /** Says that the answer may be out of date: asked again within the throttle, while the page is seen and connected. */
  changed(): void
  /** Lays what an event says over the answer, where there is one. */
  update(change: (data: Data) => Data): void
}

/** A list that grows at its ends. A direction says where it goes on and how a page joins those that are there. */
export type Direction<K extends Key, Page> = {
  /** Null where nothing follows. */
  cursor(pages: Page[]): string | null
  fetcher(key: K, cursor: string, signal: AbortSignal): Promise<Page>
  /** The pages with the new one among them; undefined drops it. */
  merge(pages: Page[], page: Page): Page[] | undefined
}

export type PagedQuery<K extends Key, Page, Name extends string> = Query<K, Page[]> & {
  /** One page more, unless one is on its way there. A page that belongs to pages that were left is dropped. */
  more(name: Name): Promise<void>
  isFetching(name: Name): boolean
  hasMore(name: Name): boolean
}

/** When it is of use to ask. A request that a change caused waits until both are true. */
type Environment = { isConnected(): boolean; isVisible(): boolean }

type Entry<K extends Key, Data> = ReturnType<typeof createEntry<K, Data>>

/** Queries that share answers and requests. */
export function createQueryClient(environment: Environment) {
  const entries = new Map<string, { entry: Entry<Key, unknown>; users: number; dispose: () => void }>()

  function join<K extends Key, Data>(hash: string, key: K, options: QueryOptions<K, Data>): Entry<K, Data> {
    let shared = entries.get(hash)
    if (!shared) {
      shared = createRoot((dispose) => {
        const entry = createEntry(key, options, environment)
        return { entry: entry as unknown as Entry<Key, unknown>, users: 0, dispose }
      })
      entries.set(hash, shared)
    }
    shared.users++
    shared.entry.joined()
    return shared.entry as unknown as Entry<K, Data>
  }

  function leave(hash: string) {
    const shared = entries.get(hash)
    if (!shared || --shared.users > 0) return
    shared.dispose()
    entries.delete(hash)
  }

  /** The entry of the key, for as long as the owner lives and the key says the same. */
  function createMembership<K extends Key, Data>(options: QueryOptions<K, Data>) {
    const hash = createMemo(() => {
      const key = options.key()
      return key && JSON.stringify(key)
    })
    return createMemo(() => {
      const joined = hash()
      if (joined === undefined) return undefined
      onCleanup(() => leave(joined))
      return untrack(() => join(joined, options.key()!, options))
    })
  }

  function queryOf<K extends Key, Data>(
    member: Accessor<Entry<K, Data> | undefined>,
    { changes, keepPrevious = true }: QueryOptions<K, Data>,
  ): Query<K, Data> {
    const answer = createMemo(
      (before: Answer<K, Data> | undefined) => member()?.answer() ?? (keepPrevious ? before : undefined),
      undefined,
    )
    const data = createMemo(() => answer()?.data)
    const problem = () => member()?.problem()
    const isAsking = () => member()?.isAsking() ?? false
    if (changes) createEffect(on(changes, () => member()?.changed(), { defer: true }))
    return {
      answer,
      data,
      at: () => answer()?.at,
      problem,
      state() {
        if (isAsking()) return answer() ? 'refreshing' : 'loading'
        if (problem()) return 'failed'
        return answer() ? 'ready' : 'idle'
      },
      isAsking,
      isPrevious: () => answer() !== member()?.answer(),
      refetch: async () => untrack(member)?.ask(),
      changed: () => untrack(member)?.changed(),
      update: (change) => untrack(member)?.update(change),
    }
  }

  return {
    /** Asks the server for as long as the owner lives: the newest question has the word. */
    createQuery: <K extends Key, Data>(options: QueryOptions<K, Data>) => queryOf(createMembership(options), options),

    /** The same for a list that comes page by page. It begins anew when the key changes or it is asked again. */
    createPagedQuery<K extends Key, Page, Name extends string>({
      directions,
      follow,
      fetcher,
      ...rest
    }: Omit<QueryOptions<K, Page[]>, 'fetcher'> & {
      /** The page that the list begins with. */
      fetcher(key: K, signal: AbortSignal): Promise<Page>
      directions: Record<Name, Direction<K, Page>>
      /** The direction that a change goes on in. Without one, and without `refresh`, the list begins anew. */
      follow?: Name
    }): PagedQuery<K, Page, Name> {
      const options: QueryOptions<K, Page[]> = {
        ...rest,
        fetcher: (key, signal) => fetcher(key, signal).then((page) => [page]),
        refresh: follow ? () => more(follow) : rest.refresh,
      }
      const member = createMembership(options)
      const query = queryOf(member, options)

      async function more(name: Name) {
        const entry = untrack(member)
        const pages = entry && untrack(entry.answer)?.data
        if (!entry || !pages) return
        const { cursor, fetcher, merge } = directions[name]
        const from = cursor(pages)
        if (from === null) return
        await entry.goOn(
          name,
          (key, signal) => fetcher(key, from, signal),
          // What came in meanwhile may have moved the end that this page belongs to.
          (page) => entry.update((pages) => (cursor(pages) === from && merge(pages, page)) || pages),
        )
      }

      return {
        ...query,
        more,
        isFetching: (name) => member()?.goingOn().has(name) ?? false,
        hasMore(name) {
          const pages = query.data()
          return pages !== undefined && directions[name].cursor(pages) !== null
        },
      }
    },
  }
}

/** What is known of one key, and the requests for it. */
function createEntry<K extends Key, Data>(
  key: K,
  { fetcher, throttleMs = 2_000, delayMs = 0, refresh, hold }: QueryOptions<K, Data>,
  environment: Environment,
) {
  const [answer, setAnswer] = createSignal<Answer<K, Data>>()
  const [problem, setProblem] = createSignal<Problem>()
  const [isAsking, setAsking] = createSignal(false)
  const [goingOn, setGoingOn] = createSignal<ReadonlySet<string>>(new Set())
  const isConnected = createMemo(environment.isConnected)
  const isVisible = createMemo(environment.isVisible)
  /** Aborted when a newer request takes over: an answer that finds it aborted is dropped. */
  let turn = new AbortController()
  let askedAt = Number.NEGATIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | undefined
  let isBusy = false
  let isOutOfDate = false

  function put(next: Answer<K, Data>) {
    const settle = hold?.()
    setAnswer(next)
    settle?.()
  }

  /** One request of this turn. What it says counts unless the turn has passed. */
  async function attempt<Got>(run: (key: K, signal: AbortSignal) => Promise<Got>, take: (got: Got) => void) {
    const { signal } = turn
    try {
      const got = await run(key, signal)
      if (signal.aborted) return
      setProblem(undefined)
      take(got)
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    }
  }

  const takeAnswer = (data: Data) => put({ key, data: shareStructure(untrack(answer)?.data, data), at: Date.now() })

  async function ask() {
    turn.abort()
    turn = new AbortController()
    const { signal } = turn
    setGoingOn(new Set<string>())
    setAsking(true)
    try {
      await bringUpToDate(() => attempt(fetcher, takeAnswer))
    } finally {
      if (!signal.aborted) setAsking(false)
    }
  }

  /** Runs what makes the answer current; a change that is said meanwhile runs it once more. */
  async function bringUpToDate(run: () => Promise<void>) {
    const { signal } = turn
    stopTimer()
    isOutOfDate = false
    askedAt = Date.now()
    isBusy = true
    try {
      await run()
    } finally {
      if (!signal.aborted) {
        isBusy = false
        const failure = untrack(problem)
        const mayPass = failure !== undefined && isUnavailable(failure)
        isOutOfDate ||= mayPass
        if (isOutOfDate) schedule(mayPass ? retryMs : undefined)
      }
    }
  }

  function schedule(pauseMs = Math.max(delayMs, askedAt + throttleMs - Date.now())) {
    if (isBusy || !untrack(isConnected) || !untrack(isVisible)) return
    timer ??= setTimeout(() => void (refresh && untrack(answer) ? bringUpToDate(refresh) : ask()), pauseMs)
  }

  function changed() {
    isOutOfDate = true
    schedule()
  }

  function stopTimer() {
    clearTimeout(timer)
    timer = undefined
  }

  // Events are missed while there is no connection, and what failed may succeed now.
  createEffect(on(isConnected, (is) => is && changed(), { defer: true }))
  createEffect(on(isVisible, (is) => is && isOutOfDate && schedule(), { defer: true }))
  onCleanup(() => {
    turn.abort()
    stopTimer()
  })

  return {
    answer,
    problem,
    isAsking,
    ask,
    changed,
    /** A further user shares an answer that is younger than the throttle, and has an older one asked again. */
    joined() {
      if (!isBusy && Date.now() - askedAt >= throttleMs) void ask()
    },
    /** The further requests that are on their way. */
    goingOn,
    /** A further request of the same turn, one at a time of a name. A cursor that is refused begins anew. */
    async goOn<Got>(name: string, run: (key: K, signal: AbortSignal) => Promise<Got>, take: (got: Got) => void) {
      if (untrack(goingOn).has(name)) return
      const { signal } = turn
      setGoingOn((names) => new Set([...names, name]))
      try {
        await attempt(run, take)
      } finally {
        if (!signal.aborted) setGoingOn((names) => new Set([...names].filter((other) => other !== name)))
      }
      if (!signal.aborted && untrack(problem)?.status === 400) await ask()
    },
    update(change: (data: Data) => Data) {
      const known = untrack(answer)
      if (!known) return
      const data = change(known.data)
      if (data !== known.data) put({ ...known, data })
    },
  }
}

export const { createQuery, createPagedQuery } = createQueryClient({
  isConnected: () => contact().state !== 'lost',
  isVisible,
})
