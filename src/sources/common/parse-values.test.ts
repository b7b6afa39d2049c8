import { expect, test } from 'bun:test'
import { counts, dollars, firstPromptOf, id, meaning, path, problemWithTime, timeOf, word } from './parse-values.ts'

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

test('a name is cut behind its longest, so that the last check sees it, a path that no system has is none, opening words are one short line', () => {
  expect(word('m'.repeat(5_000))).toHaveLength(201)
  expect([word(''), word(7), path(`/${'a'.repeat(5_000)}`), path('/a')]).toEqual([null, null, null, '/a'])
  expect(firstPromptOf(` say\n\n ${'x'.repeat(500)}`)).toHaveLength(120)
  expect(firstPromptOf(' \n ')).toBeNull()
})

test('an id is never shortened: a long or unprintable one is a hash, each its own', () => {
  expect([id('msg_1'), id(''), id(7), id(['x'])]).toEqual(['msg_1', null, null, null])
  const long = 'm'.repeat(5_000)
  const hashes = [id(long), id(`${long}x`), id('a b'), id('a\u202eb'), id('__proto__')]
  expect(new Set(hashes).size).toBe(5)
  for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{32}$/)
})

test('a word that a table of ours does not have means nothing, whatever objects inherit', () => {
  for (const word of ['constructor', '__proto__', 'toString', 7, null]) expect(meaning({ a: 1 }, word)).toBeUndefined()
  expect(meaning({ a: 1 }, 'a')).toBe(1)
})

test('opening words are not cut within a character', () =>
  expect(firstPromptOf('🦞'.repeat(200))!.isWellFormed()).toBeTrue())
