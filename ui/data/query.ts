import { type Accessor, createEffect, createMemo, createRoot, createSignal, on, onCleanup, untrack } from 'solid-js'
import { givenUp } from '../platform/given-up.ts'
import { isVisible } from '../platform/visibility.ts'
import { contact } from './contact.ts'
import { isUnavailable, Problem } from './problem.ts'
import { shareStructure } from './share-structure.ts'

const retryMs = 3_000

/** A key is plain data. Its first word names the question, so equal keys are asked with equal fetchers. */
export type Key = readonly unknown[]

type QueryOptions<K extends Key, Data> = {
  /** Identifies the question; undefined asks nothing. Queries with equal keys share one answer and one request. */
  key: () => K | undefined
  /** Rejects with a Problem where the server refused. The signal is aborted once a newer request takes over. */
  fetcher(key: K, signal: AbortSignal): Promise<Data>
  /** Asks again, throttled, when what it reads has changed. */
  changes?: () => unknown
  /** Between the starts of two requests that changes cause; 2,000 ms by default. */
  throttleMs?: number
  /** From a change to the request that it causes, so that changes in quick succession cause one request; 0 ms by default. */
  delayMs?: number
  /** Whether the answer to the previous key is shown until the first answer to this key arrives; true by default. */
  keepPrevious?: boolean
  /** Runs at a change instead of the fetcher, once there is an answer. */
  refresh?: (() => Promise<void>) | undefined
  /** Called before an answer is shown; the function that it returns is called after, for example to scroll back. */
  hold?: () => () => void
}

/**
 * An answer with the key it is of and the time in ms at which it came. Its data is not to be changed: what says the same
 * as in the answer before is the same object.
 */
export type Answer<K, Data> = { key: K; data: Data; at: number }

/** `loading` has no answer yet, `refreshing` shows an earlier answer while it asks, `failed` did not get the latest answer. */
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
  /** Marks the answer as out of date: it is asked for again within the throttle, while the page is visible and connected. */
  changed(): void
  /** Changes the answer, where there is one, for example by what an event brings. */
  update(change: (data: Data) => Data): void
}

/** An end at which a list grows: where it goes on, and how a further page joins the others. */
export type Direction<K extends Key, Page> = {
  /** Null where nothing follows. */
  cursor(pages: Page[]): string | null
  fetcher(key: K, cursor: string, signal: AbortSignal): Promise<Page>
  /** Adds a page to the others; undefined drops it. */
  merge(pages: Page[], page: Page): Page[] | undefined
}

type PagedQuery<K extends Key, Page, Name extends string> = Query<K, Page[]> & {
  /** Fetches one more page, unless one is on its way. A page of a list that has begun anew in the meantime is dropped. */
  more(name: Name): Promise<void>
  isFetching(name: Name): boolean
  hasMore(name: Name): boolean
}

/** A request that a change causes waits until both are true. */
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

  /** The entry of the key, for as long as the owner lives and the key stays the same. */
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
    if (changes)
      createEffect(
        on(
          () => ({ entry: member(), changes: changes() }),
          // What changes together with the key is in the first answer to it.
          ({ entry }, before) => before && before.entry === entry && entry?.changed(),
        ),
      )
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
    /** Asks the server for as long as the owner lives. Only the answer to the newest request counts. */
    createQuery: <K extends Key, Data>(options: QueryOptions<K, Data>) => queryOf(createMembership(options), options),

    /** The same for a list that is fetched page by page. The list begins anew at another key and at each refetch. */
    createPagedQuery<K extends Key, Page, Name extends string>({
      directions,
      follow,
      fetcher,
      ...rest
    }: Omit<QueryOptions<K, Page[]>, 'fetcher'> & {
      /** Fetches the page that the list begins with. */
      fetcher(key: K, signal: AbortSignal): Promise<Page>
      directions: Record<Name, Direction<K, Page>>
      /** The direction in which a change fetches more. Without it and without `refresh` a change begins the list anew. */
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
          // Another page may have moved the end to which this page belongs.
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

/** The answer to one key, and the requests for it. */
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
  /** Aborted by the next request. Whatever comes back to an aborted turn is dropped. */
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

  /** Runs one request of this turn. Its outcome counts unless the turn has passed. */
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
    turn.abort(givenUp)
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

  /** Runs what makes the answer current. A change in the meantime runs it once more afterwards. */
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

  // Events were missed while there was no connection, and a request that failed may succeed now.
  createEffect(on(isConnected, (is) => is && changed(), { defer: true }))
  createEffect(on(isVisible, (is) => is && isOutOfDate && schedule(), { defer: true }))
  onCleanup(() => {
    turn.abort(givenUp)
    stopTimer()
  })

  return {
    answer,
    problem,
    isAsking,
    ask,
    changed,
    /** A further query shares an answer that is younger than the throttle, and has an older one fetched again. */
    joined() {
      if (!isBusy && Date.now() - askedAt >= throttleMs) void ask()
    },
    /** The names of the further requests that are on their way. */
    goingOn,
    /** Runs a further request of the same turn, one at a time per name. A refused cursor begins the list anew. */
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
