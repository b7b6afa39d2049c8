import { defineFeature } from '../feature.ts'
import type { OfficeEvent } from './events.ts'
import { type LayoutRouteDeps, layoutRoutes } from './layouts/routes.ts'
import { memberForScreen } from './members.ts'
import { type OfficeRouteDeps, officeRoutes } from './routes.ts'
import { type SpriteRouteDeps, spriteRoutes } from './sprites/routes.ts'

export const officeFeature = defineFeature<OfficeEvent>()({
  name: 'office',
  topics: { office: 'screen' },
  events: {
    'office.changed': {
      topics: () => ['office'],
      redact: { screen: (event) => ({ ...event, changed: event.changed.map(memberForScreen) }), viewer: 'whole' },
    },
    'office.layout-changed': { topics: () => ['office'], redact: { screen: 'whole' } },
    'office.message': { topics: () => ['office'], redact: { screen: 'whole', viewer: 'whole' } },
  },
  tables: { wheelhouse: { office_layouts: { kept: 'the last 50 offices that were saved' } } },
  routes: (parts: OfficeRouteDeps & LayoutRouteDeps & SpriteRouteDeps) =>
    officeRoutes(parts).use(layoutRoutes(parts)).use(spriteRoutes(parts)),
})
