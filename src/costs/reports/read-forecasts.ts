import type { Runtime } from '../../facts/runtimes.ts'
import { addDays, dayOf, lastDayOf, monthOf } from '../../lib/timezone.ts'
import { billedByQuarter } from '../ledger/read-sums.ts'
import { always } from '../ledger/where.ts'
import { createDayFinder } from './fold.ts'
import {
  type DayForecast,
  type Forecast,
  fitDays,
  forecastOf,
  maxKeptDays,
  type Outlook,
  outlookBetween,
  outlookOfDays,
  pathBetween,
  restAt,
  restOfDay,
} from './forecast.ts'
import { type ForecastScore, scoredDays, scoreForecasts } from './forecast-score.ts'
import type { CostFilter } from './report.ts'
import type { ReportContext } from './report-context.ts'
import { byWallClock, type DayPoint, type KeptDay, type QuarterCost, quartersOf, wallPlace } from './wall-clock.ts'

export type Forecasts = ReturnType<typeof createForecasts>

/** What is forecast: what is billed, all money whoever pays it, or tokens. */
export type Measure = 'billed' | 'usd' | 'tokens'

/** Every forecast there is, fitted on the kept days before today in the configured zone. */
export function createForecasts({ index, timezone, subscriptions, cached, kept, whereSums }: ReportContext) {
  function quarters(from: number, to: number, filter: CostFilter, measure: Measure): QuarterCost[] {
    const where = whereSums({ from, to }, filter)
    if (!where.isOverall) return billedByQuarter(index, where, subscriptions)
    return kept.quarters({ from, to }, filter.runtime).map(({ key, costUsd, subscriptionUsd, totalTokens }) => ({
      quarter: key,
      usd:
        measure === 'tokens'
          ? totalTokens
          : measure === 'usd' && subscriptionUsd !== null
            ? (costUsd ?? 0) + subscriptionUsd
            : costUsd,
    }))
  }

  /**
   * The days before one, from the first that is known on: a day without a call brought nothing, and one of which nothing
   * has a price is unknown and left out.
   */
  function readKept(day: string, count: number, filter: CostFilter, measure: Measure): KeptDay[] {
    const first = addDays(day, -count)
    const range = [quartersOf(first, timezone).first, quartersOf(day, timezone).first] as const
    const all = quarters(...range, filter, measure)
    const dayAt = createDayFinder(timezone)
    const byDay = Map.groupBy(all, ({ quarter }) => dayAt(quarter))
    const began = isKnownBefore(range[0], filter) ? first : byDay.keys().next().value
    const days: KeptDay[] = []
    for (let one = began ?? day; one < day; one = addDays(one, 1)) {
      const costs = byDay.get(one) ?? []
      if (costs.length > 0 && costs.every(({ usd }) => usd === null)) continue
      days.push({ day: one, spent: byWallClock(costs, one, timezone) })
    }
    return days
  }

  /** Whether anything was asked before a quarter; of a narrower filter that is not looked for. */
  function isKnownBefore(quarter: number, filter: CostFilter) {
    const isOverall = whereSums(always, filter).isOverall
    const [first] = isOverall ? kept.quarters(always, filter.runtime) : []
    return first !== undefined && first.key < quarter
  }

  function keptDays(day: string, filter: CostFilter, measure: Measure, count = maxKeptDays) {
    return cached(`kept days ${day} ${count} ${measure} ${JSON.stringify(filter)}`, () =>
      readKept(day, count, filter, measure),
    )
  }

  const fitOf = (day: string, filter: CostFilter = {}, measure: Measure = 'billed') =>
    cached(`fit ${day} ${measure} ${JSON.stringify(filter)}`, () => fitDays(keptDays(day, filter, measure), day))

  const fitIn = ({ runtime, measure }: { runtime: Runtime | null; measure: Measure }, at: number) =>
    fitOf(dayOf(at, timezone), runtime === null ? {} : { runtime }, measure)

  const ofDay = (day: string, filter: CostFilter = {}): DayForecast | null =>
    cached(`forecast ${day} ${JSON.stringify(filter)}`, () => {
      const fit = fitOf(day, filter)
      return fit && { label: fit.label, days: fit.days.length, rest: restOfDay(fit, day, timezone) }
    })

  return {
    /** The kept days that stand for a day; null where too few are known. */
    fitOf,

    /** How many days before one are known. */
    knownDays: (day: string, filter: CostFilter = {}): number => keptDays(day, filter, 'billed').length,

    /** What still comes on a day after each moment of it; null where too few days are known. */
    ofDay,

    /** What the day of a moment (ms) comes to, of which so much is spent; null where too few days are known. */
    today(spentUsd: number | null, at: number, filter: CostFilter = {}): Forecast | null {
      const forecast = ofDay(dayOf(at, timezone), filter)
      return spentUsd === null || forecast === null ? null : forecastOf(spentUsd, restAt(forecast.rest, at), forecast)
    },

    /** What comes between two moments (ms) in a series; null where too few days are known. */
    between(from: number, to: number, series: { runtime: Runtime | null; measure: Measure }): Outlook | null {
      const fit = fitIn(series, from)
      return fit && outlookBetween(fit, from, to, timezone)
    },

    /** What usually comes from one moment (ms) until each quarter of an hour before another one. */
    path(from: number, to: number, series: { runtime: Runtime | null; measure: Measure }): DayPoint[] {
      const fit = fitIn(series, from)
      return fit ? pathBetween(fit, from, to, timezone) : []
    },

    /** What the month of a moment (ms) comes to, of which so much is spent; null where too few days are known. */
    ofMonth(spentUsd: number | null, at: number, filter: CostFilter = {}): Forecast | null {
      const day = dayOf(at, timezone)
      const fit = fitOf(day, filter)
      if (spentUsd === null || fit === null) return null
      const daysAfter: string[] = []
      const last = lastDayOf(monthOf(day))
      for (let one = addDays(day, 1); one <= last; one = addDays(one, 1)) daysAfter.push(one)
      const outlook = outlookOfDays(fit, wallPlace(at, timezone), daysAfter)
      if (outlook === null) return null
      const days = keptDays(day, filter, 'billed').length
      return {
        usd: spentUsd + outlook.mid,
        lowUsd: spentUsd + outlook.low,
        highUsd: spentUsd + outlook.high,
        days,
        how: `month to date + the rest of today + ${daysAfter.length} days like the ${days} known ones`,
      }
    },

    /** How the forecasts made at noon of the last days did. */
    score: (today: string): ForecastScore =>
      cached(`forecast score ${today}`, () =>
        scoreForecasts(keptDays(today, {}, 'billed', maxKeptDays + scoredDays), today),
      ),
  }
}
