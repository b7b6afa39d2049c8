import { defineFeature } from '../feature.ts'
import { hookRoutes } from './routes.ts'

export const hooksFeature = defineFeature()({
  name: 'hooks',
  events: {},
  routes: (parts: Parameters<typeof hookRoutes>[0]) => hookRoutes(parts),
})
