import { dayOf } from '../../lib/timezone.ts'
import type { Costs } from '../costs.ts'
import { pathBetween } from '../reports/forecast.ts'
import { costUsdOf, lowerBoundTokens } from '../reports/report.ts'
import { type Budget, type BudgetState, judgeBudget, periodOf, type Spending } from './budget.ts'

export type Budgets = ReturnType<typeof createBudgets>

type Deps = { costs: Costs; timezone: string; now: () => number }

const dayMs = 86_400_000

/** The state of each of the budgets there are at each reading. */
export function createBudgets(budgets: () => readonly Budget[], { costs, timezone, now }: Deps) {
  function spendingOf({ per, filter }: Budget, at: number): Spending {
    const day = dayOf(at, timezone)
    const { since, until, endAt } = periodOf(per, at, timezone)
    const { totals } = costs.report({ by: 'runtime', since, until, ...filter })
    const spentUsd = costUsdOf(totals)
    const isLowerBound = lowerBoundTokens(totals) > 0
    if (spentUsd === null) return { spentUsd, isLowerBound, projectedUsd: null, usual: null }
    if (per === 'month') {
      const projectedUsd = costs.forecasts.ofMonth(spentUsd, at, filter)?.usd ?? null
      const perDayUsd = projectedUsd === null ? null : (projectedUsd - spentUsd) / ((endAt - at) / dayMs)
      return { spentUsd, isLowerBound, projectedUsd, usual: perDayUsd === null ? null : { perDayUsd } }
    }
    const fit = costs.forecasts.fitOf(day, filter)
    const path = fit && pathBetween(fit, at, endAt, timezone)
    const projectedUsd = costs.forecasts.today(spentUsd, at, filter)?.usd ?? null
    return { spentUsd, isLowerBound, projectedUsd, usual: path && { path } }
  }

  const states = (): BudgetState[] => {
    const at = now()
    return budgets().map((budget) =>
      judgeBudget(budget, periodOf(budget.per, at, timezone), spendingOf(budget, at), at, timezone),
    )
  }

  return {
    states,

    /** What is spent of each budget now, without any forecast. Cheap, because it is asked at every change of sums. */
    spent(): { budget: Budget; startAt: number; endAt: number; spentUsd: number | null }[] {
      const at = now()
      return budgets().map((budget) => {
        const { since, until, startAt, endAt } = periodOf(budget.per, at, timezone)
        const { totals } = costs.report({ by: 'runtime', since, until, ...budget.filter })
        return { budget, startAt, endAt, spentUsd: costUsdOf(totals) }
      })
    },

    /** The passed budgets that ask for something to be done. Cheap, because every change of sums asks for them. */
    passed(): BudgetState[] {
      const at = now()
      return budgets().flatMap((budget) => {
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
