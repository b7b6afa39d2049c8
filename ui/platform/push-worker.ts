/** Receives pushes while no page is open. The build makes a file of its own of this, which browsers run as a service worker. */

type Pushed = { title: string; text: string; href: string; tag: string }
type Waiting = { waitUntil(promise: Promise<unknown>): void }
type PushEvent = Event & Waiting & { data: { json(): Pushed } | null }
type ClickEvent = Event & Waiting & { notification: Notification & { data: { href: string } } }
type Scope = {
  registration: { showNotification(title: string, options: NotificationOptions): Promise<void> }
  clients: { openWindow(url: string): Promise<unknown> }
  skipWaiting(): Promise<void>
  addEventListener(kind: string, listen: (event: never) => void): void
}

const scope = self as unknown as Scope

scope.addEventListener('install', () => void scope.skipWaiting())

// Each push is shown, whoever looks at whatever page: none is swallowed.
scope.addEventListener('push', (event: PushEvent) => {
  const { title, text, href, tag } = event.data?.json() ?? { title: 'Wheelhouse', text: '', href: '/needs', tag: '' }
  event.waitUntil(scope.registration.showNotification(title, { body: text, tag, data: { href } }))
})

scope.addEventListener('notificationclick', (event: ClickEvent) => {
  const { notification } = event
  notification.close()
  // A page of ours and of nobody else.
  event.waitUntil(scope.clients.openWindow(new URL(notification.data.href, location.origin).href))
})
