import { expect, test } from 'bun:test'
import { type Address, addressOf, paramsOf, spanOf } from './address.ts'

const usual: Address = { range: '24h', span: undefined, compare: 'none', p95: false, show: [], tables: [] }
const roundTrip = (address: Address) => {
  const said = Object.entries(paramsOf(address)).filter(([, value]) => value !== undefined)
  return addressOf(Object.fromEntries(said) as Record<string, string>)
}

test('the usual view has an address without anything', () => {
  expect(addressOf({})).toEqual(usual)
  expect(Object.values(paramsOf(usual)).every((value) => value === undefined)).toBeTrue()
})

test.each([
  { ...usual, range: '7d', compare: 'week', p95: true } as Address,
  { ...usual, span: { from: 5, to: 900 }, show: ['cpu', 'gpu-memory'], tables: ['cpu'] },
  { ...usual, range: '3y', compare: 'day' } as Address,
])('an address says what it was made of: %j', (address) => {
  expect(roundTrip(address)).toEqual(address)
})

test.each([
  { range: 'toString' },
  { range: 'for ever' },
  { from: '10', to: '5' },
  { from: '1' },
  { from: '-1', to: '4' },
  { from: '1e300', to: '1e301' },
  { from: 'NaN', to: '4' },
  { compare: '__proto__' },
  { p95: 'yes' },
  { show: '"><script>' },
])('what makes no sense counts as not said: %j', (params) => {
  expect(addressOf(params)).toEqual(usual)
})

test('a chart is shown once however often it is named, and a parameter that is said twice counts once', () => {
  expect(addressOf({ show: ['cpu,cpu,memory', 'swap'] }).show).toEqual(['cpu', 'memory'])
})

test('a range ends now, a span where it was said to', () => {
  expect(spanOf(addressOf({ range: '1h' }), 7_200_000)).toEqual({ from: 3_600_000, to: 7_200_000 })
  expect(spanOf(addressOf({ from: '1', to: '2' }), 7_200_000)).toEqual({ from: 1, to: 2 })
})
