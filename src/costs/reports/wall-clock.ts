import { clock } from '../../lib/format.ts'
import { addDays, quarterMs, startOfDay } from '../../lib/timezone.ts'

/** What was spent from the beginning of a day until `at` (ms). */
export type DayPoint = { at: number; usd: number }

/** What one quarter of an hour cost; null where nothing in it has a price. `quarter` counts since the epoch. */
export type QuarterCost = { quarter: number; usd: number | null }

/** A day of a zone in quarters of an hour: 96 of them, 92 or 100 where clocks change. */
export function quartersOf(day: string, timezone: string) {
  return { first: startOfDay(day, timezone) / quarterMs, end: startOfDay(addDays(day, 1), timezone) / quarterMs }
}

export const wallQuarters = 96

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
export const placesIn = (first: number, end: number, timezone: string) => (quarter: number) => {
  if (end - first === wallQuarters) return quarter - first
  const [hours = 0, minutes = 0] = clock(quarter * quarterMs, timezone)
    .split(':')
    .map(Number)
  return hours * 4 + Math.floor(minutes / 15)
}

/** A past day: what it had brought when the n-th quarter of an hour ended, by the clock on the wall. */
export type KeptDay = { day: string; spent: readonly number[] }

/** What a day had brought at a place by the clock on the wall, in quarters of an hour; evenly within one. */
export function spentUntil({ spent }: KeptDay, place: number): number {
  const whole = Math.floor(place)
  const before = whole === 0 ? 0 : (spent[Math.min(whole, wallQuarters) - 1] ?? 0)
  return before + ((spent[whole] ?? before) - before) * (place - whole)
}

/** The place of a moment (ms) by the clock on the wall, in quarters of an hour since midnight. */
export function wallPlace(at: number, timezone: string): number {
  const [hours = 0, minutes = 0] = clock(at, timezone).split(':').map(Number)
  return hours * 4 + minutes / 15 + (at % 60_000) / quarterMs
}
