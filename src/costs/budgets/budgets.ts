import type { IndexingEvent } from '../../indexing/events.ts'
import { dayOf } from '../../lib/timezone.ts'
import type { Listening } from '../../live/bus.ts'
import type { Store } from '../../store/store.ts'
import type { Costs } from '../costs.ts'
import type { CostEvent } from '../events.ts'
import { minDays, projected } from '../reports/day-curve.ts'
import { daysBefore, projectMonth, trailingDays } from '../reports/projection.ts'
import { costUsdOf, lowerBoundTokens } from '../reports/report.ts'
import { type Budget, type BudgetState, judgeBudget, periodOf, type Spending } from './budget.ts'
import { budgetLevels } from './table.ts'

export type Budgets = ReturnType<typeof createBudgets>

type Deps = {
  costs: Costs
  store: Store
  timezone: string
  now: () => number
  publish: (event: CostEvent) => unknown
}

const dayMs = 86_400_000

/** How each budget stands, and saying so once when one of its levels is crossed. */
export function createBudgets(budgets: Budget[], { costs, store, timezone, now, publish }: Deps) {
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

    /** Those that are passed and want something done about it: cheap, because it is asked at every turn. */
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

    /** Looks whether a level was crossed since it was last looked, and says each once a period, the highest alone. */
    check(): BudgetState[] {
      const all = states()
      for (const state of all) {
        const { level, name, period, spentUsd, usd, per, forecast, breaker } = state
        if (level === null || spentUsd === null) continue
        const at = now()
        const crossed = state.warn.filter((one) => one <= level)
        const fresh = store
          .insert(budgetLevels)
          .values(crossed.map((one) => ({ budget: name, period, level: one, at, spentUsd })))
          .onConflictDoNothing()
          .returning({ level: budgetLevels.level })
          .all()
        if (!fresh.some((row) => row.level === level)) continue
        publish({
          kind: 'budget.crossed',
          crossing: { budget: name, per, period, level, usd, spentUsd, forecast, breakerAction: breaker?.deed ?? null },
        })
      }
      return all
    },
  }
}

/** What each of the days before one cost, without those before anything was known; of a subscription nothing. */
export function pastDays(costs: Costs, day: string, filter: Budget['filter'] = {}): number[] {
  const days = daysBefore(day, trailingDays)
  const { rows } = costs.report({ by: 'day', since: days[0]!, until: days.at(-1)!, ...filter })
  const spent = new Map(rows.map((row) => [row.key, row.costUsd ?? 0]))
  const first = rows[0]?.key
  return first === undefined ? [] : days.filter((one) => one >= first).map((one) => spent.get(one) ?? 0)
}

const restMs = 1_000

type Heard = Extract<CostEvent | IndexingEvent, { kind: 'costs.changed' | 'indexed' }>

/** Looks at the budgets when sums have changed, once a second at most, and not before history has been read. */
export function watchBudgets({
  budgets,
  bus,
  isDone,
  onError,
}: {
  budgets: Pick<Budgets, 'check'>
  bus: Listening<Heard>
  isDone: () => boolean
  onError: (error: unknown) => void
}) {
  let timer: Timer | undefined
  const stop = bus.on(['costs.changed', 'indexed'], (event) => {
    if (event.kind === 'indexed' && !event.done) return
    timer ??= setTimeout(() => {
      timer = undefined
      try {
        if (isDone()) budgets.check()
      } catch (error) {
        // A disk that is full keeps no level; it is said when there is room and something is spent.
        onError(error)
      }
    }, restMs)
  })
  return () => {
    stop()
    clearTimeout(timer)
  }
}
