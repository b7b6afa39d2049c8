import { defineFeature } from '../feature.ts'
import type { AnnotationEvent } from './events.ts'
import { type AnnotationDeps, annotationRoutes } from './routes.ts'

export const annotationsFeature = defineFeature<AnnotationEvent>()({
  name: 'annotations',
  topics: { annotations: 'viewer' },
  events: {
    'annotations.changed': { topics: () => ['annotations'], redact: { screen: 'nothing', viewer: 'whole' } },
  },
  tables: {
    wheelhouse: {
      annotations: { kept: 'until somebody removes them, also where the session is gone; of at most 100,000 sessions' },
    },
  },
  routes: (parts: AnnotationDeps) => annotationRoutes(parts),
})
