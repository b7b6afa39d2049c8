import type { Store } from '../../store/store.ts'

/** What is known of the index as a whole, such as the prices that it was last priced with: one text for each name. */
export function createMeta(index: Store['$client']) {
  const find = index.query<{ value: string }, [string]>('SELECT value FROM meta WHERE name = ?')
  const save = index.prepare('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)')
  const remove = index.prepare('DELETE FROM meta WHERE name = ?')
  return {
    get: (name: string): string | undefined => find.get(name)?.value,
    set: (name: string, value: string) => void save.run(name, value),
    remove: (name: string) => void remove.run(name),
  }
}
