import { addDays } from '../../lib/timezone.ts'
import { minDays } from './day-curve.ts'

/** Where a sum is going; `lowUsd` and `highUsd` say how sure that is. */
export type Projection = { usd: number; lowUsd: number; highUsd: number; how: string }

/** What of a past day still came after a moment of it, day by day; ascending. */
export function remainingSpendAfter(spent: number[][], quarterOfDay: number): number[] {
  const place = Math.min(Math.max(Math.floor(quarterOfDay), 0), 95)
  return spent.map((day) => (day.at(-1) ?? 0) - (day[place] ?? 0)).sort((a, b) => a - b)
}

/** A value so far up in ascending numbers, between neighbours on a straight line. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share
  const low = Math.floor(place)
  const [a = 0, b = a] = [sorted[low], sorted[Math.min(low + 1, sorted.length - 1)]]
  return a + (b - a) * (place - low)
}

/** Past days of a month: the mean of those behind us is what each day to come is taken for. */
export const trailingDays = 14

/**
 * Where a month ends: what it cost to date, what is left of today, and the mean of the days before today for each
 * day that is left. `past` are the costs of whole days, those without any use as 0; the range is what so many days
 * differ by.
 */
export function projectMonth({
  monthUsd,
  todayLeft,
  past,
  daysLeft,
}: {
  monthUsd: number | null
  /** What is left of today, as a share of it. */
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
  // Four of five outcomes lie within 1.28 of what so many days differ by.
  const off = 1.28 * spread * Math.sqrt(days)
  return {
    usd,
    lowUsd: Math.max(monthUsd, usd - off),
    highUsd: usd + off,
    how: `month to date + mean of the last ${past.length} days × ${days.toFixed(1)} days left`,
  }
}

/** The days before one, ascending. */
export const daysBefore = (day: string, count: number) =>
  Array.from({ length: count }, (_, n) => addDays(day, n - count))

/** The last day of a month, `2026-11` → `2026-11-30`. */
export const lastDayOf = (month: string) =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10)
