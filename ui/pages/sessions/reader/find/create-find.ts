import { createEffect, createMemo, createSignal, on, onCleanup, untrack } from 'solid-js'
import type { FindHit, FindPlace } from '../../../../../src/transcripts/find.ts'
import { Problem } from '../../../../data/problem.ts'
import { givenUp } from '../../../../platform/given-up.ts'
import { readerApi } from '../reader-api.ts'

/** From the last letter to the question. */
const typingMs = 250
/** As many hits are looked for; more nobody steps through. */
export const maxHits = 1_000

type Found = {
  /** In the order of the transcript, the oldest first. */
  hits: FindHit[]
  /** The position down to which was looked, of `size`; 0 is the beginning. */
  read: number
  size: number
}

/**
 * Words that are looked for in a transcript, from its end backwards; hits come as they are found. The first one at or
 * below what is in view is shown, `here` says where that is; where there is none, the first of all.
 */
export function createFind(id: () => string, here: () => number | undefined, onHit: (hit: FindHit) => void) {
  const [isOpen, setOpen] = createSignal(false)
  const [words, setWords] = createSignal('')
  const [place, setPlace] = createSignal<FindPlace>('all')
  const [found, setFound] = createSignal<Found>()
  const [current, setCurrent] = createSignal<string>()
  const [problem, setProblem] = createSignal<Problem>()
  const [asking, setAsking] = createSignal(false)
  /** The place in view when the words were typed. */
  let from = 0
  const query = createMemo(() => (isOpen() ? words().trim().slice(0, 200) : ''))

  createEffect(
    on([id, query, place], ([session, q, where]) => {
      from = untrack(here) ?? 0
      setFound(undefined)
      setCurrent(undefined)
      setProblem(undefined)
      setAsking(q !== '')
      if (q === '') return
      const stop = new AbortController()
      const timer = setTimeout(() => void look(session, q, where, stop.signal), typingMs)
      onCleanup(() => {
        clearTimeout(timer)
        stop.abort(givenUp)
      })
    }),
  )
  createEffect(on(id, () => setOpen(false), { defer: true }))

  async function look(session: string, q: string, where: FindPlace, signal: AbortSignal) {
    try {
      for (let before: number | undefined; ; ) {
        const answer = await readerApi.find(session, { q, in: where, ...(before !== undefined && { before }) }, signal)
        if (signal.aborted) return
        const older = answer.hits.toReversed()
        const hits = [...older, ...(found()?.hits ?? [])]
        setFound({ hits, read: answer.read, size: answer.size })
        if (current() === undefined && answer.read <= from) showFirst(hits.find(({ position }) => position >= from))
        // An answer that goes no further back ends the search.
        if (answer.read <= 0 || hits.length >= maxHits || (before !== undefined && answer.read >= before)) break
        before = answer.read
      }
      if (current() === undefined) showFirst(firstOf(found()?.hits ?? []))
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    } finally {
      if (!signal.aborted) setAsking(false)
    }
  }

  function showFirst(hit: FindHit | undefined) {
    if (hit) show(hit)
  }
  const firstOf = (hits: FindHit[]) => hits.find(({ position }) => position >= from) ?? hits[0]

  function show(hit: FindHit) {
    setCurrent(hit.itemId)
    onHit(hit)
  }
  const indexOfCurrent = () => found()?.hits.findIndex(({ itemId }) => itemId === current()) ?? -1

  return {
    isOpen,
    open: () => setOpen(true),
    close: () => setOpen(false),
    words,
    setWords,
    place,
    setPlace,
    query,
    problem,
    asking,
    found,
    /** The number of the current hit, from 1; 0 where there is none. */
    number: () => indexOfCurrent() + 1,
    /** Goes to the next hit down the text, or the one above, and around at the ends. */
    step(by: 1 | -1) {
      const hits = found()?.hits ?? []
      if (hits.length === 0) return
      const at = indexOfCurrent()
      if (at >= 0) return show(hits[(at + by + hits.length) % hits.length]!)
      // Nothing is shown yet, because more is still being looked through.
      show((by === 1 ? firstOf(hits) : hits.findLast(({ position }) => position < from)) ?? hits.at(-1)!)
    },
  }
}

export type Find = ReturnType<typeof createFind>
