import { defineFeature } from '../feature.ts'
import type { BreakerEvent } from './events.ts'
import { type BreakerRouteDeps, breakerRoutes } from './routes.ts'

const yearMs = 365 * 86_400_000

export const breakerFeature = defineFeature<BreakerEvent>()({
  name: 'breaker',
  events: { 'breaker.changed': { topics: () => ['overview'], redact: { screen: 'whole' } } },
  tables: {
    wheelhouse: {
      breaker_guards: { kept: 'for good, also switched off: what it holds is released by it' },
      breaker_trips: { kept: 'a year', deleteBy: { column: 'at', afterMs: yearMs } },
      breaker_acts: { kept: 'a year', deleteBy: { column: 'at', afterMs: yearMs } },
    },
  },
  routes: (parts: BreakerRouteDeps) => breakerRoutes(parts),
})
