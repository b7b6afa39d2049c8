import { addDays, dayOf, quarterMs } from '../../lib/timezone.ts'
import { type BilledQuarter, billedByQuarter } from '../ledger/read-sums.ts'
import {
  byWallClock,
  type DayCurve,
  type DayPoint,
  minDays,
  projected,
  type QuarterCost,
  quartersOf,
  runningSum,
  typicalOver,
  weekdayLabel,
} from './day-curve.ts'
import type { CostFilter } from './report.ts'
import type { ReportContext } from './report-context.ts'

/** A typical day: its curve, and the curves by the clock on the wall of the days that it is made of. */
export type Typical = { label: string; points: DayPoint[]; spent: number[][] }

/** Days as curves: what was spent until each quarter of an hour, and what usually is. `budgetUsd` is of one day. */
export function createDayCurves(
  { index, timezone, now, subscriptions, cached, kept, whereSums }: ReportContext,
  budgetUsd: number | null,
) {
  function quartersBetween(from: number, to: number, filter: CostFilter = {}): BilledQuarter[] {
    const where = whereSums({ from, to }, filter)
    if (!where.isOverall) return billedByQuarter(index, where, subscriptions)
    return kept.quarters({ from, to }, filter.runtime).map(({ key, costUsd, unpricedTokens, boundTokens }) => ({
      quarter: key,
      usd: costUsd,
      unsureTokens: unpricedTokens + boundTokens,
    }))
  }

  function findTypical(day: string, filter: CostFilter): Typical | null {
    const first = quartersOf(addDays(day, -56), timezone).first
    const past = quartersBetween(first, quartersOf(day, timezone).first, filter)
    const choices = [
      { label: weekdayLabel(day), days: Array.from({ length: 8 }, (_, n) => addDays(day, -7 * (n + 1))) },
      { label: 'a typical day', days: Array.from({ length: 14 }, (_, n) => addDays(day, -(n + 1))) },
    ]
    for (const { label, days } of choices) {
      const spent = days.flatMap((one) => {
        const { first, end } = quartersOf(one, timezone)
        const costs = past.filter(({ quarter }) => quarter >= first && quarter < end)
        return (knownSum(costs) ?? 0) > 0 ? [byWallClock(costs, one, timezone)] : []
      })
      if (spent.length >= minDays) return { label, points: typicalOver(spent, day, timezone), spent }
    }
    return null
  }

  /**
   * The median of the same weekday of the last eight weeks; where these are too few, of the last fourteen days. Null
   * where too few days are known.
   */
  const typicalFor = (day: string, filter: CostFilter = {}) =>
    cached(`typical ${day} ${JSON.stringify(filter)}`, () => findTypical(day, filter))

  return {
    typicalFor,

    /** Today from midnight until now, beside a typical day and what a day may cost. */
    today(): DayCurve {
      const at = now()
      const day = dayOf(at, timezone)
      const { first, end } = quartersOf(day, timezone)
      const today = quartersBetween(first, end)
      const spentUsd = today.length === 0 ? 0 : knownSum(today)
      const typical = typicalFor(day)
      return {
        day,
        startAt: first * quarterMs,
        endAt: end * quarterMs,
        timezone,
        budgetUsd,
        points: spentUsd === null ? [] : runningSum(today, first, at),
        typical: typical && { label: typical.label, points: typical.points },
        projectedUsd: projected(spentUsd, typical?.points, at),
        isLowerBound: today.some(({ unsureTokens }) => unsureTokens > 0),
      }
    },
  }
}

/** Null where nothing has a price. */
const knownSum = (costs: QuarterCost[]) =>
  costs.every(({ usd }) => usd === null) ? null : costs.reduce((sum, { usd }) => sum + (usd ?? 0), 0)
