import { defineFeature } from '../feature.ts'
import type { GatewaysEvent } from './events.ts'
import { gatewayRoutes } from './routes.ts'

export const gatewaysFeature = defineFeature<GatewaysEvent>()({
  name: 'gateways',
  topics: { gateways: 'viewer' },
  events: { 'gateways.changed': { topics: () => ['gateways'], redact: { screen: 'nothing', viewer: 'whole' } } },
  tables: { wheelhouse: { gateway_changes: { kept: 'the last change of each gateway, until the next one' } } },
  routes: (parts: Parameters<typeof gatewayRoutes>[0]) => gatewayRoutes(parts),
})
