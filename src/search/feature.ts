import type { ActionGate } from '../audit/action-gate.ts'
import { defineFeature } from '../feature.ts'
import { searchRoutes } from './routes.ts'
import type { Search } from './search.ts'

export const searchFeature = defineFeature()({
  name: 'search',
  events: {},
  routes: (parts: { search: Search; actionGate: ActionGate }) => searchRoutes(parts),
})
