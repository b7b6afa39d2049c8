import { expect, test } from 'bun:test'
import { type Address, addressOf, askedAt, isAskable, levelsFrom, paramsOf } from './address.ts'

const now = Date.UTC(2026, 10, 30, 12)
const nothing = addressOf({})

test('an address survives being written into its parameters', () => {
  const full: Address = {
    q: 'code=1006.*client=\\w+',
    isRegex: true,
    level: 'warn',
    sources: ['gateway', 'journal.openclaw'],
    range: '30d',
    from: now - 1_000,
    to: now,
    line: `${now}.17`,
  }
  expect(addressOf(paramsOf(full))).toEqual(full)
  expect(addressOf(paramsOf(nothing))).toEqual(nothing)
})

test('what says nothing is not in the address', () => {
  expect(Object.values(paramsOf(nothing)).every((value) => value === undefined)).toBe(true)
})

test('what means nothing is left out', () => {
  expect(
    addressOf({ q: 7, regex: 'yes', level: 'loud', source: ',,', range: '2y', from: 'x', to: '5', line: '1' }),
  ).toEqual(nothing)
})

test('a span that ends before it begins, or has one end, is none', () => {
  expect(addressOf({ from: '5', to: '4' }).from).toBeUndefined()
  expect(addressOf({ from: '5' }).from).toBeUndefined()
  expect(addressOf({ from: '4', to: '5' })).toMatchObject({ from: 4, to: 5 })
})

test('the server is asked for a range from now, or for the span within it', () => {
  expect(askedAt(nothing, now)).toEqual({ since: now - 86_400_000 })
  expect(askedAt({ ...nothing, range: 'all' }, now)).toEqual({})
  expect(askedAt({ ...nothing, from: 4, to: 5 }, now)).toEqual({ since: 4, until: 5 })
})

test('words are looked for as they are, or as an expression', () => {
  expect(askedAt({ ...nothing, q: ' disk ', range: 'all' }, now)).toEqual({ q: 'disk' })
  expect(askedAt({ ...nothing, q: ' d.sk', isRegex: true, range: 'all' }, now)).toEqual({ regex: ' d.sk' })
  expect(askedAt({ ...nothing, q: '  ', isRegex: true, range: 'all' }, now)).toEqual({})
})

test('an expression that is not one yet is not asked for', () => {
  expect(isAskable({ q: 'f(', isRegex: true })).toBe(false)
  expect(isAskable({ q: 'f(', isRegex: false })).toBe(true)
  expect(isAskable({ q: 'f(o)', isRegex: true })).toBe(true)
})

test('a level stands for itself and what is worse', () => {
  expect(levelsFrom('warn')).toEqual(['warn', 'error', 'fatal'])
  expect(levelsFrom('all')).toContain('unknown')
})
