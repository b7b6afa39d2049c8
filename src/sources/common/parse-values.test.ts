import { expect, test } from 'bun:test'
import { counts, dollars, firstPromptOf, path, problemWithTime, timeOf, word } from './parse-values.ts'

const now = Date.UTC(2026, 10, 21)

test('counts that no answer can have are said in words, and no class that must be there is taken for 0', () => {
  const read = (values: object) => counts(values, ['input'], ['cache read'])
  expect(read({ input: 7 })).toEqual({ input: 7, 'cache read': 0 })
  expect(read({ input: 7, 'cache read': null })).toEqual({ input: 7, 'cache read': 0 })
  expect(read({})).toBe('no count of input tokens')
  expect(read({ input: 1, 'cache read': 1e9 + 1 })).toBe('no answer has 1000000001 cache read tokens')
  for (const wrong of [-1, 0.5, '7', Number.NaN, [], () => 7])
    expect(read({ input: wrong })).toStartWith('no answer has')
})

test('dollars that nobody logged are null, and what is no sum of money is said', () => {
  expect([dollars(undefined), dollars(null), dollars(0.25)]).toEqual([null, null, 0.25])
  expect([dollars(-1), dollars(1e9), dollars('1')]).toEqual([
    'no answer costs -1 dollars',
    'no answer costs 1000000000 dollars',
    'no answer costs "1" dollars',
  ])
})

test('a time may be a text, seconds or ms; why nothing happened then is a text whatever the number', () => {
  expect([timeOf('2026-11-21T00:00:00Z'), timeOf(now / 1_000), timeOf(now)]).toEqual([now, now, now])
  expect([timeOf('tomorrow'), timeOf(1e300), timeOf(null)]).toEqual([null, null, null])
  expect(problemWithTime(now, now)).toBeUndefined()
  expect([null, 0, 4e12, 1e300].map((at) => problemWithTime(at, now))).toEqual([
    'no time',
    'dated 1970-01-01',
    'dated 2096-10-02',
    'dated 1e+300',
  ])
})

test('a name is cut where no name goes on, a path that no system has is none, opening words are one short line', () => {
  expect(word('m'.repeat(5_000))).toHaveLength(200)
  expect([word(''), word(7), path(`/${'a'.repeat(5_000)}`), path('/a')]).toEqual([null, null, null, '/a'])
  expect(firstPromptOf(` say\n\n ${'x'.repeat(500)}`)).toHaveLength(120)
  expect(firstPromptOf(' \n ')).toBeNull()
})
