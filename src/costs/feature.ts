import { defineFeature } from '../feature.ts'
import type { CostEvent } from './events.ts'
import { type CostReaders, costRoutes } from './routes.ts'

export const costsFeature = defineFeature<CostEvent>()({
  name: 'costs',
  topics: { costs: 'screen' },
  events: {
    'costs.changed': { topics: () => ['costs', 'overview'], redact: { screen: 'whole' } },
    'budget.crossed': { topics: () => ['costs', 'overview'], redact: { screen: 'whole' } },
  },
  tables: {
    index: { usage: { kept: 'for good' } },
    wheelhouse: { budget_levels: { kept: 'for good' } },
  },
  routes: ({ costs }: { costs: CostReaders }) => costRoutes(costs),
})
