import { dayOf } from '../../lib/timezone.ts'
import type { Costs } from '../costs.ts'
import { minDays, projected } from '../reports/day-curve.ts'
import { daysBefore, projectMonth, trailingDays } from '../reports/projection.ts'
import { costUsdOf, lowerBoundTokens } from '../reports/report.ts'
import { type Budget, type BudgetState, judgeBudget, periodOf, type Spending } from './budget.ts'

export type Budgets = ReturnType<typeof createBudgets>

type Deps = { costs: Costs; timezone: string; now: () => number }

const dayMs = 86_400_000

/** The state of each budget. */
export function createBudgets(budgets: readonly Budget[], { costs, timezone, now }: Deps) {
  function spendingOf({ per, filter }: Budget, at: number): Spending {
    const day = dayOf(at, timezone)
    const { since, until, endAt } = periodOf(per, at, timezone)
    const { totals } = costs.report({ by: 'runtime', since, until, ...filter })
    const spentUsd = costUsdOf(totals)
    const isLowerBound = lowerBoundTokens(totals) > 0
    if (per === 'day') {
      const typical = costs.typicalFor(day, filter)
      const projectedUsd = projected(spentUsd, typical?.points, at)
      return { spentUsd, isLowerBound, projectedUsd, usual: typical && { points: typical.points } }
    }
    const past = pastDays(costs, day, filter)
    const left = (endAt - at) / dayMs
    const projection = projectMonth({
      monthUsd: spentUsd,
      todayLeft: left - Math.floor(left),
      daysLeft: Math.floor(left),
      past,
    })
    const perDayUsd = past.length < minDays ? null : past.reduce((sum, usd) => sum + usd, 0) / past.length
    return {
      spentUsd,
      isLowerBound,
      projectedUsd: projection?.usd ?? null,
      usual: perDayUsd === null ? null : { perDayUsd },
    }
  }

  const states = (): BudgetState[] => {
    const at = now()
    return budgets.map((budget) =>
      judgeBudget(budget, periodOf(budget.per, at, timezone), spendingOf(budget, at), at, timezone),
    )
  }

  return {
    states,

    /** The passed budgets that ask for something to be done. Cheap, because every change of sums asks for them. */
    passed(): BudgetState[] {
      const at = now()
      return budgets.flatMap((budget) => {
        if (budget.onTrip === 'nothing') return []
        const period = periodOf(budget.per, at, timezone)
        const { since, until } = period
        const { totals } = costs.report({ by: 'runtime', since, until, ...budget.filter })
        if ((totals.costUsd ?? 0) < budget.usd) return []
        const isLowerBound = lowerBoundTokens(totals) > 0
        const spending = { spentUsd: totals.costUsd, isLowerBound, projectedUsd: null, usual: null }
        return [judgeBudget(budget, period, spending, at, timezone)]
      })
    },
  }
}

/** What each of the days before one cost, from the first known day on. What a subscription pays is not included. */
export function pastDays(costs: Costs, day: string, filter: Budget['filter'] = {}): number[] {
  const days = daysBefore(day, trailingDays)
  const { rows } = costs.report({ by: 'day', since: days[0]!, until: days.at(-1)!, ...filter })
  const spent = new Map(rows.map((row) => [row.key, row.costUsd ?? 0]))
  const first = rows[0]?.key
  return first === undefined ? [] : days.filter((one) => one >= first).map((one) => spent.get(one) ?? 0)
}
