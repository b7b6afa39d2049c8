import { median } from '../../lib/median.ts'
import { quarterMs } from '../../lib/timezone.ts'
import type { DayForecast } from './forecast.ts'
import { type DayPoint, placesIn, type QuarterCost, quartersOf, wallQuarters } from './wall-clock.ts'

/** Today as a curve, beside a typical day and the budget. */
export type DayCurve = {
  day: string
  startAt: number
  endAt: number
  timezone: string
  budgetUsd: number | null
  /** From midnight to now, one for each quarter of an hour. Empty while nothing of today has a known price. */
  points: DayPoint[]
  /** A typical day; null while too few days are known. */
  typical: { label: string; points: DayPoint[] } | null
  /** What still comes after each moment of today, of how many days that is made; null while too few are known. */
  forecast: DayForecast | null
  /** How many days before today are known, at most 56. */
  knownDays: number
  /** Whether some of today has no price, or only a placeholder for one. */
  isLowerBound: boolean
}

/** The running sum from midnight until `now`, the last point being now itself. */
export function runningSum(costs: QuarterCost[], first: number, now: number): DayPoint[] {
  const byQuarter = new Map(costs.map(({ quarter, usd }) => [quarter, usd ?? 0]))
  const points: DayPoint[] = [{ at: first * quarterMs, usd: 0 }]
  let usd = 0
  for (let quarter = first; quarter * quarterMs < now; quarter++) {
    usd += byQuarter.get(quarter) ?? 0
    points.push({ at: Math.min((quarter + 1) * quarterMs, now), usd })
  }
  return points
}

/** The median of several days, quarter by quarter, as the curve of a day that may be longer or shorter than they are. */
export function typicalOver(pastDays: readonly (readonly number[])[], day: string, timezone: string): DayPoint[] {
  const { first, end } = quartersOf(day, timezone)
  const place = placesIn(first, end, timezone)
  const middle = Array.from({ length: wallQuarters }, (_, n) => median(pastDays.map((past) => past[n] ?? 0)) ?? 0)
  const points: DayPoint[] = [{ at: first * quarterMs, usd: 0 }]
  // Where an hour comes twice, the curve stays level instead of going back.
  for (let quarter = first; quarter < end; quarter++)
    points.push({
      at: (quarter + 1) * quarterMs,
      usd: Math.max(points.at(-1)!.usd, middle[quarter === end - 1 ? wallQuarters - 1 : place(quarter)] ?? 0),
    })
  return points
}
