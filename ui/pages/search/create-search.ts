import { createEffect, createMemo, createSignal, on } from 'solid-js'
import type { FoundSession, SearchAnswer } from '../../../src/search/answer.ts'
import type { SearchPlace } from '../../../src/search/places.ts'
import { api, ask } from '../../data/api.ts'
import { createAttempt } from '../../data/create-attempt.ts'
import { createPagedQuery, createQuery } from '../../data/query.ts'
import { now } from '../../platform/now.ts'
import { toQuery } from '../sessions/filter-query.ts'
import type { Address } from './address.ts'
import { countHits, sessionsOf } from './found.ts'
import { isBlank } from './query-modes.ts'

/** As many hits come at once, and as many of one session where all of it is asked for. */
const pageSize = 40
const wholeSize = 100
/** While the past is being indexed, how far it is is asked for this often. */
const progressEveryMs = 3_000

type Asked = { q: string; in: SearchPlace } & ReturnType<typeof toQuery>
type Page = SearchAnswer & { tookMs: number }

export type Search = ReturnType<typeof createSearch>

/** What is found for an address, page by page, and how far the texts of sessions are indexed. */
export function createSearch(address: () => Address, timezone: () => string) {
  const asked = createMemo<Asked | undefined>(() => {
    const { q, place, filter } = address()
    return isBlank(q) ? undefined : { q: q.trim(), in: place, ...toQuery(filter, Date.now(), timezone()) }
  })

  async function page(query: Asked & { cursor?: string; session?: string; limit?: number }, signal: AbortSignal) {
    const begun = performance.now()
    const answer = await ask(api.search.get({ query: { limit: pageSize, ...query }, fetch: { signal } }))
    return { ...answer, tookMs: performance.now() - begun } as Page
  }

  const query = createPagedQuery({
    key: () => {
      const query = asked()
      return query && (['search', query] as const)
    },
    fetcher: ([, query], signal) => page(query, signal),
    directions: {
      older: {
        cursor: (pages: Page[]) => pages.at(-1)?.nextCursor ?? null,
        fetcher: ([, query], cursor, signal) => page({ ...query, cursor }, signal),
        merge: (pages, page) => [...pages, page],
      },
    },
  })

  /** The sessions of which all hits were asked for. */
  const [whole, setWhole] = createSignal<ReadonlyMap<string, FoundSession>>(new Map())
  const { problem: wholeProblem, attempt } = createAttempt()
  let turn = new AbortController()
  createEffect(
    on(asked, () => {
      turn.abort()
      turn = new AbortController()
      setWhole(new Map())
    }),
  )

  /** Asks for all hits of a session; what comes once something else is looked for is dropped. */
  const showAll = (sessionId: string) =>
    attempt(async () => {
      const { signal } = turn
      const query = asked()
      if (!query) return
      const answer = await page({ q: query.q, in: query.in, session: sessionId, limit: wholeSize }, signal).catch(
        (error: unknown) => {
          if (!signal.aborted) throw error
        },
      )
      const session = answer?.sessions[0]
      if (!answer || !session || signal.aborted) return
      setWhole((known) => new Map(known).set(sessionId, { ...session, more: answer.isComplete ? 0 : session.more + 1 }))
    })

  const [isBehind, setBehind] = createSignal(false)
  const index = createQuery({
    key: () => ['search/index'],
    async fetcher(_, signal) {
      const { index } = await ask(api.search.get({ query: { q: '', in: 'all', limit: 1 }, fetch: { signal } }))
      setBehind(!index.isWhole)
      return index
    },
    changes: () => (isBehind() ? Math.floor(now() / progressEveryMs) : 0),
    throttleMs: progressEveryMs,
  })

  const isAsked = () => asked() !== undefined
  /** The pages that answer what is looked for now; the ones before stay on the screen, apart from that. */
  const pages = () => (isAsked() ? query.data() : undefined)
  const sessions = createMemo(() => {
    const all = sessionsOf(pages() ?? [])
    return whole().size === 0 ? all : all.map((session) => whole().get(session.sessionId) ?? session)
  })
  const counts = createMemo(() => countHits(sessions()))

  return {
    isAsked,
    /** Undefined until the first answer. */
    sessions: () => (pages() === undefined ? undefined : sessions()),
    counts,
    /** Whether what is shown answers something that was looked for before. */
    isOutOfDate: () => query.isPrevious(),
    isLooking: () => isAsked() && (query.isAsking() || query.isPrevious()) && !query.problem(),
    /** The last page that came: how far was looked, and how long that took. */
    last: () => pages()?.at(-1),
    tookMs: () => pages()?.reduce((sum, { tookMs }) => sum + tookMs, 0),
    scanned: () => pages()?.reduce((sum, { scanned }) => sum + scanned, 0) ?? 0,
    problem: () => (isAsked() ? query.problem() : undefined),
    wholeProblem,
    retry: () => void query.refetch(),
    hasMore: () => isAsked() && !query.isPrevious() && query.hasMore('older'),
    isFetchingMore: () => query.isFetching('older'),
    more: () => void query.more('older'),
    showAll,
    isWhole: (sessionId: string) => whole().has(sessionId),
    /** How far the past is indexed; undefined until that is known. */
    index: index.data,
    indexChanged: index.changed,
  }
}
