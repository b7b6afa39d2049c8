import { expect, test } from 'bun:test'
import { type Counting, type FieldPaths, readRecord, valueAt } from './record.ts'

const now = Date.UTC(2026, 10, 21)
const at = now - 86_400_000
const paths: FieldPaths = {
  time: 't',
  model: 'm',
  input: 'u.in',
  output: 'u.out',
  cacheRead: 'u.read',
  cacheWrite: 'u.write',
  reasoning: 'u.think',
  cost: 'usd',
  session: 's',
  id: 'id',
  project: 'cwd',
  provider: 'p',
}
const apart: Counting = { inputIncludesCache: false, outputIncludesReasoning: true }
const usage = { in: 100, out: 40, read: 30, write: 20, think: 10 }
const line = (rest: object = {}) => ({ t: at, m: 'gpt-5', u: usage, ...rest })
const read = (rest: object = {}, counting: Partial<Counting> = {}) =>
  readRecord(line(rest), paths, { ...apart, ...counting }, now)
const reason = (rest: object, counting: Partial<Counting> = {}) => {
  const found = read(rest, counting)
  return found && 'reason' in found ? found.reason : found
}

test('a line is read by its paths', () =>
  expect(read({ s: 7, id: 'a1', cwd: '/boat', p: 'openai', usd: 0.25 })).toEqual({
    at,
    model: 'gpt-5',
    provider: 'openai',
    tokens: {
      input: 100,
      output: 40,
      cacheRead: 30,
      cacheWrite5m: 20,
      cacheWrite1h: 0,
      reasoning: 10,
      unclassified: 0,
    },
    loggedUsd: 0.25,
    session: '7',
    id: 'a1',
    project: '/boat',
  }))

test('what came from the cache is taken out of the input where it lies in it', () =>
  expect(read({}, { inputIncludesCache: true })).toMatchObject({
    tokens: { input: 50, cacheRead: 30, cacheWrite5m: 20 },
  }))

test('reasoning is put into the output where it does not lie in it', () =>
  expect(read({}, { outputIncludesReasoning: false })).toMatchObject({ tokens: { output: 50, reasoning: 10 } }))

test('times are texts, seconds or milliseconds', () => {
  for (const t of [at, at / 1000, String(at), String(at / 1000), new Date(at).toISOString()])
    expect(read({ t })).toMatchObject({ at })
})

test('a line without counts and cost is about something else', () => expect(read({ u: {} })).toBeNull())

for (const [what, rest, why] of [
  ['half the counts', { u: { in: 1 } }, 'no count of output tokens'],
  ['a cost without counts', { u: {}, usd: 1 }, 'no count of input tokens'],
  ['a negative count', { u: { ...usage, in: -1 } }, 'no answer has -1 input tokens'],
  ['half a token', { u: { ...usage, out: 0.5 } }, 'no answer has 0.5 output tokens'],
  ['more than any answer has', { u: { ...usage, in: 1e9 + 1 } }, 'no answer has 1000000001 input tokens'],
  ['a count in quotes', { u: { ...usage, in: '12' } }, 'no answer has "12" input tokens'],
  ['a cost below nothing', { usd: -1 }, 'no answer costs -1 dollars'],
  ['no time', { t: undefined }, 'no time'],
  ['1970', { t: 1 }, 'dated 1970-01-01'],
  ['2090', { t: '2090-01-01' }, 'dated 2090-01-01'],
  ['a time without end', { t: 1e300 }, 'no time'],
] as const)
  test(`${what} cannot be read`, () => expect(reason(rest)).toBe(why))

test('more from the cache than there was', () =>
  expect(reason({ u: { ...usage, in: 10 } }, { inputIncludesCache: true })).toBe(
    'more tokens from the cache than input',
  ))

test('a path finds only what the line itself holds', () => {
  expect(valueAt({ a: [{ b: 1 }] }, 'a.0.b')).toBe(1)
  for (const path of ['__proto__', 'constructor.name', 'a.length.x', 'a.1', 'toString'])
    expect(valueAt({ a: [{ b: 1 }] }, path)).toBeUndefined()
})
