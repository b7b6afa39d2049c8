import type { Runtime } from '../../facts/runtimes.ts'
import type { Store } from '../../store/store.ts'
import { busyQuarters, spendingSessions } from '../ledger/read-spending.ts'
import { paceSince, perHour } from './pace.ts'

/** A session that spends unusually fast: US dollars an hour now, and what is usual for its runtime. */
export type FastBurn = { sessionId: string; perHourUsd: number; usualUsd: number | null }

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const quarterMs = 15 * minuteMs
/** What is usual is known from this time, and looked up again this often. */
const historyMs = 14 * 24 * hourMs
const refreshMs = hourMs
/** Nobody needs to look at less than this, however unusual it is. */
const leastPerHourUsd = 20
/** Unusual is so many times what all but one in twenty quarters of an hour cost. */
const timesUsual = 3
const usualShare = 0.95
/** With fewer quarters than these nothing is known to be usual. */
const leastQuarters = 20

/**
 * Sessions that spend more than `leastPerHourUsd` dollars an hour, and three times as much as sessions of their runtime
 * usually do in a busy quarter of an hour. Where too little is known of a runtime, five times the least is unusual.
 */
export function createBurnWatch(index: Store, { now }: { now: () => number }) {
  let usual: { at: number; perHour: ReadonlyMap<Runtime, number> } | undefined

  function usualPerHour(at: number) {
    if (usual && at - usual.at < refreshMs && at >= usual.at) return usual.perHour
    const rows = busyQuarters(index, Math.floor((at - historyMs) / quarterMs), Math.floor(at / quarterMs) - 1)
    const perHour = new Map<Runtime, number>()
    for (const [runtime, all] of Map.groupBy(rows, (row) => row.runtime))
      if (all.length >= leastQuarters)
        perHour.set(runtime, all[Math.floor(all.length * usualShare)]!.usd * (hourMs / quarterMs))
    usual = { at, perHour }
    return perHour
  }

  /** Those of now, the fastest first. */
  return (): FastBurn[] => {
    const at = now()
    const spending = spendingSessions(index, paceSince(at), at)
      .map(({ usd, ...row }) => ({ ...row, perHourUsd: perHour(usd) }))
      .filter(({ perHourUsd }) => perHourUsd >= leastPerHourUsd)
    if (spending.length === 0) return []
    const known = usualPerHour(at)
    return spending
      .flatMap(({ sessionId, runtime, perHourUsd }) => {
        const usualUsd = known.get(runtime) ?? null
        const limit = usualUsd === null ? leastPerHourUsd * 5 : usualUsd * timesUsual
        return perHourUsd >= limit ? [{ sessionId, perHourUsd, usualUsd }] : []
      })
      .sort((a, b) => b.perHourUsd - a.perHourUsd)
  }
}
