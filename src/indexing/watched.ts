import type { Watched } from '../attention/need.ts'

/** Spending is looked at this often, conflicts too where a file was touched since, and else once in a while. */
const restMs = 15_000
const conflictsAnewMs = 10 * 60_000

type Deps = {
  burns: () => Watched['burns']
  conflicts: () => Watched['conflicts']
  /** Whether history has been read: what is missing of it would look like less. */
  isDone: () => boolean
  now: () => number
  onError: (error: unknown) => void
}

/** Looks for sessions that spend unusually fast and for conflicts about files; `last` is what was found last. */
export function createWatched({ burns, conflicts, isDone, now, onError }: Deps) {
  const last: Pick<Watched, 'burns' | 'conflicts'> = { burns: [], conflicts: [] }
  let filesTouched = true
  let conflictsAt = 0
  const timer = setInterval(look, restMs)
  timer.unref?.()

  function look() {
    if (!isDone()) return
    try {
      last.burns = burns()
      if (!filesTouched && now() - conflictsAt < conflictsAnewMs && now() >= conflictsAt) return
      last.conflicts = conflicts()
      filesTouched = false
      conflictsAt = now()
    } catch (error) {
      onError(error)
    }
  }

  return {
    last,
    look,
    filesTouched() {
      filesTouched = true
    },
    stop: () => clearInterval(timer),
  }
}
