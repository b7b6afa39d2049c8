import { dayOf, quarterMs } from '../../lib/timezone.ts'
import { type BilledQuarter, billedByQuarter } from '../ledger/read-sums.ts'
import { type DayCurve, runningSum, typicalOver } from './day-curve.ts'
import type { Forecasts } from './read-forecasts.ts'
import type { ReportContext } from './report-context.ts'
import { type QuarterCost, quartersOf } from './wall-clock.ts'

/** Today as a curve: what was spent until each quarter of an hour, and what usually is. `budgetUsd` is of one day. */
export function createDayCurves(
  { index, timezone, now, subscriptions, cached, kept, whereSums }: ReportContext,
  forecasts: Forecasts,
  budgetUsd: () => number | null,
) {
  function quartersBetween(from: number, to: number): BilledQuarter[] {
    const where = whereSums({ from, to }, {})
    if (!where.isOverall) return billedByQuarter(index, where, subscriptions)
    return kept.quarters({ from, to }).map(({ key, costUsd, unpricedTokens, boundTokens }) => ({
      quarter: key,
      usd: costUsd,
      unsureTokens: unpricedTokens + boundTokens,
    }))
  }

  const typicalFor = (day: string) =>
    cached(`typical ${day}`, () => {
      const fit = forecasts.fitOf(day)
      if (fit === null) return null
      const spent = fit.days.map(({ spent }) => spent)
      return { label: fit.label, points: typicalOver(spent, day, timezone) }
    })

  return {
    /** Today from midnight until now, beside a typical day and what a day may cost, with what still comes. */
    today(): DayCurve {
      const at = now()
      const day = dayOf(at, timezone)
      const { first, end } = quartersOf(day, timezone)
      const today = quartersBetween(first, end)
      const spentUsd = today.length === 0 ? 0 : knownSum(today)
      return {
        day,
        startAt: first * quarterMs,
        endAt: end * quarterMs,
        timezone,
        budgetUsd: budgetUsd(),
        points: spentUsd === null ? [] : runningSum(today, first, at),
        typical: typicalFor(day),
        forecast: forecasts.ofDay(day),
        knownDays: forecasts.knownDays(day),
        isLowerBound: today.some(({ unsureTokens }) => unsureTokens > 0),
      }
    },
  }
}

/** Null where nothing has a price. */
const knownSum = (costs: QuarterCost[]) =>
  costs.every(({ usd }) => usd === null) ? null : costs.reduce((sum, { usd }) => sum + (usd ?? 0), 0)
