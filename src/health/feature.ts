import { defineFeature } from '../feature.ts'
import type { HealthEvent } from './events.ts'
import type { Health } from './health.ts'
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
  routes: ({ health }: { health: Health }) => healthRoutes(health),
})
