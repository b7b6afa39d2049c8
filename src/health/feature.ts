import { defineFeature } from '../feature.ts'
import type { HealthEvent } from './events.ts'
import { readingForScreen } from './reading.ts'
import { healthRoutes } from './routes.ts'

export const healthFeature = defineFeature<HealthEvent>()({
  name: 'health',
  events: {
    'health.read': {
      topics: () => ['health', 'overview'],
      redact: { screen: (event) => ({ ...event, reading: readingForScreen(event.reading) }), viewer: 'whole' },
      latestValue: true,
    },
  },
  tables: {
    metrics: {
      measure_names: { kept: 'as long as anything of the measure' },
      measure_rows: { kept: 'until their span is packed: an hour, six hours, eight days' },
      measure_spans: { kept: '48 hours by ten seconds, 90 days by the minute, three years by the quarter of an hour' },
    },
  },
  routes: (parts: Parameters<typeof healthRoutes>[0]) => healthRoutes(parts),
})
