import { type Measure, measureNames, measures } from './measure.ts'
import type { Reading } from './reading.ts'

/** The length of a slot; readings within one slot are kept as their mean. */
export const slotMs = 10_000
/** The length of the history. */
export const historyMs = 60 * 60_000
const slots = historyMs / slotMs

export type Series = {
  measure: Measure
  since: number
  until: number
  stepMs: number
  /** The mean of each step, oldest first; null is a gap. */
  values: (number | null)[]
}

type Ring = { sums: Float64Array; counts: Uint16Array }

/**
 * A ring buffer with the last hour of every measure. Each slot records its own time, so that a jump of the clock or a
 * sleep of the machine leaves a gap and no wrong values.
 */
export function createHistory() {
  /** The slot number since the epoch at each place of the ring. */
  const held = new Float64Array(slots).fill(-1)
  const rings = new Map<Measure, Ring>(
    measureNames.map((name) => [name, { sums: new Float64Array(slots), counts: new Uint16Array(slots) }]),
  )

  function placeOf(at: number) {
    const slot = Math.floor(at / slotMs)
    const place = slot % slots
    if (held[place] !== slot) {
      held[place] = slot
      for (const { sums, counts } of rings.values()) {
        sums[place] = 0
        counts[place] = 0
      }
    }
    return place
  }

  function add(measure: Measure, place: number, value: number | null) {
    if (value === null || !Number.isFinite(value)) return
    const { sums, counts } = rings.get(measure)!
    sums[place]! += value
    counts[place]!++
  }

  return {
    keep(reading: Reading) {
      const place = placeOf(reading.at)
      for (const name of measureNames) add(name, place, measures[name](reading))
    },

    /** Fills in past values; times before the history are ignored. */
    fillIn(measure: Measure, at: number, value: number | null) {
      const slot = Math.floor(at / slotMs)
      if (held[slot % slots]! > slot) return
      add(measure, placeOf(at), value)
    },

    /** Steps are aligned to multiples of their length, so that the same minute is the same step in every answer. */
    series(measure: Measure, { since, until, points }: { since: number; until: number; points: number }): Series {
      const stepMs = Math.max(slotMs, Math.ceil((until - since) / points / slotMs) * slotMs)
      const first = Math.floor(since / stepMs)
      const last = Math.max(first, Math.ceil(until / stepMs) - 1)
      const { sums, counts } = rings.get(measure)!
      const values = Array.from({ length: last - first + 1 }, (_, index) => {
        let sum = 0
        let count = 0
        const from = ((first + index) * stepMs) / slotMs
        for (let slot = from; slot < from + stepMs / slotMs; slot++) {
          const place = slot % slots
          if (held[place] !== slot) continue
          sum += sums[place]!
          count += counts[place]!
        }
        return count === 0 ? null : sum / count
      })
      return { measure, since: first * stepMs, until: (last + 1) * stepMs, stepMs, values }
    },
  }
}
