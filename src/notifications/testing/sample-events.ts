import type { Complete } from '../../live/testing/complete.ts'
import type { NotificationEvent } from '../events.ts'

/** Each event of this feature with every field filled. */
export const sampleEvents: Complete<NotificationEvent>[] = [
  { kind: 'notifications.changed' },
  {
    kind: 'notice.shown',
    notice: { id: 'a', severity: 'warn', title: 'a secret', text: 'a secret', href: '/needs' },
  },
]
