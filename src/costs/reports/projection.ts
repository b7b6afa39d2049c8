import { addDays } from '../../lib/timezone.ts'
import { minDays } from './day-curve.ts'

/** What a sum will come to, between `lowUsd` and `highUsd` in four of five cases. */
export type Projection = { usd: number; lowUsd: number; highUsd: number; how: string }

/** What each past day still cost after a quarter of it, ascending. */
export function remainingSpendAfter(spent: number[][], quarterOfDay: number): number[] {
  const place = Math.min(Math.max(Math.floor(quarterOfDay), 0), 95)
  return spent.map((day) => (day.at(-1) ?? 0) - (day[place] ?? 0)).sort((a, b) => a - b)
}

/** The quantile of ascending numbers, interpolated between neighbours. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share
  const low = Math.floor(place)
  const [a = 0, b = a] = [sorted[low], sorted[Math.min(low + 1, sorted.length - 1)]]
  return a + (b - a) * (place - low)
}

/** How many past days the mean is taken of that stands for each day to come. */
export const trailingDays = 14

/**
 * What a month comes to: its cost to date, and the mean of the past days for the rest of today and for each day that is
 * left. `past` holds the costs of whole days, 0 for a day without a call. The range comes from how much past days
 * differ.
 */
export function projectMonth({
  monthUsd,
  todayLeft,
  past,
  daysLeft,
}: {
  monthUsd: number | null
  /** The share of today that is left. */
  todayLeft: number
  past: number[]
  /** Whole days after today. */
  daysLeft: number
}): Projection | null {
  if (monthUsd === null || past.length < minDays) return null
  const mean = past.reduce((sum, usd) => sum + usd, 0) / past.length
  const spread = Math.sqrt(past.reduce((sum, usd) => sum + (usd - mean) ** 2, 0) / (past.length - 1))
  const days = daysLeft + todayLeft
  const usd = monthUsd + mean * days
  // Four of five outcomes lie within 1.28 standard deviations.
  const deviation = 1.28 * spread * Math.sqrt(days)
  return {
    usd,
    lowUsd: Math.max(monthUsd, usd - deviation),
    highUsd: usd + deviation,
    how: `month to date + mean of the last ${past.length} days × ${days.toFixed(1)} days left`,
  }
}

/** The days before one, ascending. */
export const daysBefore = (day: string, count: number) =>
  Array.from({ length: count }, (_, n) => addDays(day, n - count))

/** The last day of a month, `2026-11` → `2026-11-30`. */
export const lastDayOf = (month: string) =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10)
