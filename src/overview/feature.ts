import { attentionItemForScreen } from '../attention/need.ts'
import { defineFeature } from '../feature.ts'
import type { OverviewEvent } from './events.ts'
import { type DemoStart, type OverviewReader, overviewRoutes } from './routes.ts'
import { verdictForScreen } from './verdict.ts'

export const overviewFeature = defineFeature<OverviewEvent>()({
  name: 'overview',
  events: {
    'overview.changed': {
      topics: () => ['attention', 'overview'],
      redact: {
        screen: ({ standing, ...event }) => ({
          ...event,
          standing: {
            ...standing,
            verdict: verdictForScreen(standing.verdict),
            attention: standing.attention.map(attentionItemForScreen),
          },
        }),
        viewer: 'whole',
      },
    },
  },
  routes: ({ overview, demo }: { overview: OverviewReader; demo: DemoStart }) => overviewRoutes(overview, demo),
})
