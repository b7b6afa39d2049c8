import type { Database } from 'bun:sqlite'

/** A write that no call of a session accounts for. Times in ms; `moment` is the same for files that changed together. */
export type OutsideWrite = { path: string; at: number; moment: number; isByGit: boolean }

/** A file that is written again and again is one change for this long. */
const sameChangeMs = 60_000

/** Writes what changed from outside, and takes back what a session turns out to have done. */
export function writeOutside(index: Database) {
  const findPath = index.prepare<{ id: number }, [string]>("SELECT id FROM file_paths WHERE host = '' AND path = ?")
  const add = index.prepare('INSERT OR IGNORE INTO outside_writes (file, at, moment, by_git) VALUES (?, ?, ?, ?)')
  const drop = index.prepare('DELETE FROM outside_writes WHERE file = ? AND at BETWEEN ? AND ?')
  return {
    keep: index.transaction((writes: readonly OutsideWrite[]) => {
      for (const { path, at, moment, isByGit } of writes) {
        const file = findPath.get(path)
        if (!file) continue
        drop.run(file.id, at - sameChangeMs, at)
        add.run(file.id, at, moment, Number(isByGit))
      }
    }),
    takeBack: index.transaction((writes: readonly { path: string; at: number }[]) => {
      for (const { path, at } of writes) {
        const file = findPath.get(path)
        if (file) drop.run(file.id, at, at)
      }
    }),
  }
}
