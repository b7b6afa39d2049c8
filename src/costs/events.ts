import type { BudgetCrossing } from './budgets/budget.ts'
import type { CostsToday } from './reports/report.ts'

export type CostEvent =
  | { kind: 'costs.changed'; costs: CostsToday }
  /** A person set or removed a budget. */
  | { kind: 'budgets.changed' }
  /** A level of a budget was crossed; published once in its period. */
  | { kind: 'budget.crossed'; crossing: BudgetCrossing }
