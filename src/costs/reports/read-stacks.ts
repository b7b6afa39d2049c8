import { quantile } from '../../lib/quantile.ts'
import { Refusal } from '../../lib/refusal.ts'
import { addDays, dayOf, quarterMs, startOfDay } from '../../lib/timezone.ts'
import { sumsByQuarter, sumsByQuarterAnd } from '../ledger/read-sums.ts'
import { addTo, createDayFinder } from './fold.ts'
import { type Question, rangeOf } from './question.ts'
import { type ReportRow, sumTotals, type Totals, zeroTotals } from './report.ts'
import type { ReportContext } from './report-context.ts'
import type { HeatMap, Stack, Stacking, StackStep } from './stack.ts'

const columnOf = { model: 'model', agent: 'agent_id', runtime: 'runtime' } as const satisfies Record<Stacking, string>

/** A page draws no more days than this. */
const maxDays = 400

export type StackQuestion = Question & { by: Stacking; per?: StackStep; layers?: number }

/** Costs over days and hours. */
export function createStacks({ index, timezone, now, subscriptions, cached, labels, whereSums }: ReportContext) {
  /** The days of a question, also those without any call; the last thirty days where it names none. */
  function daysOf(question: Question) {
    const { zone } = rangeOf(question, timezone)
    const until = question.until ?? dayOf(now(), zone)
    const since = question.since ?? addDays(until, -29)
    const range = rangeOf({ ...question, since, until }, timezone)
    const days: string[] = []
    for (let day = since; day <= until; day = addDays(day, 1)) {
      if (days.length === maxDays)
        throw new Refusal('bad-input', `That is more than ${maxDays} days. Ask for fewer, or for a report by month.`)
      days.push(day)
    }
    return { zone, since, until, days, range }
  }

  return {
    stack: (question: StackQuestion): Stack =>
      cached(`stack ${dayOf(now(), timezone)} ${JSON.stringify(question)}`, () => stack(question)),

    heatMap: (question: Question): HeatMap =>
      cached(`heat ${dayOf(now(), timezone)} ${JSON.stringify(question)}`, () => heatMap(question)),
  }

  function stack({ by, per = 'day', layers: maxLayers = 5, ...question }: StackQuestion): Stack {
    const { zone, since, until, days: asked, range } = daysOf(question)
    const days = per === 'day' ? asked : hoursIn(asked, zone)
    const rows = sumsByQuarterAnd(index, whereSums(range, question), columnOf[by], subscriptions)
    const place = new Map(days.map((day, n) => [day, n]))
    const empty = () => days.map(() => ({ ...zeroTotals }))
    const byKey = new Map<string, Totals[]>()
    const whole = empty()
    const dayAt = per === 'day' ? createDayFinder(zone) : hourFinderIn(days)
    for (const row of rows) {
      const n = place.get(dayAt(row.quarter))
      if (n === undefined) continue
      let own = byKey.get(row.key)
      if (!own) {
        own = empty()
        byKey.set(row.key, own)
      }
      addTo(own[n]!, row)
      addTo(whole[n]!, row)
    }
    const labelOf = labels.labelerFor(by, zone)
    const all = [...byKey]
      .map(([key, days]) => ({ key, label: labelOf(key), isOther: false, totals: sumTotals(days), days }))
      .sort((a, b) => weight(b.totals) - weight(a.totals) || b.totals.totalTokens - a.totals.totalTokens)
    // One more than fits is drawn as itself, not as "other".
    const fits = all.length <= maxLayers + 1 ? all.length : maxLayers
    const others = all.slice(fits)
    const layers = all.slice(0, fits)
    if (others.length > 0) {
      const rest = days.map((_, n) => sumTotals(others.map((layer) => layer.days[n]!)))
      layers.push({ key: '', label: `${others.length} others`, isOther: true, totals: sumTotals(rest), days: rest })
    }
    const asRows = days.map((day, n): ReportRow => ({ key: day, label: day, ...whole[n]! }))
    return { since, until, timezone: zone, by, per, days: asRows, layers, totals: sumTotals(whole) }
  }

  function heatMap(question: Question): HeatMap {
    const { zone, since, until, days, range } = daysOf(question)
    const rows = sumsByQuarter(index, whereSums(range, question), subscriptions)
    const dayAt = createDayFinder(zone)
    const hourAt = hourFinder(zone)
    const cells = new Map<string, { day: string; hour: number } & Totals>()
    for (const row of rows) {
      const day = dayAt(row.quarter)
      const hour = hourAt(row.quarter)
      const name = `${day} ${hour}`
      let cell = cells.get(name)
      if (!cell) {
        cell = { day, hour, ...zeroTotals }
        cells.set(name, cell)
      }
      addTo(cell, row)
    }
    const found = [...cells.values()]
    const week = weekOf(found, days)
    const spent = week
      .flatMap(({ meanUsd }) => (meanUsd !== null && meanUsd > 0 ? [meanUsd] : []))
      .sort((a, b) => a - b)
    const steps = spent.length < 5 ? [] : [0, 0.2, 0.4, 0.6, 0.8].map((share) => quantile(spent, share))
    return { since, until, timezone: zone, cells: found, week, steps }
  }
}

const maxHourDays = 3
const hourQuarters = 4

/** Where each hour of some days begins, in ms since the epoch: 23 or 25 of them on a day when clocks change. */
function hoursIn(days: string[], zone: string): string[] {
  if (days.length > maxHourDays)
    throw new Refusal('bad-input', `Hours are drawn of at most ${maxHourDays} days. Ask for fewer, or by day.`)
  const first = startOfDay(days[0]!, zone) / quarterMs
  const end = startOfDay(addDays(days.at(-1)!, 1), zone) / quarterMs
  const hours: string[] = []
  for (let quarter = first; quarter < end; quarter += hourQuarters) hours.push(String(quarter * quarterMs))
  return hours
}

/** The hour a quarter lies in, of hours that follow one another. */
function hourFinderIn(hours: string[]) {
  const first = Number(hours[0]) / quarterMs
  return (quarter: number) => hours[Math.floor((quarter - first) / hourQuarters)] ?? ''
}

const weight = ({ costUsd, subscriptionUsd }: Totals) => (costUsd ?? 0) + (subscriptionUsd ?? 0)

/** Monday is 1. */
const weekdayOf = (day: string) => ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1

/** What an hour of each weekday costs on average, over all such days of the range, those without use among them. */
function weekOf(cells: HeatMap['cells'], days: string[]): HeatMap['week'] {
  const count = new Map<number, number>()
  for (const day of days) count.set(weekdayOf(day), (count.get(weekdayOf(day)) ?? 0) + 1)
  const sums = new Map<string, { weekday: number; hour: number; usd: number | null; tokens: number }>()
  for (const { day, hour, costUsd, totalTokens } of cells) {
    const weekday = weekdayOf(day)
    const name = `${weekday} ${hour}`
    const sum = sums.get(name) ?? { weekday, hour, usd: null, tokens: 0 }
    sums.set(name, {
      ...sum,
      usd: costUsd === null ? sum.usd : (sum.usd ?? 0) + costUsd,
      tokens: sum.tokens + totalTokens,
    })
  }
  return [...sums.values()]
    .map(({ weekday, hour, usd, tokens }) => {
      const of = count.get(weekday) ?? 1
      return { weekday, hour, days: of, meanUsd: usd === null ? null : usd / of, meanTokens: tokens / of }
    })
    .sort((a, b) => a.weekday - b.weekday || a.hour - b.hour)
}

/** The hour that clocks on the wall show. */
function hourFinder(zone: string) {
  const format = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hour12: false, timeZone: zone })
  return (quarter: number) => Number(format.format(quarter * quarterMs)) % 24
}
