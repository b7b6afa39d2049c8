import type { Runtime } from '../../facts/fact.ts'
import { addDays, dayOf, quarterMs } from '../../lib/timezone.ts'
import type { Store } from '../../store/store.ts'
import { billedUsd, paidBy } from '../ledger/sums.ts'
import type { CommitCache } from './commit-cache.ts'
import {
  byWallClock,
  type DayCurve,
  minDays,
  projected,
  type QuarterCost,
  quartersOf,
  runningSum,
  typicalOver,
  weekdayLabel,
} from './day-curve.ts'
import type { Range, Where } from './question.ts'
import type { CostFilter } from './report.ts'

type Deps = {
  timezone: string
  now: () => number
  budgetUsd: number | null
  subscriptions: readonly Runtime[]
  where: (table: 'quarters', range: Range, filter: CostFilter) => Where
}

/** What is usual at each hour: a curve, and the days it is made of. */
export type Typical = { label: string; points: { at: number; usd: number }[]; spent: number[][] }

/** Days as curves: what was spent until each quarter of an hour, and what usually is. */
export function createDayCurves(
  index: Store,
  known: CommitCache,
  { timezone, now, budgetUsd, subscriptions, where }: Deps,
) {
  const db = index.$client
  const isPaid = paidBy(subscriptions)

  /** Money by quarter; what a subscription pays is not in it. */
  function quartersBetween(from: number, to: number, filter: CostFilter = {}) {
    const { sql, values } = where('quarters', { from, to }, filter)
    return db
      .query<QuarterCost & { unsure: number }, [Where['values']]>(
        `SELECT quarter, sum(${billedUsd(subscriptions)}) AS usd,
           sum(CASE WHEN ${isPaid} THEN 0 ELSE unpriced_tokens + bound_tokens END) AS unsure
         FROM usage_15m WHERE ${sql} GROUP BY quarter ORDER BY quarter`,
      )
      .all(values)
  }

  /** The same weekday of the last eight weeks; where that is too little, the last fortnight. Null where that is too. */
  const typicalFor = (day: string, filter: CostFilter = {}) =>
    known(`typical ${day} ${JSON.stringify(filter)}`, () => findTypical(day, filter))

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

  return {
    quartersBetween,
    typicalFor,

    /** Today from midnight until now, beside a typical day and what a day may cost. */
    curve(): DayCurve {
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
        isLowerBound: today.some(({ unsure }) => unsure > 0),
      }
    },
  }
}

/** Null where nothing has a price. */
export const knownSum = (costs: QuarterCost[]) =>
  costs.every(({ usd }) => usd === null) ? null : costs.reduce((sum, { usd }) => sum + (usd ?? 0), 0)
