import { defineFeature } from '../feature.ts'
import { telemetryRoutes } from './routes.ts'
import { telemetrySections } from './settings.ts'

export const telemetryFeature = defineFeature()({
  name: 'telemetry',
  events: {},
  settings: telemetrySections,
  routes: (parts: Parameters<typeof telemetryRoutes>[0]) => telemetryRoutes(parts),
})
