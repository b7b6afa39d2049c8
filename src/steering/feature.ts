import { defineFeature } from '../feature.ts'
import type { SteeringEvent } from './events.ts'
import { type SteeringDeps, steeringRoutes } from './routes.ts'

const keptMs = 90 * 24 * 3_600_000

export const steeringFeature = defineFeature<SteeringEvent>()({
  name: 'steering',
  topics: { steering: 'operator' },
  events: {
    'session-acts.changed': {
      topics: () => ['steering'],
      redact: { screen: 'nothing', viewer: 'nothing', operator: 'whole' },
    },
  },
  tables: {
    wheelhouse: {
      session_acts: {
        kept: 'until it has come true or failed, and for 90 days after that; words only while they have not arrived',
        deleteBy: { column: 'ended_at', afterMs: keptMs },
      },
    },
  },
  routes: (parts: SteeringDeps) => steeringRoutes(parts),
})
