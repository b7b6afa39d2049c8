import type { Store } from '../../store/store.ts'
import { typedQueries } from '../../store/typed-queries.ts'
import type { CostEvent } from '../events.ts'
import type { BudgetState } from './budget.ts'
import { budgetLevels } from './table.ts'

type Deps = { store: Store; now: () => number; publish: (event: CostEvent) => unknown }

/** Records which levels of budgets were crossed, and publishes each once in its period, the highest alone. */
export function createBudgetCrossings({ store, now, publish }: Deps) {
  const queries = typedQueries(store)
  return (states: readonly BudgetState[]) => {
    for (const { level, name, period, spentUsd, usd, per, forecast, breaker, warn } of states) {
      if (level === null || spentUsd === null) continue
      const at = now()
      const crossed = warn.filter((one) => one <= level)
      const fresh = queries
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
  }
}
