import { dirname } from 'node:path'
import { fingerprintOf } from './paths.ts'

/** How long after a change, and then after one another, a database is read again. Beyond it the slow poll looks. */
const pausesMs = [40, 160, 600, 2_400]

/**
 * Tells which databases are worth reading. One whose file and journal look as they did has nothing to say. A commit
 * stands in the journal before it can be read, for as long as the writer's disk takes to confirm it; so what looks new
 * is read again after growing pauses, and only then is its look believed. `lookAgain` wakes the source for that.
 */
export function createChangedDatabases(lookAgain: (folder: string, pauseMs: number) => void) {
  const looks = new Map<string, string>()
  const further = new Map<string, { dueAt: number; pausesMs: number[] }>()
  return {
    isNew(path: string): boolean {
      const look = `${fingerprintOf(path)} ${fingerprintOf(`${path}-wal`)}`
      const changed = looks.get(path) !== look
      looks.set(path, look)
      const pending = further.get(path)
      if (!changed && (!pending || performance.now() < pending.dueAt)) return false
      const [pause, ...rest] = changed ? pausesMs : pending!.pausesMs
      if (pause === undefined) further.delete(path)
      else {
        further.set(path, { dueAt: performance.now() + pause, pausesMs: rest })
        lookAgain(dirname(path), pause)
      }
      return true
    },
    /** It could not be read: it is worth another try. */
    forget: (path: string) => looks.delete(path),
  }
}
