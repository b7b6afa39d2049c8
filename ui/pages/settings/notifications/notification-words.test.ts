import { expect, test } from 'bun:test'
import { channelState, deliveryWords, newRouting, routingWords } from './notification-words.ts'

const clock = (at: number) => `at ${at}`
const delivery = {
  id: 1,
  dedupeKey: 'n',
  channelId: 'c',
  channel: 'Hook',
  turn: 0,
  state: 'sent',
  madeAt: 0,
  dueAt: 7,
  firstAt: 0,
  endedAt: 0,
  attempts: 1,
  status: 200,
  answer: 'ok',
  words: null,
  isUnsure: false,
} as const

test.each([
  [{}, 'What needs you, at once.'],
  [{ least: 'severe', afterMs: 900_000 } as const, 'Only what is severe, if it is still open after 15 min.'],
  [{ repeatMs: 3_600_000 }, 'What needs you, at once. Again every 1 h until it has settled.'],
  [{ least: null, digestAt: '08:00', repeatMs: 3_600_000 }, 'Only the digest. A digest at 08:00.'],
  [
    {
      least: 'info',
      kinds: ['failed'],
      quiet: { from: '22:00', to: '07:00', severeBreaksThrough: true },
      tellsEnd: true,
    } as const,
    'Everything of 1 kind, at once. Quiet from 22:00 to 07:00, but for what is severe. Says when it has settled.',
  ],
])('a routing reads as sentences (%#)', (rest, words) => {
  expect(routingWords({ ...newRouting(), ...(rest as object) })).toBe(words)
})

test('what became of a delivery is said with what was answered', () => {
  expect(deliveryWords(delivery, clock)).toEqual({ mark: 'healthy', word: 'sent', detail: 'answered 200 “ok”' })
  const failed = {
    ...delivery,
    state: 'failed',
    status: 401,
    answer: '',
    words: 'It does not take the token (401)',
  } as const
  expect(deliveryWords(failed, clock).detail).toBe('It does not take the token (401). answered 401')
  expect(deliveryWords({ ...delivery, state: 'pending', attempts: 2, isUnsure: true }, clock)).toEqual({
    mark: 'waiting',
    word: 'tried again at 7',
    detail: '2 attempts. answered 200 “ok”. It may have arrived twice: its answer never came',
  })
})

test('a channel that does not work says so before anything else', () => {
  const word = (rest: object) => channelState({ isOn: true, last: null, waiting: 0, ...rest }).word
  expect([
    word({}),
    word({ isOn: false }),
    word({ last: { ...delivery, state: 'given-up' }, waiting: 3 }),
    word({ waiting: 2 }),
  ]).toEqual(['on, nothing sent yet', 'off', 'the last notice did not arrive', '2 notices wait'])
})
