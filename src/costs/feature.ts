import { defineFeature } from '../feature.ts'
import type { Reader } from '../lib/json.ts'
import type { CostEvent } from './events.ts'
import type { CostReads } from './reads.ts'
import { type CostRouteDeps, costRoutes } from './routes.ts'
import { costSections } from './settings.ts'

export const costsFeature = defineFeature<CostEvent>()({
  name: 'costs',
  topics: { costs: 'screen' },
  events: {
    'costs.changed': { topics: () => ['costs', 'overview'], redact: { screen: 'whole' } },
    'budget.crossed': { topics: () => ['costs', 'overview'], redact: { screen: 'whole' } },
  },
  tables: {
    index: {
      usage: { kept: 'for good: what was used outlives its transcript' },
      usage_15m: { kept: 'for good, as sums of `usage`' },
      limits: { kept: 'for good' },
      prices: { kept: 'for good: rows of `usage` name them' },
      meta: { kept: 'for good: which prices the index was computed with' },
    },
    wheelhouse: { budget_levels: { kept: 'for good: each level is said once in its period' } },
  },
  settings: costSections,
  routes: ({ reader, costs }: { reader: Reader<CostReads>; costs: Omit<CostRouteDeps, 'reader'> }) =>
    costRoutes({ ...costs, reader }),
})
