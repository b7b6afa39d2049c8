import { defineFeature } from '../feature.ts'
import type { AlertEvent } from './events.ts'
import { type AlertDeps, alertRoutes } from './routes.ts'

const yearMs = 365 * 86_400_000

export const alertsFeature = defineFeature<AlertEvent>()({
  name: 'alerts',
  topics: { alerts: 'viewer' },
  events: {
    'incident.changed': { topics: () => ['alerts'], redact: { screen: 'nothing', viewer: 'whole' } },
    'alerts.changed': { topics: () => ['alerts'], redact: { screen: 'nothing', viewer: 'whole' } },
  },
  tables: {
    wheelhouse: {
      alert_rules: { kept: 'until somebody removes a rule, or sets it back; at most 1,000' },
      incidents: {
        kept: 'while they go on, and a year after; at most 10,000 that are over',
        deleteBy: { column: 'ended_at', afterMs: yearMs },
      },
      incident_steps: {
        kept: 'as long as their incident; at most 500 of each',
        deleteBy: { column: 'at', afterMs: 2 * yearMs },
      },
      alert_mutes: { kept: 'a month after they are over', deleteBy: { column: 'until_at', afterMs: 31 * 86_400_000 } },
    },
  },
  routes: (parts: AlertDeps) => alertRoutes(parts),
})
