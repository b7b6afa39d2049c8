import type { Channel, Routing } from '../channel.ts'
import type { Notice } from '../notice.ts'

/** A channel that is on and gets everything at once, but for what is said. */
export const channelAs = (rest: Partial<Channel> = {}, routing: Partial<Routing> = {}): Channel => ({
  id: 'c',
  provider: 'webhook',
  name: 'Hook',
  isOn: true,
  onSince: 0,
  given: {},
  allowsPrivate: false,
  madeAt: 0,
  madeBy: 'a',
  ...rest,
  routing: {
    least: 'info',
    kinds: null,
    afterMs: 0,
    repeatMs: null,
    quiet: null,
    digestAt: null,
    tellsEnd: false,
    ...routing,
  },
})

export const noticeAs = (rest: Partial<Notice> = {}): Notice => ({
  dedupeKey: 'n',
  kind: 'waiting',
  severity: 'warn',
  subject: 'Clawdia',
  title: 'Clawdia waits for you',
  text: 'May I run make?',
  href: '/needs',
  at: 1,
  ...rest,
})
