import { defineFeature } from '../feature.ts'
import { type ReconcileRouteDeps, reconcileRoutes } from './routes.ts'
import { reconcileSections } from './settings.ts'

const dayMs = 86_400_000

export const reconcileFeature = defineFeature()({
  name: 'reconcile',
  events: {},
  tables: {
    wheelhouse: {
      stated_figures: {
        kept: 'for thirteen months: a month can be compared with the same one a year before',
        deleteBy: { column: 'at', afterMs: 400 * dayMs },
      },
      refused_figures: { kept: 'for a month', deleteBy: { column: 'last_at', afterMs: 30 * dayMs } },
      bills: { kept: 'for good, with every change of them' },
    },
  },
  settings: reconcileSections,
  routes: (parts: ReconcileRouteDeps) => reconcileRoutes(parts),
})
