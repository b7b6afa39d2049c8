import { defineFeature } from '../feature.ts'
import type { ControlEvent } from './events.ts'
import { controlRoutes } from './routes.ts'
import { serviceForScreen } from './service.ts'
import { controlSections } from './settings.ts'

export const controlsFeature = defineFeature<ControlEvent>()({
  name: 'controls',
  topics: { controls: 'screen' },
  events: {
    'control.changed': {
      topics: () => ['controls'],
      redact: { screen: (event) => ({ ...event, service: serviceForScreen(event.service) }), viewer: 'whole' },
    },
    'control.gone': { topics: () => ['controls'], redact: { screen: 'whole' } },
  },
  tables: {
    wheelhouse: {
      control_acts: { kept: '90 days', deleteBy: { column: 'ended_at', afterMs: 90 * 24 * 3_600_000 } },
      control_processes: { kept: 'while the service is configured, and after that for good' },
    },
  },
  settings: controlSections,
  routes: (parts: Parameters<typeof controlRoutes>[0]) => controlRoutes(parts),
})
