import { defineFeature } from '../feature.ts'
import type { AttentionEvent } from './events.ts'
import { type AttentionDeps, attentionRoutes } from './routes.ts'

const keptMs = 30 * 24 * 3_600_000

export const attentionFeature = defineFeature<AttentionEvent>()({
  name: 'attention',
  topics: { needs: 'viewer' },
  events: { 'needs.changed': { topics: () => ['needs'], redact: { screen: 'nothing', viewer: 'whole' } } },
  tables: {
    wheelhouse: {
      needs: {
        kept: 'for as long as it is open, and for 30 days after it has settled; at most 10,000 that have',
        deleteBy: { column: 'settled_at', afterMs: keptMs },
      },
      ignored_needs: { kept: 'until somebody shows that kind again; at most 1,000' },
    },
  },
  routes: (parts: AttentionDeps) => attentionRoutes(parts),
})
