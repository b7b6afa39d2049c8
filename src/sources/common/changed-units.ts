import { dirname } from 'node:path'
import type { Unit } from './unit.ts'

/** The pauses after which a database that changed is read again; beyond them the slow poll finds what is new. */
const pausesMs = [40, 160, 600, 2_400]

/**
 * Knows which units are due. A unit whose fingerprint is that of its last complete reading is not; a failed or
 * interrupted one stays due. A database is due again after growing pauses, because a commit changes the journal before
 * it can be read, by as long as the writer's disk takes to confirm it; `lookAgain` wakes the source for that.
 */
export function createChangedUnits(
  lookAgain: (folder: string, pauseMs: number) => void,
  now: () => number = () => performance.now(),
) {
  const read = new Map<string, string | null>()
  const seen = new Map<string, string | null>()
  const revisits = new Map<string, { dueAt: number; pausesMs: number[] }>()

  function isRevisitDue({ path, fingerprint }: Unit) {
    const isNew = seen.get(path) !== fingerprint
    seen.set(path, fingerprint)
    const planned = revisits.get(path)
    if (!isNew && (!planned || now() < planned.dueAt)) return false
    const [pause, ...rest] = isNew ? pausesMs : (planned?.pausesMs ?? [])
    if (pause === undefined) revisits.delete(path)
    else {
      revisits.set(path, { dueAt: now() + pause, pausesMs: rest })
      lookAgain(dirname(path), pause)
    }
    return true
  }

  return {
    isDue(unit: Unit): boolean {
      const isRevisited = unit.isDatabase === true && isRevisitDue(unit)
      return isRevisited || unit.fingerprint === null || read.get(unit.path) !== unit.fingerprint
    },
    noteRead(unit: Unit) {
      read.set(unit.path, unit.fingerprint)
    },
  }
}
