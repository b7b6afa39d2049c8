import { lstatSync } from 'node:fs'

/** What changed so lately is read again: within the same tick of the file system it may change once more unseen. */
const freshMs = 2_000
const maxKept = 2_000

/**
 * Reads a file or lists a folder only where it looks different than before: a look that finds it unchanged costs one
 * stat. A symbolic link is read each time, because it does not look different when what it leads to does. `read` may
 * answer nothing but what it finds at its path, and must not throw.
 */
export function keptRead<Value>(read: (path: string) => Value, now: () => number = Date.now): (path: string) => Value {
  const kept = new Map<string, { looks: string; value: Value }>()
  return (path) => {
    const looks = looksOf(path, now())
    const before = kept.get(path)
    if (before !== undefined && before.looks === looks) return before.value
    const value = read(path)
    if (looks === undefined) kept.delete(path)
    else {
      if (kept.size >= maxKept) kept.clear()
      kept.set(path, { looks, value })
    }
    return value
  }
}

/** How a path looks from outside; undefined where that does not tell whether it is the same as before. */
function looksOf(path: string, at: number): string | undefined {
  try {
    const stat = lstatSync(path)
    if (stat.isSymbolicLink()) return undefined
    const changedAt = Math.max(stat.mtimeMs, stat.ctimeMs)
    // A clock that was set back makes everything look fresh for a while, which costs no more than reading it.
    if (at - changedAt < freshMs) return undefined
    return `${stat.dev} ${stat.ino} ${stat.size} ${stat.mtimeMs} ${stat.ctimeMs} ${stat.mode} ${stat.uid}`
  } catch (error) {
    return (error as { code?: string }).code
  }
}
