import type { Heat } from './member.ts'
import { officeTimings } from './timings.ts'

/** From so many events in the last minute on: a little, much, very much. */
const levels = [1, 8, 24] as const

/** How much is happening, by the number of events in the last minute. */
export const heatOf = (events: number): Heat => levels.filter((from) => events >= from).length as Heat

const slices = 12
const sliceMs = officeTimings.heatWindowMs / slices

/** Counts what happens, by name, in slices of time: how much happened in the last minute is known to five seconds. */
export function createHeat(now: () => number) {
  const counts = new Map<string, Map<number, number>>()
  const sliceAt = () => Math.floor(now() / sliceMs)

  function recent(name: string): number {
    const all = counts.get(name)
    if (!all) return 0
    const from = sliceAt() - slices
    let sum = 0
    // A slice that is still to come was counted before the clock was set back.
    for (const [slice, count] of all)
      if (slice <= from || slice > from + slices) all.delete(slice)
      else sum += count
    if (all.size === 0) counts.delete(name)
    return sum
  }

  return {
    note(name: string) {
      const all = counts.get(name) ?? new Map<number, number>()
      counts.set(name, all)
      all.set(sliceAt(), (all.get(sliceAt()) ?? 0) + 1)
    },
    of: (name: string): Heat => heatOf(recent(name)),
    /** Whether anything is known that will be over. */
    isWarm: () => counts.size > 0,
  }
}
