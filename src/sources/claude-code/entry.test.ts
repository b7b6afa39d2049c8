import { expect, test } from 'bun:test'
import { type Answer, answerIn, isReplayed, keyOf, rankOf, timeIn } from './entry.ts'
import { answerLine, now } from './testing/home.ts'

const read = (...said: Parameters<typeof answerLine>) => {
  const line = answerLine(...said)
  return answerIn(line, timeIn(line.timestamp, now()))
}
const answer = (...said: Parameters<typeof answerLine>) => read(...said) as Answer
const tokens = (usage: object) => answer({ usage }).tokens

/** The reason why a line cannot be counted. */
const refused = (said: Parameters<typeof answerLine>[0], reason: string) =>
  test(`${JSON.stringify(said).slice(0, 90)} is refused: ${reason}`, () => expect(read(said)).toEqual({ reason }))

test('a line without usage tells of no answer', () => {
  for (const line of [{}, { message: null }, { message: [] }, { message: { usage: 7 } }, { message: { usage: null } }])
    expect(answerIn(line, 0)).toBeUndefined()
})

test('an answer that used nothing is none', () =>
  expect(read({ usage: { input_tokens: 0, output_tokens: 0 } })).toBeUndefined())

test('what is written to the cache lasts five minutes unless it says an hour', () => {
  const classes = (usage: object) => [tokens(usage).cacheWrite5m, tokens(usage).cacheWrite1h]
  expect(classes({ cache_creation_input_tokens: 1_000 })).toEqual([1_000, 0])
  const split = { ephemeral_5m_input_tokens: 400, ephemeral_1h_input_tokens: 600 }
  expect(classes({ cache_creation_input_tokens: 1_000, cache_creation: split })).toEqual([400, 600])
  expect(classes({ cache_creation_input_tokens: 1_000, cache_creation: {} })).toEqual([1_000, 0])
  expect(classes({ cache_creation_input_tokens: 1_500, cache_creation: split })).toEqual([900, 600])
  expect(classes({ cache_creation: split })).toEqual([400, 600])
})

test('counts of the cache may be left out or null', () =>
  expect(tokens({ cache_creation_input_tokens: null, cache_read_input_tokens: null, cache_creation: null })).toEqual({
    input: 100,
    output: 10,
    cacheRead: 0,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    reasoning: 0,
    unclassified: 0,
  }))

refused({ usage: { input_tokens: -5 } }, 'no answer has -5 input tokens')
refused({ usage: { output_tokens: 1.5 } }, 'no answer has 1.5 output tokens')
refused({ usage: { output_tokens: undefined } }, 'no count of output tokens')
refused({ usage: { input_tokens: null } }, 'no count of input tokens')
refused({ usage: { cache_read_input_tokens: 2e9 } }, 'no answer has 2000000000 cache read tokens')
refused({ usage: { input_tokens: '100' } }, 'no answer has "100" input tokens')
refused({ usage: { input_tokens: Number.NaN } }, 'no answer has NaN input tokens')
refused({ usage: { cache_creation: { ephemeral_1h_input_tokens: -1 } } }, 'no answer has -1 cache write (1 h) tokens')
refused({ message: { id: '' } }, 'its message.id is empty')
refused({ message: { model: '' } }, 'its message.model is empty')
refused({ requestId: '' }, 'its requestId is empty')
refused({ sessionId: '' }, 'its sessionId is empty')
refused({ timestamp: undefined }, 'no time')
refused({ timestamp: 'yesterday' }, 'no time')
refused({ timestamp: '1970-01-01T00:00:00Z' }, 'dated 1970-01-01')
refused({ timestamp: '2090-06-01T00:00:00Z' }, 'dated 2090-06-01')
refused({ timestamp: 1e300 }, 'no time')

test('a clock a day ahead is believed', () => expect(answer({ timestamp: '2026-11-23T12:00:00Z' }).at).toBeNumber())

test('a logged cost is passed on as it is, what is no number is none', () => {
  for (const usd of [0, 0.25, -1, 1e9]) expect(answer({ costUSD: usd }).loggedUsd).toBe(usd)
  for (const usd of [undefined, null, '3', Number.POSITIVE_INFINITY])
    expect(answer({ costUSD: usd }).loggedUsd).toBeNull()
})

test('a few tokens of an answer that has not stopped are a placeholder', () => {
  const stopped = (stop_reason: unknown, output_tokens: number) =>
    answer({ message: { stop_reason }, usage: { output_tokens } }).placeholder
  expect(stopped(null, 1)).toBeTrue()
  expect(stopped(null, 500)).toBeFalse()
  expect(stopped('end_turn', 1)).toBeFalse()
  expect(stopped(undefined, 1)).toBeFalse()
})

test('the same answer is that of one message and one request, or of the message alone', () => {
  const key = (messageId: string | undefined, requestId: string | undefined) =>
    keyOf(answer({ requestId, message: { id: messageId } }))
  expect(key('m', 'r')).toBe('claude-code:m:r')
  expect(key('m', undefined)).toBe('claude-code:m')
  expect(key(undefined, 'r')).toBeNull()
})

test('what a sub-agent says, and what names no request, may be the echo of another', () => {
  const echo = (said: Parameters<typeof answerLine>[0]) => isReplayed(answer(said))
  expect(echo({})).toBeFalse()
  expect(echo({ requestId: undefined })).toBeTrue()
  expect(echo({ isSidechain: true })).toBeTrue()
  expect(echo({ isSidechain: true, message: { id: undefined } })).toBeFalse()
})

test('of two readings the own one, then the larger, the whole, the one with its speed, and the first one stands', () => {
  const more = { usage: { output_tokens: 500 } }
  const begun = { message: { stop_reason: null } }
  const ranks = [
    rankOf(answer({ isSidechain: true, usage: { input_tokens: 1e9, output_tokens: 1e9 } }), true, false),
    rankOf(answer(begun), true, false),
    rankOf(answer(), false, true),
    rankOf(answer(), false, false),
    rankOf(answer(), true, true),
    rankOf(answer(more), false, true),
    rankOf(answer({ usage: { input_tokens: 1e9, output_tokens: 1e9 } }), true, false),
  ]
  expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
  expect(new Set(ranks).size).toBe(ranks.length)
  expect(ranks.every(Number.isSafeInteger)).toBeTrue()
})
