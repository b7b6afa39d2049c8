import type { Store } from '../../store/store.ts'

const maxKnown = 128

export type CommitCache = ReturnType<typeof commitCacheFor>

/**
 * Remembers answers for as long as the index is as it was: pages ask the same again and again, and every commit makes
 * all of it anew. What is remembered is never changed by who asked for it.
 */
export function commitCacheFor(index: Store) {
  const db = index.$client
  const version = db.query<{ data_version: number }, []>('PRAGMA data_version')
  const own = db.query<{ n: number }, []>('SELECT total_changes() AS n')
  let seen = ''
  let answers = new Map<string, unknown>()
  return <Answer>(name: string, make: () => Answer): Answer => {
    const now = `${version.get()!.data_version} ${own.get()!.n}`
    if (now !== seen) {
      seen = now
      answers = new Map()
    }
    const held = answers
    if (held.has(name)) return held.get(name) as Answer
    const answer = make()
    if (held.size >= maxKnown) held.delete(held.keys().next().value!)
    held.set(name, answer)
    return answer
  }
}
