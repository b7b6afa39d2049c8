import type { Store } from './store.ts'

export type CommitCache = ReturnType<typeof createCommitCache>

/**
 * Keeps answers until the next commit to the index: pages ask the same again and again, and a commit may change any
 * answer. An answer is shared by all who ask for it, so nobody may change it.
 */
export function createCommitCache(index: Store, { maxAnswers = 128 }: { maxAnswers?: number } = {}) {
  const db = index.$client
  const commitsOfOthers = db.query<{ data_version: number }, []>('PRAGMA data_version')
  const ownChanges = db.query<{ n: number }, []>('SELECT total_changes() AS n')
  let version = ''
  let answers = new Map<string, unknown>()
  return <Answer>(name: string, make: () => Answer): Answer => {
    const current = `${commitsOfOthers.get()!.data_version} ${ownChanges.get()!.n}`
    if (current !== version) {
      version = current
      answers = new Map()
    }
    const held = answers
    if (held.has(name)) return held.get(name) as Answer
    const answer = make()
    if (held.size >= maxAnswers) held.delete(held.keys().next().value!)
    held.set(name, answer)
    return answer
  }
}
