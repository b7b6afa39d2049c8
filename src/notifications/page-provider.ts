import type { NotificationEvent } from './events.ts'
import { failed, sent } from './outcome.ts'
import type { OwnProvider, Sending } from './provider.ts'
import type { Values } from './template.ts'

/** Pages that are open: they show a notice themselves and, where the browser was allowed to, on the desktop. */
export const pageProvider = ({
  pages,
  publish,
  valuesFor,
}: {
  pages: () => number
  publish: (event: NotificationEvent) => unknown
  valuesFor: (sending: Sending) => Values
}): OwnProvider => ({
  id: 'page',
  name: 'Open pages and their desktops',
  group: 'push',
  docs: '',
  fields: [],
  about:
    'Pages that are open show a notice, and a notification of the desktop where you allowed it in that browser. Nobody hears anything while no page is open.',
  knowsRepeats: true,
  tellsEnd: false,
  async send(sending) {
    const count = pages()
    if (count === 0) return failed('refused', 'nobody-there', 'No page was open, so nobody has seen it.')
    const { key = '', title = '', text = '' } = valuesFor(sending)
    const { severity, href } = sending.delivery.notice
    publish({ kind: 'notice.shown', notice: { id: key, severity, title, text, href } })
    return sent({ answer: `${count} open ${count === 1 ? 'page' : 'pages'}` })
  },
})
