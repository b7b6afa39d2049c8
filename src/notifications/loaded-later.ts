/** What the executable holds packed and loads once there is a channel, or somebody opens its settings. */
export { createNotifications } from './notifications.ts'
