import { type Bucket, bucketOf } from './bucket.ts'
import { maxRemembered, rememberedMs } from './tiers.ts'

type Reading = { at: number; steadyMs: number; everyMs: number; grains: Float64Array }

/** The readings of the last hour as they came, in whole grains. They are counted from the first one on. */
export function createRemembered() {
  const slots = new Map<string, number>()
  let readings: Reading[] = []
  /** The number of the first of them. */
  let first = 0

  const slotOf = (id: string) => {
    const slot = slots.get(id) ?? slots.size
    slots.set(id, slot)
    return slot
  }

  return {
    next: () => first + readings.length,
    count: () => readings.length,
    oldestAt: () => readings[0]?.at,

    add({ at, steadyMs, everyMs, grains }: Omit<Reading, 'grains'> & { grains: [id: string, grains: number][] }) {
      const placed = grains.map(([id, value]) => [slotOf(id), value] as const)
      const array = new Float64Array(slots.size).fill(Number.NaN)
      for (const [slot, value] of placed) array[slot] = value
      readings.push({ at, steadyMs, everyMs, grains: array })
    },

    /** Forgets what is older than an hour, but nothing from `needed` on. */
    trim(steadyMs: number, needed: number) {
      let gone = Math.max(0, readings.length - maxRemembered)
      while (gone < readings.length && readings[gone]!.steadyMs < steadyMs - rememberedMs) gone++
      gone = Math.min(gone, needed - first)
      // Moving all of them for each that goes would cost more than it frees.
      if (gone < 64) return
      readings = readings.slice(gone)
      first += gone
    },

    /** The exact buckets of the readings from a number on, by measure. */
    bucketsFrom(number: number): Map<string, Bucket> {
      const buckets = new Map<string, Bucket>()
      const since = readings.slice(number - first)
      for (const [id, slot] of slots) {
        const values: number[] = []
        for (const { grains } of since) {
          const value = grains[slot]
          if (value !== undefined && !Number.isNaN(value)) values.push(value)
        }
        if (values.length > 0) buckets.set(id, bucketOf(values))
      }
      return buckets
    },

    /** How far apart the readings of a range were at most; undefined where there are none. */
    paceOf(since: number, until: number): number | undefined {
      let pace: number | undefined
      for (const { at, everyMs } of readings) if (at >= since && at < until && everyMs > (pace ?? 0)) pace = everyMs
      return pace
    },

    /** Calls `take` with each reading of some measures in a range. */
    read(
      { from, to }: { from: number; to: number },
      ids: readonly string[],
      take: (id: string, at: number, grains: number) => void,
    ) {
      const asked = ids.flatMap((id) => (slots.has(id) ? [[id, slots.get(id)!] as const] : []))
      for (const { at, grains } of readings) {
        if (at < from || at >= to) continue
        for (const [id, slot] of asked) {
          const value = grains[slot]
          if (value !== undefined && !Number.isNaN(value)) take(id, at, value)
        }
      }
    },
  }
}
