import type { PublishedEvent } from '../../src/app/features.ts'
import { storage } from '../platform/storage.ts'
import { toast } from './toasts.tsx'

const wish = 'wheelhouse.notices'

/** Whether this browser shows the notices that are sent to open pages. */
export const showsNotices = () => storage.read(wish) !== null

type Feed = {
  subscribe(handlers: { onEvent(event: PublishedEvent): void }): void
  subscribeTopic(topic: string, onSubscribed: () => void): () => void
}

let stop: (() => void) | undefined
let isListening = false

/** Shows notices from now on, and on the desktop where the browser may. */
export function showNotices({ subscribe, subscribeTopic }: Feed) {
  storage.write(wish, 'on')
  stop ??= subscribeTopic('notices', () => {})
  if (isListening) return
  isListening = true
  subscribe({
    onEvent(event) {
      if (event.kind !== 'notice.shown' || !showsNotices()) return
      const { id, title, text, href } = event.notice
      toast({ text: title })
      if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return
      // Several pages of one browser show it once: it has one tag.
      const shown = new Notification(title, { body: text, tag: id })
      shown.onclick = () => {
        window.focus()
        location.assign(href)
      }
    },
  })
}

/** Shows none any more. */
export function hideNotices() {
  storage.remove(wish)
  stop?.()
  stop = undefined
}
