import { defineFeature } from '../feature.ts'
import type { NotificationEvent } from './events.ts'
import { type NotificationRouteDeps, notificationRoutes } from './routes.ts'
import { notificationSections } from './settings.ts'

const keptMs = 30 * 86_400_000

export const notificationsFeature = defineFeature<NotificationEvent>()({
  name: 'notifications',
  topics: { notices: 'viewer', notifications: 'viewer' },
  events: {
    'notifications.changed': { topics: () => ['notifications'], redact: { screen: 'nothing', viewer: 'whole' } },
    'notice.shown': { topics: () => ['notices'], redact: { screen: 'nothing', viewer: 'whole' } },
  },
  tables: {
    wheelhouse: {
      notification_channels: { kept: 'until somebody removes it; at most 50' },
      notification_notices: {
        kept: 'for as long as it is open, and for 30 days after it has settled',
        deleteBy: { column: 'settled_at', afterMs: keptMs },
      },
      notification_deliveries: {
        kept: 'until it has ended, and for 30 days after; at most 5,000 that have',
        deleteBy: { column: 'ended_at', afterMs: keptMs },
      },
      notification_pause: { kept: 'until it ends' },
    },
  },
  settings: notificationSections,
  routes: (parts: NotificationRouteDeps) => notificationRoutes(parts),
})
