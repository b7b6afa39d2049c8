import { createEffect, createMemo, createSignal, on } from 'solid-js'
import type { TranscriptPage } from '../../../../src/facts/transcript.ts'
import { api, ask } from '../../../data/api.ts'
import { createPagedQuery, type Direction } from '../../../data/query.ts'
import { appendPage, itemsOf, type LoadedPage, maxPages, prependPage, shownBy } from './transcript-pages.ts'

const pageSize = 100
/** New items of a session at work are fetched no more often than this. */
const followEveryMs = 100

/** Where the list of pages begins: at the end, or at a position. Each jump is another list, also one to the same place. */
type TranscriptKey = readonly ['transcript', sessionId: string, from: number | null, jump: number]
type Place = { before?: string; cursor?: string; from?: number }

const readPage = ([, id]: TranscriptKey, place: Place, signal: AbortSignal) =>
  ask(
    api.sessions({ id: encodeURIComponent(id) }).transcript.get({
      query: { limit: pageSize, ...place },
      fetch: { signal },
    }),
  )

/**
 * The transcript of a session from its end, further back as the reader scrolls, and on as it is written. `hold` is called
 * before the pages change; the function that it returns is called after, so that the reader's place can be restored.
 */
export function createTranscript(id: () => string, hold: () => () => void, following: () => boolean) {
  /** Whether the newest pages were dropped on the way back. They are fetched again as the reader comes near the end. */
  const [detached, setDetached] = createSignal(false)
  const [missing, setMissing] = createSignal<string | null>(null)
  const [asOf, setAsOf] = createSignal<number>()
  const [jump, setJump] = createSignal<{ id: string; from: number; number: number }>()
  let jumps = 0
  const jumpHere = createMemo(() => (jump()?.id === id() ? jump() : undefined))

  const older: Direction<TranscriptKey, LoadedPage> = {
    cursor: (pages) => pages[0]?.previousCursor ?? null,
    fetcher: (key, cursor, signal) => readPage(key, { before: cursor }, signal),
    merge(pages, page) {
      if (pages.length >= maxPages) setDetached(true)
      return prependPage(pages, page)
    },
  }

  const newer: Direction<TranscriptKey, LoadedPage & Partial<TranscriptPage>> = {
    cursor: (pages) => pages.at(-1)?.nextCursor ?? null,
    fetcher: (key, cursor, signal) => readPage(key, { cursor }, signal),
    merge(pages, page) {
      const next = appendPage(pages, page, pageSize)
      // A reader of the beginning keeps it; the end is fetched when they come near.
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
    key: () => ['transcript', id(), jumpHere()?.from ?? null, jumpHere()?.number ?? 0],
    async fetcher(key, signal) {
      const [, , from] = key
      const page = await readPage(key, from === null ? {} : { from }, signal)
      if (signal.aborted) return page
      setDetached(from !== null && !page.complete)
      setMissing(page.missing)
      setAsOf(Date.now())
      return page
    },
    directions: { older, newer },
    follow: 'newer',
    keepPrevious: false,
    throttleMs: followEveryMs,
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
    /** The item whose line shows an item: of a result that was joined to its call, the call. */
    shownBy: (itemId: string) => shownBy(query.data() ?? [], itemId),
    missing,
    problem: query.problem,
    asOf,
    detached,
    loadingOlder: () => query.isFetching('older'),
    hasOlder: () => query.hasMore('older'),
    /** Fetches the end anew. */
    async start() {
      if (!jumpHere()) return query.refetch()
      // What is shown until it comes is empty, and no part that is away from the end.
      setDetached(false)
      setJump(undefined)
    },
    /** Begins anew at a position, as the ids of items name it. */
    jumpTo(from: number) {
      setJump({ id: id(), from, number: ++jumps })
    },
    older: () => query.more('older'),
    /** Fetches what was written after the last page, or the end where that has failed. */
    newer: () => (query.data() ? query.more('newer') : query.refetch()),
    /** Says that the transcript has grown. */
    changed() {
      if (!detached()) query.changed()
    },
  }
}

export type Transcript = ReturnType<typeof createTranscript>
