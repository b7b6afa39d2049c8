import { defineFeature } from '../feature.ts'
import { activityEntryForScreen } from './activity-entry.ts'
import type { ActivityEvent } from './events.ts'

export const activityFeature = defineFeature<ActivityEvent>()({
  name: 'activity',
  events: {
    logged: {
      topics: () => ['overview'],
      redact: { screen: (event) => ({ ...event, line: activityEntryForScreen(event.line) }), viewer: 'whole' },
    },
  },
})
