import { createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import { api, ask } from '../../data/api.ts'
import { Problem } from '../../data/problem.ts'
import { before, behind, itemsOf, type LoadedPage, maxPages } from './transcript-pages.ts'

const pageSize = 100
/** While a session works it is asked for what is new no more often than this. */
const followEveryMs = 500
const hurryMs = 250

/**
 * A session's transcript from its end, further back as one reads, and on as it is written. `hold` is called before the
 * pages change; what it returns is called after, so that what one reads can stay where it is.
 */
export function createTranscript(id: () => string, hold: () => () => void, following: () => boolean) {
  const [pages, setPages] = createSignal<LoadedPage[]>()
  /** True once the newest pages were let go on the way back: then what is new is asked for as one comes near. */
  const [detached, setDetached] = createSignal(false)
  const [missing, setMissing] = createSignal<string | null>(null)
  const [problem, setProblem] = createSignal<Problem>()
  const [loadingOlder, setLoadingOlder] = createSignal(false)
  const [asOf, setAsOf] = createSignal<number>()
  /** Counts the beginnings: an answer that belongs to an older one is not taken. */
  let turn = 0
  let asking = false
  let stirred = false
  let lastAt = 0
  let timer: number | undefined

  function change(next: LoadedPage[]) {
    const settle = hold()
    setPages(next)
    settle()
  }

  const route = () => api.sessions({ id: encodeURIComponent(id()) }).transcript

  async function attempt(run: () => Promise<void>) {
    const mine = turn
    try {
      await run()
      if (mine === turn) setProblem(undefined)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (mine === turn) setProblem(error)
    }
  }

  /** Begins at the end. */
  async function start() {
    const mine = ++turn
    clearTimeout(timer)
    timer = undefined
    stirred = false
    asking = true
    lastAt = Date.now()
    await attempt(async () => {
      const page = await ask(route().get({ query: { limit: pageSize } }))
      if (mine !== turn) return
      change([page])
      setDetached(false)
      setMissing(page.missing)
      setAsOf(Date.now())
    })
    if (mine !== turn) return
    asking = false
    if (stirred) stir()
  }

  async function older() {
    const from = pages()?.[0]?.previousCursor
    if (!from || loadingOlder()) return
    const mine = turn
    setLoadingOlder(true)
    await attempt(async () => {
      const page = await ask(route().get({ query: { limit: pageSize, before: from } }))
      if (mine !== turn) return
      const known = pages() ?? []
      // What came in meanwhile may have pushed out what this page stands before.
      if (known[0]?.previousCursor !== from) return
      if (known.length >= maxPages) setDetached(true)
      change(before(known, page))
    })
    setLoadingOlder(false)
  }

  /** What was written after the last page; where the beginning failed, that. */
  async function newer() {
    if (asking) return
    const from = pages()?.at(-1)?.nextCursor
    if (from === undefined) return void start()
    const mine = turn
    asking = true
    stirred = false
    lastAt = Date.now()
    await attempt(async () => {
      const page = await ask(route().get({ query: { limit: pageSize, cursor: from } }))
      if (mine !== turn) return
      const known = pages() ?? []
      const next = behind(known, page, pageSize)
      // Who reads the beginning keeps it; the end is asked for when they come near.
      if (known.length === maxPages && next[0] !== known[0] && !following()) return void setDetached(true)
      change(next)
      if (page.complete) setDetached(false)
      else if (!detached()) stirred = true
      setAsOf(Date.now())
    })
    if (mine !== turn) return
    asking = false
    // A cursor may die with its file: after a reset the transcript begins anew.
    if (problem()?.status === 400) return void start()
    if (stirred) stir()
  }

  /** Something was written. */
  function stir() {
    stirred = true
    if (asking || timer !== undefined || detached() || document.visibilityState !== 'visible') return
    timer = window.setTimeout(
      () => {
        timer = undefined
        void newer()
      },
      Math.max(hurryMs, lastAt + followEveryMs - Date.now()),
    )
  }

  const whenSeen = () => {
    if (document.visibilityState === 'visible' && stirred) stir()
  }
  document.addEventListener('visibilitychange', whenSeen)
  createEffect(
    on(id, () => {
      setPages(undefined)
      setProblem(undefined)
      setMissing(null)
      setDetached(false)
      void start()
    }),
  )
  onCleanup(() => {
    turn++
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', whenSeen)
  })

  return {
    /** Undefined until the first answer. */
    items: createMemo(() => {
      const known = pages()
      return known && itemsOf(known)
    }),
    missing,
    problem,
    asOf,
    detached,
    loadingOlder,
    hasOlder: () => (pages()?.[0]?.previousCursor ?? null) !== null,
    start,
    older,
    newer,
    stir,
  }
}

export type Transcript = ReturnType<typeof createTranscript>
