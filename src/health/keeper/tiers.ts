const secondMs = 1_000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

export type TierName = 'reading' | '10s' | '1m' | '15m'

/**
 * `stepMs` is the length of a bucket, `spanMs` how much of one measure is packed together, `keepMs` for how long. Each
 * length divides the next one.
 */
export type Tier = { number: number; name: TierName; stepMs: number; spanMs: number; keepMs: number }

/** The tiers on the disk, the finest first. */
export const tiers: readonly Tier[] = [
  { number: 0, name: '10s', stepMs: 10 * secondMs, spanMs: hourMs, keepMs: 48 * hourMs },
  { number: 1, name: '1m', stepMs: minuteMs, spanMs: 6 * hourMs, keepMs: 90 * dayMs },
  { number: 2, name: '15m', stepMs: 15 * minuteMs, spanMs: 8 * dayMs, keepMs: 3 * 365 * dayMs },
]

/** Readings themselves are remembered in memory. */
export const rememberedMs = hourMs
/** There are never more of them. */
export const maxRemembered = 3_600

export const startOf = (at: number, lengthMs: number) => Math.floor(at / lengthMs) * lengthMs
