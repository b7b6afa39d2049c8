import type { HeatMap } from '../../../src/costs/reports/stack.ts'
import { money } from '../../../src/lib/format.ts'

export const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const
export const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

/** The average cost of an hour of a weekday; `usd` is null where nothing is known of that hour. */
export type HeatCell = { weekday: number; hour: number; days: number; usd: number | null; step: number }

/**
 * The week as seven rows of 24 hours. Steps are quantiles of the costs of hours that cost anything: 0 is nothing, 4 the
 * dearest quarter. An hour without any call cost nothing, if its weekday is in the range.
 */
export function heatOf(
  { week }: Pick<HeatMap, 'week'>,
  daysThere: (weekday: number, hour: number) => number,
): HeatCell[][] {
  const found = new Map(week.map((cell) => [cell.weekday * 24 + cell.hour, cell]))
  const tops = quartersOf(week.flatMap(({ meanUsd }) => (meanUsd !== null && meanUsd > 0 ? [meanUsd] : [])))
  return weekdays.map((_, row) =>
    Array.from({ length: 24 }, (_, hour): HeatCell => {
      const weekday = row + 1
      const cell = found.get(weekday * 24 + hour)
      const days = cell?.days ?? daysThere(weekday, hour)
      const usd = cell ? cell.meanUsd : days > 0 ? 0 : null
      return { weekday, hour, days, usd, step: stepOf(usd, tops) }
    }),
  )
}

/** Where each quarter of some values ends, ascending; empty where there are none. */
export function quartersOf(values: number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b)
  if (sorted.length === 0) return []
  return [1, 2, 3, 4].map((quarter) => sorted[Math.ceil((sorted.length * quarter) / 4) - 1]!)
}

const stepOf = (usd: number | null, tops: number[]) =>
  usd === null || usd <= 0
    ? 0
    : 1 +
      Math.max(
        0,
        tops.findIndex((top) => usd <= top),
      )

/** The meaning of each step of the ramp in words: `up to $0.12`. */
export function legendOf({ week }: Pick<HeatMap, 'week'>): { tops: number[]; words: string[] } {
  const tops = quartersOf(week.flatMap(({ meanUsd }) => (meanUsd !== null && meanUsd > 0 ? [meanUsd] : [])))
  return { tops, words: ['nothing', ...tops.map((top) => `up to ${money(top)}`)] }
}

/** How many days of each weekday a range holds. The hours of today that are still to come do not count. */
export function weekdaysIn(since: string, until: string, now?: { day: string; hour: number }) {
  const counts = new Array<number>(8).fill(0)
  for (let at = Date.parse(`${since}T00:00:00Z`); at <= Date.parse(`${until}T00:00:00Z`); at += 86_400_000)
    counts[new Date(at).getUTCDay() || 7]!++
  const today = now && now.day >= since && now.day <= until ? weekdayOf(now.day) : undefined
  return (weekday: number, hour: number) => (counts[weekday] ?? 0) - (weekday === today && hour > now!.hour ? 1 : 0)
}

/** Monday is 1. */
export const weekdayOf = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay() || 7
