import type { ActionGate } from '../audit/action-gate.ts'
import { defineFeature } from '../feature.ts'
import type { Reader } from '../lib/json.ts'
import type { BudgetEditor } from './budgets/budget-editor.ts'
import { budgetRoutes } from './budgets/routes.ts'
import type { CostEvent } from './events.ts'
import type { CostReads } from './reads.ts'
import { type CostRouteDeps, costRoutes } from './routes.ts'
import { costSections } from './settings.ts'

type Parts = {
  reader: Reader<CostReads>
  costs: Omit<CostRouteDeps, 'reader'>
  budgetEditor: BudgetEditor
  actionGate: ActionGate
}

export const costsFeature = defineFeature<CostEvent>()({
  name: 'costs',
  topics: { costs: 'screen' },
  events: {
    'costs.changed': { topics: () => ['costs', 'overview'], redact: { screen: 'whole' } },
    'budgets.changed': { topics: () => ['costs', 'overview'], redact: { screen: 'whole' } },
    'budget.crossed': { topics: () => ['costs', 'overview'], redact: { screen: 'whole' } },
  },
  tables: {
    index: {
      usage_rows: { kept: 'for good: what was used outlives its transcript' },
      usage_sums: { kept: 'for good, as sums of `usage_rows`' },
      usage_names: { kept: 'for good: rows of both name them' },
      usage_prices: { kept: 'for good: rows of both name them' },
      usage_totals: { kept: 'for good, as sums of `usage_sums`' },
      usage_marks: { kept: 'for good: when the sums of each day changed last' },
      usage: { kept: 'for good: `usage_rows` with their names, as a view' },
      usage_15m: { kept: 'for good: `usage_sums` with their names, as a view' },
      usage_15m_totals: { kept: 'for good: `usage_totals` with their names, as a view' },
      limits: { kept: 'for good' },
      limit_readings: { kept: 'for good: a word for each quarter of an hour in which a runtime said one' },
      prices: { kept: 'for good: rows of `usage` name them' },
      context_windows: { kept: 'for good: the models of sessions, which are few' },
      meta: { kept: 'for good: which prices the index was computed with' },
    },
    wheelhouse: { budget_levels: { kept: 'for good: each level is said once in its period' } },
  },
  settings: costSections,
  routes: ({ reader, costs, budgetEditor, actionGate }: Parts) =>
    costRoutes({ ...costs, reader }).use(budgetRoutes({ budgetEditor, actionGate })),
})
