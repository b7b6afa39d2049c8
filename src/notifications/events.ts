import type { Severity } from './notice.ts'

/** What a page shows of a notice that was sent to pages. */
type ShownNotice = { id: string; severity: Severity; title: string; text: string; href: string }

/** Channels, the pause or the history have changed; or pages show a notice. */
export type NotificationEvent = { kind: 'notifications.changed' } | { kind: 'notice.shown'; notice: ShownNotice }
