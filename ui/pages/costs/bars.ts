import { sumTotals, type Totals, zeroTotals } from '../../../src/costs/reports/report.ts'
import type { Stack } from '../../../src/costs/reports/stack.ts'
import { monthOf, weekOf } from '../../../src/lib/timezone.ts'
import type { Step } from '../../charts/bar-labels.ts'
import type { Ink } from '../../charts/chart-model.ts'

/**
 * One bar of the chart, named by its first day or, of an hour, by where that begins in ms. A period in which nobody asked anything cost nothing, and `usd` is 0; it is null, a gap, where
 * nothing in it has a price, and before anything is known, or has come.
 */
export type Bar = {
  key: string
  firstDay: string
  lastDay: string
  totals: Totals
  usd: number | null
  isKnown: boolean
}

/** One layer through all bars, the largest first. */
type Layer = { key: string; label: string; ink: Ink; isOther: boolean; totals: Totals; usds: (number | null)[] }

export type Bars = { step: Step; bars: Bar[]; layers: Layer[] }

/** What is known at all: from which day on, and whether everything since has been read. */
export type Known = { firstDay: string | null; isWhole: boolean; now: number }

const maxBars = 100

/** A stack as bars, with what a subscription pays on top of them: days while they can be told apart, then weeks, then months; nothing of it is lost. */
export function barsOf(
  { per, days, layers }: Pick<Stack, 'per' | 'days' | 'layers'>,
  known: Known,
  inks: ReadonlyMap<string, Ink> = inksOf(layers),
): Bars {
  const step: Step =
    per === 'hour' ? 'hour' : days.length <= maxBars ? 'day' : days.length <= 7 * maxBars ? 'week' : 'month'
  const periodOf = { hour: (hour: string) => hour, day: (day: string) => day, week: weekOf, month: monthOf }[step]
  const periods = new Map<string, number[]>()
  for (const [index, { key }] of days.entries()) {
    const period = periodOf(key)
    const held = periods.get(period)
    if (held) held.push(index)
    else periods.set(period, [index])
  }
  const bars = [...periods].map(([key, indexes]): Bar => {
    const totals = sumTotals(indexes.map((index) => days[index]!))
    const [firstDay, lastDay] = [days[indexes[0]!]!.key, days[indexes.at(-1)!]!.key]
    const isAhead = step === 'hour' && Number(key) > known.now
    const began = step === 'hour' || (known.firstDay !== null && lastDay >= known.firstDay)
    const isKnown = totals.calls > 0 || (known.isWhole && began && !isAhead)
    return { key, firstDay, lastDay, totals, isKnown, usd: totals.calls > 0 ? totals.costUsd : isKnown ? 0 : null }
  })
  const groups = [...periods.values()]
  const subscribed = bars.map(({ totals }) => totals.subscriptionUsd)
  const beside: Layer = {
    key: 'subscription',
    label: 'by subscription, not in the sums',
    isOther: true,
    ink: 'text-3',
    totals: zeroTotals,
    usds: subscribed,
  }
  const drawn: Layer[] = layers.map((layer) => ({
    key: layer.key,
    label: layer.label,
    isOther: layer.isOther,
    ink: layer.isOther ? 'series-other' : (inks.get(layer.key) ?? 'series-other'),
    totals: layer.totals,
    usds: groups.map((indexes) => sumTotals(indexes.map((index) => layer.days[index] ?? zeroTotals)).costUsd),
  }))
  return { step, bars, layers: subscribed.some((usd) => (usd ?? 0) > 0) ? [...drawn, beside] : drawn }
}

const series = ['series-1', 'series-2', 'series-3', 'series-4', 'series-5'] as const satisfies Ink[]

/**
 * The colour of each layer. The first of `steady` keep theirs whatever else is drawn, so that another range of days
 * colours nothing anew, and so does every layer that had one `before`; the others take in order what is free, and what is
 * left over has a colour of its own.
 */
export function inksOf(
  layers: readonly { key: string; isOther: boolean }[],
  steady: readonly string[] = [],
  before: ReadonlyMap<string, Ink> = new Map(),
): ReadonlyMap<string, Ink> {
  const keys = layers.flatMap(({ key, isOther }) => (isOther ? [] : [key]))
  const inks = new Map<string, Ink>()
  const free: Ink[] = []
  for (const [place, ink] of series.entries()) {
    const owner = steady[place]
    if (owner !== undefined && keys.includes(owner)) inks.set(owner, ink)
    else free.push(ink)
  }
  const take = (key: string, ink: Ink | undefined) => {
    if (ink === undefined || !free.includes(ink)) return
    free.splice(free.indexOf(ink), 1)
    inks.set(key, ink)
  }
  for (const key of keys) if (!inks.has(key)) take(key, before.get(key))
  for (const key of keys) if (!inks.has(key)) inks.set(key, free.shift() ?? 'series-other')
  return inks
}
