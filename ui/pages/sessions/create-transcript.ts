import { createEffect, createMemo, createSignal, on } from 'solid-js'
import type { TranscriptPage } from '../../../src/facts/transcript.ts'
import { api, ask } from '../../data/api.ts'
import { createPagedQuery, type Direction } from '../../data/query.ts'
import { before, behind, itemsOf, type LoadedPage, maxPages } from './transcript-pages.ts'

const pageSize = 100
/** While a session works it is asked for what is new no more often than this. */
const followEveryMs = 500
const delayMs = 250

type TranscriptKey = readonly ['transcript', sessionId: string]

const readPage = ([, id]: TranscriptKey, place: { before?: string; cursor?: string }, signal: AbortSignal) =>
  ask(
    api.sessions({ id: encodeURIComponent(id) }).transcript.get({
      query: { limit: pageSize, ...place },
      fetch: { signal },
    }),
  )

/**
 * A session's transcript from its end, further back as one reads, and on as it is written. `hold` is called before the
 * pages change; what it returns is called after, so that what one reads can stay where it is.
 */
export function createTranscript(id: () => string, hold: () => () => void, following: () => boolean) {
  /** True once the newest pages were let go on the way back: then what is new is asked for as one comes near. */
  const [detached, setDetached] = createSignal(false)
  const [missing, setMissing] = createSignal<string | null>(null)
  const [asOf, setAsOf] = createSignal<number>()

  const older: Direction<TranscriptKey, LoadedPage> = {
    cursor: (pages) => pages[0]?.previousCursor ?? null,
    fetcher: (key, cursor, signal) => readPage(key, { before: cursor }, signal),
    merge(pages, page) {
      if (pages.length >= maxPages) setDetached(true)
      return before(pages, page)
    },
  }

  const newer: Direction<TranscriptKey, LoadedPage & Partial<TranscriptPage>> = {
    cursor: (pages) => pages.at(-1)?.nextCursor ?? null,
    fetcher: (key, cursor, signal) => readPage(key, { cursor }, signal),
    merge(pages, page) {
      const next = behind(pages, page, pageSize)
      // Who reads the beginning keeps it; the end is asked for when they come near.
      if (pages.length === maxPages && next[0] !== pages[0] && !following()) {
        setDetached(true)
        return undefined
      }
      if (page.complete) setDetached(false)
      else if (!detached()) query.changed()
      setAsOf(Date.now())
      return next
    },
  }

  const query = createPagedQuery<TranscriptKey, LoadedPage, 'older' | 'newer'>({
    key: () => ['transcript', id()],
    async fetcher(key, signal) {
      const page = await readPage(key, {}, signal)
      if (signal.aborted) return page
      setDetached(false)
      setMissing(page.missing)
      setAsOf(Date.now())
      return page
    },
    directions: { older, newer },
    follow: 'newer',
    keepPrevious: false,
    throttleMs: followEveryMs,
    delayMs,
    hold,
  })

  createEffect(
    on(
      id,
      () => {
        setMissing(null)
        setDetached(false)
      },
      { defer: true },
    ),
  )

  return {
    /** Undefined until the first answer. */
    items: createMemo(() => {
      const pages = query.data()
      return pages && itemsOf(pages)
    }),
    missing,
    problem: query.problem,
    asOf,
    detached,
    loadingOlder: () => query.isFetching('older'),
    hasOlder: () => query.hasMore('older'),
    /** Begins at the end. */
    start: query.refetch,
    older: () => query.more('older'),
    /** What was written after the last page; where the beginning failed, that. */
    newer: () => (query.data() ? query.more('newer') : query.refetch()),
    /** Says that something was written. */
    changed() {
      if (!detached()) query.changed()
    },
  }
}

export type Transcript = ReturnType<typeof createTranscript>
