import { expect, test } from 'bun:test'
import { maxText } from '../../facts/kinds.ts'
import { errorTextOf } from './error-text.ts'

test.each([
  ['a text', 'stream disconnected', 'stream disconnected'],
  ['opencode', { name: 'APIError', data: { message: 'Too many', statusCode: 429 } }, 'APIError 429: Too many'],
  ['opencode without a message', { name: 'MessageOutputLengthError', data: {} }, 'MessageOutputLengthError'],
  ['opencode, unnamed', { name: 'UnknownError', data: { message: 'Odd' } }, 'Odd'],
  ['Codex', { message: 'No room', codex_error_info: 'context_window_exceeded' }, 'context_window_exceeded: No room'],
  [
    'Codex with a record as its kind',
    { message: 'lost', codex_error_info: { response_stream_disconnected: { http_status_code: null } } },
    'lost',
  ],
  [
    'a provider',
    { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
    'overloaded_error: Overloaded',
  ],
  ['nothing', null, ''],
  ['a number', 7, ''],
  ['a list', ['x'], ''],
  ['an empty record', {}, ''],
])('the error of %s is one text', (_, value, words) => expect(errorTextOf(value)).toBe(words))

test('an error that contains itself or megabytes ends', () => {
  const round: Record<string, unknown> = { name: 'Round' }
  round.error = round
  expect(errorTextOf(round)).toStartWith('Round')
  expect(errorTextOf({ message: 'x'.repeat(1e6) }).length).toBe(maxText + 1)
})
