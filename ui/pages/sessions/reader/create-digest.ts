import { createEffect, createMemo, onCleanup } from 'solid-js'
import { createQuery } from '../../../data/query.ts'
import { readerApi } from './reader-api.ts'

/** While a long transcript is still being read, and after a change, it is asked again no more often than this. */
const readingMs = 1_000
const changedMs = 4_000

/** The whole transcript of a session in short, asked again while it is being read and after it has grown. */
export function createDigest(id: () => string) {
  const query = createQuery({
    key: () => ['sessions/digest', id()] as const,
    fetcher: ([, id], signal) => readerApi.digest(id, signal),
    throttleMs: changedMs,
    keepPrevious: false,
  })
  createEffect(() => {
    const digest = query.data()
    query.at()
    if (!digest || digest.read >= digest.size) return
    const timer = setTimeout(() => void query.refetch(), readingMs)
    onCleanup(() => clearTimeout(timer))
  })
  const indexOf = createMemo(() => new Map(query.data()?.turns.map((turn) => [turn.itemId, turn])))
  return {
    data: query.data,
    problem: query.problem,
    retry: query.refetch,
    changed: query.changed,
    /** What the turn that begins at an item cost; undefined where that is not known. */
    costOf: (itemId: string) => indexOf().get(itemId)?.costUsd ?? undefined,
  }
}

export type Digest = ReturnType<typeof createDigest>
