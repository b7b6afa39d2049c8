import { defineFeature } from '../feature.ts'
import type { AskEvent } from './events.ts'
import { type AskRouteDeps, askRoutes } from './routes.ts'

export const askFeature = defineFeature<AskEvent>()({
  name: 'ask',
  topics: { ask: 'operator' },
  events: {
    'ask.changed': { topics: () => ['ask'], redact: { screen: 'nothing', operator: 'whole' } },
  },
  tables: {
    wheelhouse: {
      ask_model: { kept: 'one row, until another model is chosen' },
      ask_answers: {
        kept: '90 days, or until whoever asked forgets them',
        deleteBy: { column: 'asked_at', afterMs: 90 * 86_400_000 },
      },
    },
  },
  routes: (parts: AskRouteDeps) => askRoutes(parts),
})
