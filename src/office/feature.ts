import { defineFeature } from '../feature.ts'
import type { OfficeEvent } from './events.ts'
import { memberForScreen } from './members.ts'
import { type OfficeRouteDeps, officeRoutes } from './routes.ts'

export const officeFeature = defineFeature<OfficeEvent>()({
  name: 'office',
  topics: { office: 'screen' },
  events: {
    'office.changed': {
      topics: () => ['office'],
      redact: { screen: (event) => ({ ...event, changed: event.changed.map(memberForScreen) }), viewer: 'whole' },
    },
    'office.message': { topics: () => ['office'], redact: { screen: 'whole', viewer: 'whole' } },
  },
  routes: (parts: OfficeRouteDeps) => officeRoutes(parts),
})
