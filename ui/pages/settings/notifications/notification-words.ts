import type { ChannelView, Delivery, Pause, Routing } from '../../../../src/notifications/channel.ts'
import type { Mark } from '../../../components/state-mark.tsx'

/** Channels and what went to them, in words. */

export const leastWords: Record<NonNullable<Routing['least']> | 'none', string> = {
  info: 'Everything',
  warn: 'What needs you',
  severe: 'Only what is severe',
  none: 'Only the digest',
}

export const newRouting = (): Routing => ({
  least: 'warn',
  kinds: null,
  afterMs: 0,
  repeatMs: null,
  quiet: null,
  digestAt: null,
  tellsEnd: false,
})

/** A span that somebody chose: minutes, hours or days. */
export function spanWords(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 60) return `${minutes} min`
  if (minutes < 1_440) return `${Math.round(minutes / 6) / 10} h`
  return minutes < 2_880 ? 'day' : `${Math.round(minutes / 144) / 10} days`
}

/** What a channel gets, in plain sentences. */
export function routingWords({ least, kinds, afterMs, repeatMs, quiet, digestAt, tellsEnd }: Routing): string {
  const what = leastWords[least ?? 'none']
  const ofKinds = kinds === null ? '' : ` of ${kinds.length} ${kinds.length === 1 ? 'kind' : 'kinds'}`
  const first =
    least === null
      ? what
      : afterMs === 0
        ? `${what}${ofKinds}, at once`
        : `${what}${ofKinds}, if it is still open after ${spanWords(afterMs)}`
  return [
    first,
    ...(repeatMs !== null && least !== null ? [`Again every ${spanWords(repeatMs)} until it has settled`] : []),
    ...(quiet
      ? [`Quiet from ${quiet.from} to ${quiet.to}${quiet.severeBreaksThrough ? ', but for what is severe' : ''}`]
      : []),
    ...(digestAt === null ? [] : [`A digest at ${digestAt}`]),
    ...(tellsEnd ? ['Says when it has settled'] : []),
  ]
    .map((sentence) => `${sentence}.`)
    .join(' ')
}

/** How a channel is. */
export function channelState({ isOn, last, waiting }: Pick<ChannelView, 'isOn' | 'last' | 'waiting'>): {
  mark: Mark
  word: string
} {
  if (!isOn) return { mark: 'idle', word: 'off' }
  if (last?.state === 'failed' || last?.state === 'given-up')
    return { mark: 'stopped', word: 'the last notice did not arrive' }
  if (waiting > 0) return { mark: 'waiting', word: waiting === 1 ? '1 notice waits' : `${waiting} notices wait` }
  return { mark: 'healthy', word: last === null ? 'on, nothing sent yet' : 'on' }
}

/** How a delivery is, with what was answered. */
export function deliveryWords(
  delivery: Delivery,
  clock: (at: number) => string,
): { mark: Mark; word: string; detail: string } {
  const { state, status, answer, words, attempts, dueAt, isUnsure } = delivery
  const answered = [status === null ? null : `answered ${status}`, answer ? `“${answer}”` : null]
    .filter(Boolean)
    .join(' ')
  const doubt = isUnsure ? 'It may have arrived twice: its answer never came.' : ''
  const tries = attempts > 1 ? `${attempts} attempts` : ''
  const join = (...parts: (string | null)[]) =>
    parts.flatMap((part) => (part ? part.replace(/\.$/, '') : [])).join('. ')
  switch (state) {
    case 'sent':
      return { mark: 'healthy', word: 'sent', detail: join(tries, words, answered, doubt) }
    case 'sending':
      return { mark: 'working', word: 'on its way', detail: tries }
    case 'pending':
      return attempts === 0
        ? { mark: 'idle', word: `due ${clock(dueAt)}`, detail: '' }
        : { mark: 'waiting', word: `tried again ${clock(dueAt)}`, detail: join(tries, words, answered, doubt) }
    case 'failed':
      return { mark: 'stopped', word: 'not sent', detail: join(words, answered) }
    case 'given-up':
      return { mark: 'stopped', word: 'given up', detail: join(words, answered, doubt) }
    case 'dropped':
      return { mark: 'unknown', word: 'not needed', detail: words ?? '' }
  }
}

/** Until when nothing is sent. */
export const pauseWords = ({ until, by }: Pause, clock: (at: number) => string) =>
  `${until === null ? 'Nothing is sent until somebody ends this' : `Nothing is sent until ${clock(until)}`}. Paused by ${by}.`
