import { clock } from '../../lib/format.ts'
import { median } from '../../lib/median.ts'
import { addDays, quarterMs, startOfDay } from '../../lib/timezone.ts'

/** What was spent from the beginning of a day until `at` (ms). */
export type DayPoint = { at: number; usd: number }

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
  /** What today comes to if the rest of it is typical; null without a typical day. */
  projectedUsd: number | null
  /** Whether some of today has no price, or only a placeholder for one. */
  isLowerBound: boolean
}

/** What one quarter of an hour cost; null where nothing in it has a price. `quarter` counts since the epoch. */
export type QuarterCost = { quarter: number; usd: number | null }

/** A day of a zone in quarters of an hour: 96 of them, 92 or 100 where clocks change. */
export function quartersOf(day: string, timezone: string) {
  return { first: startOfDay(day, timezone) / quarterMs, end: startOfDay(addDays(day, 1), timezone) / quarterMs }
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

const wallQuarters = 96

/**
 * The running sum of a past day by the clock on the wall: the n-th entry is what was spent when the n-th quarter of an
 * hour ended. Where clocks change, an hour that comes twice is one, and an hour that is left out cost nothing.
 */
export function byWallClock(costs: QuarterCost[], day: string, timezone: string): number[] {
  const { first, end } = quartersOf(day, timezone)
  const spent = new Array<number>(wallQuarters).fill(0)
  const place = placesIn(first, end, timezone)
  for (const { quarter, usd } of costs)
    if (quarter >= first && quarter < end) spent[place(quarter)] = (spent[place(quarter)] ?? 0) + (usd ?? 0)
  let sum = 0
  return spent.map((usd) => (sum += usd))
}

/** The number of a quarter by the clock on the wall; the time zone is asked only on days when clocks change. */
const placesIn = (first: number, end: number, timezone: string) => (quarter: number) => {
  if (end - first === wallQuarters) return quarter - first
  const [hours = 0, minutes = 0] = clock(quarter * quarterMs, timezone)
    .split(':')
    .map(Number)
  return hours * 4 + Math.floor(minutes / 15)
}

/** The median of several days, quarter by quarter, as the curve of a day that may be longer or shorter than they are. */
export function typicalOver(pastDays: number[][], day: string, timezone: string): DayPoint[] {
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

/** What was spent so far and what a typical day still costs; null where either is unknown. */
export function projected(spentUsd: number | null, typical: DayPoint[] | undefined, now: number): number | null {
  if (spentUsd === null || !typical || typical.length === 0) return null
  return spentUsd + typical.at(-1)!.usd - heightAt(typical, now)
}

/** The height of a curve at a moment, on the straight line between its points. */
export function heightAt(points: DayPoint[], at: number): number {
  const next = points.findIndex((point) => point.at >= at)
  if (next === -1) return points.at(-1)?.usd ?? 0
  const [before, after] = [points[next - 1], points[next]!]
  if (!before) return after.usd
  return before.usd + ((after.usd - before.usd) * (at - before.at)) / (after.at - before.at)
}

/** Fewer days are not enough to call anything typical. */
export const minDays = 3

/** `a typical Friday` */
export const weekdayLabel = (day: string) =>
  `a typical ${new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' }).format(Date.parse(day))}`
