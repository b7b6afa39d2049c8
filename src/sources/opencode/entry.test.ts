import { expect, test } from 'bun:test'
import { endOf, type Message, readMessage, waitsFor } from './entry.ts'

const now = Date.UTC(2026, 10, 21)
const created = now - 60_000
const tokens = { input: 1_500, output: 62, reasoning: 40, cache: { read: 1_000, write: 0 } }
const raw = (rest: object = {}) =>
  JSON.stringify({
    role: 'assistant',
    cost: 0.00633,
    tokens: { total: 2_602, ...tokens },
    modelID: 'gull-1',
    providerID: 'harbour',
    path: { cwd: '/home/user/boat', root: '/' },
    time: { created, completed: created + 2_000 },
    finish: 'stop',
    ...rest,
  })
const read = (rest: object = {}) => readMessage(raw(rest), now) as Message
const usage = (counts: object) => read({ tokens: { ...tokens, ...counts } }).usage
const reason = (rest: object) => (readMessage(raw(rest), now) as { reason: string }).reason

test('an answer tells what it took and what opencode says it cost', () => {
  expect(read()).toMatchObject({ role: 'assistant', model: 'gull-1', provider: 'harbour', cwd: '/home/user/boat' })
  expect(read().usage).toMatchObject({ at: created, loggedUsd: 0.00633, tokens: { input: 1_500, cacheRead: 1_000 } })
})

test('where the total says that reasoning was taken out of the output, it is put back', () =>
  expect(usage({ total: 2_602 })?.tokens).toMatchObject({ output: 102, reasoning: 40 }))

test('where the total says that it was left in, it stays as it is', () =>
  expect(usage({ total: 2_562 })?.tokens).toMatchObject({ output: 62, reasoning: 40 }))

test('without a total reasoning lies in the output, unless there is more of it', () => {
  expect(usage({})?.tokens.output).toBe(62)
  expect(usage({ reasoning: 100 })?.tokens.output).toBe(162)
})

test('cache writes are for five minutes', () =>
  expect(usage({ cache: { read: 1, write: 7 } })?.tokens).toMatchObject({ cacheWrite5m: 7, cacheWrite1h: 0 }))

test('a cost of 0 is passed on as 0, none as none', () => {
  expect(read({ cost: 0 }).usage?.loggedUsd).toBe(0)
  expect(read({ cost: undefined }).usage?.loggedUsd).toBeNull()
})

test('an answer that took nothing is none yet', () =>
  expect(
    read({ cost: 0, tokens: { input: 0, output: 0, reasoning: 0, cache: { read: 0, write: 0 } } }).usage,
  ).toBeNull())

test('a whole answer outranks a growing one, however much that shows', () => {
  const growing = read({ time: { created }, tokens: { ...tokens, input: 9e8 } }).usage!.rank
  expect(read().usage!.rank).toBeGreaterThan(growing)
  expect(read({ tokens: { ...tokens, output: 63 } }).usage!.rank).toBeLessThan(read().usage!.rank)
})

test('what a person says costs nothing', () =>
  expect(readMessage(JSON.stringify({ role: 'user', time: { created } }), now)).toMatchObject({
    role: 'user',
    usage: null,
  }))

for (const [what, rest, why] of [
  ['a negative count', { tokens: { ...tokens, input: -5 } }, 'no answer has -5 input tokens'],
  ['no count', { tokens: { input: 5 } }, 'no count of output tokens'],
  ['an absurd count', { tokens: { ...tokens, output: 2e9 } }, 'no answer has 2000000000 output tokens'],
  ['a count in words', { tokens: { ...tokens, cache: { read: 'many' } } }, 'no answer has "many" cache read tokens'],
  ['half a token', { tokens: { ...tokens, input: 1.5 } }, 'no answer has 1.5 input tokens'],
  ['a cost below nothing', { cost: -1 }, 'no answer costs -1 dollars'],
  ['1970', { time: { created: 1 } }, 'dated 1970-01-01'],
  ['2090', { time: { created: Date.UTC(2090, 0, 1) } }, 'dated 2090-01-01'],
  ['no time', { time: {} }, 'no time'],
] as const)
  test(`${what} cannot be read`, () => expect(reason(rest)).toBe(why))

test('what is no message is said to be none, and nothing throws', () => {
  for (const text of ['', '{', '[]', 'null', '"x"', '{"role":', null, undefined, 7])
    expect(readMessage(text, now)).toHaveProperty('reason')
  for (const text of ['{}', '{"role":"assistant","tokens":null,"time":null,"error":null,"path":null}'])
    expect(readMessage(text, now)).toMatchObject({ usage: null })
})

test('how the model stopped is told in the words of all sources', () => {
  expect(read().stopReason).toBe('stop')
  expect(read({ finish: 'tool-calls' }).stopReason).toBe('toolUse')
  expect(read({ error: { name: 'MessageAbortedError' } }).stopReason).toBe('aborted')
  expect(read({ error: { name: 'APIError' }, time: { created } }).stopReason).toBe('error')
  expect(read({ time: { created }, finish: undefined }).stopReason).toBeNull()
  expect(read({ time: { created }, finish: 'tool-calls' }).stopReason).toBeNull()
  // The model has ended, and opencode still looks at what it changed.
  expect(read({ time: { created } }).stopReason).toBe('stop')
})

test('while the model writes, the last word is still the one it answers', () => {
  const bash = { name: 'bash', waitsFor: '' }
  expect(endOf(read({ time: { created }, finish: undefined }), bash)).toMatchObject({
    lastRole: 'user',
    stopReason: '',
    openTool: 'bash',
  })
  expect(endOf(read(), null)).toMatchObject({ lastRole: 'assistant', stopReason: 'stop', openTool: '', waitsFor: '' })
})

test('a command that runs and has written nothing down asks whether it may; a question always asks', () => {
  expect(waitsFor('bash', false)).toBe('asks for permission')
  expect(waitsFor('bash', true)).toBe('')
  expect(waitsFor('webfetch', false)).toBe('')
  expect(waitsFor('question', true)).toBe('asks a question')
})

test('the error of the newest answer is the reason of its end, and an interruption has none', () => {
  const error = { name: 'APIError', data: { message: 'Too many', statusCode: 429 } }
  expect(endOf(read({ error }), null)).toMatchObject({ stopReason: 'error', reason: 'APIError 429: Too many' })
  const aborted = { name: 'MessageAbortedError', data: { message: 'aborted' } }
  expect(endOf(read({ error: aborted }), null)).toMatchObject({ stopReason: 'aborted', reason: '' })
  expect(endOf(read({ error: 'lost' }), null)).toMatchObject({ stopReason: 'error', reason: 'lost' })
})
