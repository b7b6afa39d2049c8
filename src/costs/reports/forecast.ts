import { median } from '../../lib/median.ts'
import { quantile } from '../../lib/quantile.ts'
import { addDays, dayOf, quarterMs } from '../../lib/timezone.ts'
import { type DayPoint, type KeptDay, placesIn, quartersOf, spentUntil, wallPlace, wallQuarters } from './wall-clock.ts'

/** What a sum will come to: its middle, and bounds that should hold in at least four of five cases. */
export type Forecast = {
  usd: number
  lowUsd: number
  highUsd: number
  /** Of how many kept days it is made. */
  days: number
  how: string
}

/** What a span of time still brings: the middle, and the bounds that should hold. Dollars or tokens. */
export type Outlook = { mid: number; low: number; high: number }

/** What still comes after a moment (ms) until the end of the day. */
type RestPoint = { at: number } & Outlook

/** What still comes on a day, and of how many days that is made. */
export type DayForecast = { label: string; days: number; rest: RestPoint[] }

/** Fewer days are not enough to say what comes. */
export const minDays = 3
/** So many days back a forecast looks. */
export const maxKeptDays = 56

/** At most this share of the outcomes may lie below the range, and as many above: four of five cases, and some reserve. */
const outside = 0.07

/** Which kept days stand for a day. */
export type Fit = {
  label: string
  /** The days that are like the one a forecast is made for. */
  days: readonly KeptDay[]
  /** Those that are like another day. */
  like: (day: string) => readonly KeptDay[]
  /** All days, by name. */
  byDay: ReadonlyMap<string, KeptDay>
}

const weekdayOf = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay()
const isWeekend = (day: string) => weekdayOf(day) % 6 === 0

/** `Friday` */
const weekdayName = (day: string) =>
  new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' }).format(Date.parse(day))

/** Which days may be taken for alike, the coarsest first. */
const likenesses: { keyOf: (day: string) => unknown; label: (day: string) => string }[] = [
  { keyOf: () => 0, label: () => 'a typical day' },
  { keyOf: isWeekend, label: (day) => (isWeekend(day) ? 'a typical weekend day' : 'a typical working day') },
  { keyOf: weekdayOf, label: (day) => `a typical ${weekdayName(day)}` },
]
/** Finer groups hold fewer days, so they must tell the kept days apart by so much better. */
const betterBy = 0.9

/**
 * Chooses which kept days stand for a day: all of them, those of its half of the week, or those of its weekday,
 * whichever would have told each kept day best from the others. Null where fewer than three days are kept.
 */
export function fitDays(kept: readonly KeptDay[], day: string): Fit | null {
  if (kept.length < minDays) return null
  const totals = new Map(kept.map((one) => [one.day, totalOf(one)]))
  const middleWithout = (day: string, days: readonly KeptDay[]) =>
    median(days.flatMap((one) => (one.day === day ? [] : totals.get(one.day)!)))
  let best: { error: number; fit: Fit } | undefined
  for (const { keyOf, label } of likenesses) {
    const groups = Map.groupBy(kept, (one) => keyOf(one.day))
    const days = groups.get(keyOf(day)) ?? []
    if (days.length < minDays) continue
    const error = kept.reduce((sum, { day }) => {
      const middle = middleWithout(day, groups.get(keyOf(day))!) ?? middleWithout(day, kept)!
      return sum + Math.abs(totals.get(day)! - middle)
    }, 0)
    if (best && error >= best.error * betterBy) continue
    const byDay = new Map(kept.map((one) => [one.day, one]))
    best = { error, fit: { label: label(day), days, like: (day) => groups.get(keyOf(day)) ?? kept, byDay } }
  }
  return best?.fit ?? null
}

const totalOf = ({ spent }: KeptDay) => spent.at(-1) ?? 0

/** What each of some days brought between two places; a place beyond midnight lies in the day after. */
function broughtBetween({ byDay }: Fit, days: readonly KeptDay[], from: number, to: number): number[] {
  return days.flatMap((one) => {
    // Where clocks go back, a later moment may lie before.
    if (to <= from) return 0
    if (to <= wallQuarters) return spentUntil(one, to) - spentUntil(one, from)
    const next = byDay.get(addDays(one.day, 1))
    return next ? totalOf(one) - spentUntil(one, from) + spentUntil(next, to - wallQuarters) : []
  })
}

/** The middle of what was seen, and the bounds of what may come; null where too little was. */
export function outlookOf(outcomes: readonly number[]): Outlook | null {
  if (outcomes.length < minDays) return null
  const sorted = Float64Array.from(outcomes).sort()
  const mid = quantile(sorted, 0.5)
  return { mid, low: Math.max(0, Math.min(mid, lowEdge(sorted, mid))), high: Math.max(mid, highEdge(sorted, mid)) }
}

/**
 * The bound below which a further outcome lies with a chance of `outside`: of n outcomes the k-th lowest has a chance of
 * k in n + 1. Few outcomes have not shown their extremes yet, so that the bound lies beyond the lowest.
 */
function lowEdge(sorted: Float64Array, mid: number): number {
  const place = (sorted.length + 1) * outside - 1
  if (place < 0) return sorted[0]! + place * (mid - sorted[0]!)
  const low = Math.floor(place)
  return sorted[low]! + (sorted[low + 1]! - sorted[low]!) * (place - low)
}

const highEdge = (sorted: Float64Array, mid: number) => -lowEdge(sorted.map((value) => -value).reverse(), -mid)

/** What still comes after each quarter of an hour of a day; the last point is its end. */
export function restOfDay(fit: Fit, day: string, timezone: string): RestPoint[] {
  const { first, end } = quartersOf(day, timezone)
  const place = placesIn(first, end, timezone)
  return Array.from({ length: end - first + 1 }, (_, n) => {
    const from = first + n === end ? wallQuarters : place(first + n)
    return { at: (first + n) * quarterMs, ...outlookOf(broughtBetween(fit, fit.days, from, wallQuarters))! }
  })
}

/** What still comes after a moment (ms), between two points on a straight line. */
export function restAt(rest: readonly RestPoint[], at: number): Outlook {
  const next = rest.findIndex((point) => point.at >= at)
  const [before, after] = [rest[next - 1], rest[next]]
  if (!after) return { mid: 0, low: 0, high: 0 }
  if (!before) return after
  const part = (at - before.at) / (after.at - before.at)
  const between = (field: keyof Outlook) => before[field] + (after[field] - before[field]) * part
  return { mid: between('mid'), low: between('low'), high: between('high') }
}

/** What was spent and what still comes. */
export const forecastOf = (
  spentUsd: number,
  rest: Outlook,
  { days, label }: { days: number; label: string },
): Forecast => ({
  usd: spentUsd + rest.mid,
  lowUsd: spentUsd + rest.low,
  highUsd: spentUsd + rest.high,
  days,
  how: `spent so far + what ${label} still brings, of ${days} days`,
})

/** What comes between two moments (ms) that are less than a day apart; null where too few days show it. */
export function outlookBetween(fit: Fit, from: number, to: number, timezone: string): Outlook | null {
  const nextDay = dayOf(to, timezone) === dayOf(from, timezone) ? 0 : wallQuarters
  return outlookOf(broughtBetween(fit, fit.days, wallPlace(from, timezone), wallPlace(to, timezone) + nextDay))
}

/** What will have come by each quarter of an hour from one moment (ms) until another: the middle of what is usual. */
export function pathBetween(fit: Fit, from: number, to: number, timezone: string): DayPoint[] {
  const points: DayPoint[] = [{ at: from, usd: 0 }]
  for (let at = (Math.floor(from / quarterMs) + 1) * quarterMs; at <= to; at += quarterMs) {
    const outlook = outlookBetween(fit, from, at, timezone)
    points.push({ at, usd: Math.max(points.at(-1)!.usd, outlook?.mid ?? 0) })
  }
  return points
}

/** When a path reaches a height (ms), on the straight line between its points; null where it does not. */
export function reachedAt(path: readonly DayPoint[], height: number): number | null {
  const next = path.findIndex(({ usd }, n) => n > 0 && usd >= height)
  if (next === -1) return null
  const [before, after] = [path[next - 1]!, path[next]!]
  const rise = after.usd - before.usd
  return Math.round(rise <= 0 ? after.at : before.at + ((after.at - before.at) * (height - before.usd)) / rise)
}

const draws = 400

/**
 * What the rest of today and whole days after it bring together. Each of many draws takes one of the kept days that are
 * like each of them, out of kept days that are drawn themselves first: few days say little about the mean of many.
 */
export function outlookOfDays(fit: Fit, place: number, daysAfter: readonly string[]): Outlook | null {
  const rest = broughtBetween(fit, fit.days, place, wallQuarters)
  if (rest.length < minDays) return null
  if (daysAfter.length === 0) return outlookOf(rest)
  const roll = dice()
  const pick = (values: readonly number[]) => values[roll(values.length)]!
  const groups = [...Map.groupBy(daysAfter, (day) => fit.like(day))].map(([days, after]) => ({
    totals: days.map(totalOf),
    count: after.length,
  }))
  const sums = Float64Array.from({ length: draws }, () =>
    groups.reduce((sum, { totals, count }) => {
      const drawn = totals.map(() => pick(totals))
      for (let n = 0; n < count; n++) sum += pick(drawn)
      return sum
    }, pick(rest)),
  ).sort()
  return { mid: quantile(sums, 0.5), low: quantile(sums, outside), high: quantile(sums, 1 - outside) }
}

/** The same numbers each time, so that a forecast changes only with what it is made of. */
function dice() {
  let state = 1
  return (sides: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}
