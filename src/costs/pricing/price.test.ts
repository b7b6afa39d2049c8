import { expect, test } from 'bun:test'
import type { Tokens } from '../../facts/fact.ts'
import { createOverrides } from './overrides.ts'
import { type Priceable, type PriceBook, type PriceEntry, priceOf } from './price.ts'

const none: Tokens = {
  input: 0,
  output: 0,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  reasoning: 0,
  unclassified: 0,
}
const rates = { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 }
const m = 1_000_000

/** A book that sells a million tokens of input for so much. */
const sells = (usd: number | undefined): PriceBook => {
  const rate = usd === undefined ? null : { usd }
  const rates = { input: rate, output: rate, cacheRead: rate, cacheWrite5m: rate, cacheWrite1h: rate }
  const entry: PriceEntry = { source: 'book', entry: 'p/m', from: null, rates }
  return () => (usd === undefined ? undefined : entry)
}

type Told = Partial<Omit<Priceable, 'tokens'>> & { tokens?: Partial<Tokens>; book?: number }

/** A million tokens of input and what else was told, priced: dollars and where they come from. */
function check({ tokens, book, ...told }: Told, usd: number | null, source: string) {
  const usage = {
    at: 0,
    model: 'm',
    provider: 'p',
    loggedUsd: null,
    rates: null,
    ...told,
    tokens: { ...none, input: m, ...tokens },
  }
  expect<unknown>(priceOf(usage, sells(book))).toMatchObject({ usd, source })
}

test('what the runtime logged stands, whatever rates and book say', () =>
  check({ loggedUsd: 0.25, rates, book: 9 }, 0.25, 'logged'))
test('a logged 0 is no price', () => check({ loggedUsd: 0 }, null, 'unpriced'))
test('a logged 0 is looked up', () => check({ loggedUsd: 0, book: 9 }, 9, 'computed'))
test('the rates of the configuration come before the book', () => check({ rates, book: 9 }, 3, 'computed'))
test('every class has its rate, and an hour of cache costs twice the input', () =>
  check(
    { rates, tokens: { input: m, output: m, cacheRead: m, cacheWrite5m: m, cacheWrite1h: m } },
    3 + 15 + 0.3 + 3.75 + 6,
    'computed',
  ))
test('reasoning is a part of the output, not a price of its own', () =>
  check({ rates, tokens: { input: 0, output: m, reasoning: m } }, 15, 'computed'))
test('without rates the book is asked', () => check({ book: 9 }, 9, 'computed'))
test('a book that says 0 knows a free model', () => check({ book: 0 }, 0, 'computed'))
test('what nobody knows has no price', () => check({}, null, 'unpriced'))
test('a model on one’s own machine is free', () => check({ provider: 'Ollama' }, 0, 'computed'))
test('a model offered as free is free', () => check({ model: 'meta-llama/llama-4:free', book: 9 }, 0, 'computed'))
test('a price that was logged for a local model stands', () =>
  check({ provider: 'ollama', loggedUsd: 0.1 }, 0.1, 'logged'))
test('tokens known only as a total have no price', () =>
  check({ tokens: { input: 0, unclassified: m }, rates, book: 9 }, null, 'unpriced'))
test('unless it was logged', () => check({ tokens: { input: 0, unclassified: m }, loggedUsd: 2 }, 2, 'logged'))

test('what the runtime made up itself has no price, though tokens stand beside it', () =>
  check({ model: '<synthetic>', rates, book: 9 }, null, 'unpriced'))

test('an answer that was only begun is a lower bound', () => {
  check({ placeholder: true, book: 9 }, 9, 'bound')
  check({ placeholder: true, book: 9, loggedUsd: 2 }, 2, 'logged')
  check({ placeholder: true }, null, 'unpriced')
})

test('a class that was used and has no rate makes a lower bound', () =>
  check({ rates: { ...rates, cacheRead: null }, tokens: { cacheRead: 5 } }, 3, 'bound'))

test('a tier costs its multiple of the price of tokens', () => {
  check({ model: 'claude-opus-4-6', tier: 'priority', book: 1 }, 6, 'computed')
  check({ model: 'claude-opus-4-6', usOnly: true, book: 1 }, 1.1, 'computed')
  check({ model: 'gpt-5.2', provider: 'openai', tier: 'flex', book: 1 }, 0.5, 'computed')
  check({ model: 'claude-opus-4-6', book: 1 }, 1, 'computed')
  check({ provider: 'ollama', tier: 'priority' }, 0, 'computed')
})
test('where nobody says what a dearer tier costs, its plain price is a lower bound', () => {
  check({ model: 'claude-haiku-9', tier: 'priority', book: 1 }, 1, 'bound')
  check({ model: 'claude-fable-5-2', tier: 'priority', usOnly: true, book: 1 }, 1.1, 'bound')
  check({ model: 'm', tier: 'flex', book: 1 }, 1, 'computed')
})
test('a price names the rules of its tier, and is the same object for the same of both', () => {
  const asked = { at: 0, model: 'claude-opus-4-6', provider: 'anthropic', loggedUsd: null, rates: null, tokens: none }
  const book = sells(1)
  const priced = (rest: Partial<Priceable>) => priceOf({ ...asked, ...rest }, book).used
  expect(priced({ tier: 'priority' })?.rules).toEqual(['claude-fast-6'])
  expect(priced({ tier: 'priority' })).toBe(priced({ tier: 'priority' })!)
  expect(priced({})).toBe(book({ ...asked })!)
})

const withFee = (usd: number, thousandSearches: number): PriceBook => {
  const entry = sells(usd)({ at: 0, model: '', provider: '' })!
  const priced = { ...entry, rates: { ...entry.rates, thousandSearches } }
  return () => priced
}

test('a search of the web has a price of its own, which no tier multiplies', () => {
  const asked = { at: 0, model: 'claude-opus-4-6', provider: 'anthropic', loggedUsd: null, rates: null }
  const usage: Priceable = { ...asked, tokens: { ...none, input: m }, tier: 'priority', searches: 3 }
  const price = priceOf(usage, withFee(1, 10))
  expect(price).toMatchObject({ source: 'computed', times: 6, shares: { input: 6, search: 0.03 } })
  expect(price.usd).toBeCloseTo(6.03, 12)
  // Whoever set the price of tokens, the search is the provider's.
  const own = priceOf(usage, withFee(1, 10), createOverrides([{ model: 'claude-opus-4-6', input: 2, output: 2 }]))
  expect(own).toMatchObject({ source: 'computed', used: { source: 'override' } })
  expect(own.usd).toBeCloseTo(12.03, 12)
  expect(priceOf(usage, sells(1))).toMatchObject({ usd: 6, source: 'bound' })
})

test('what was logged with its searches is told apart from tokens to the logged cent', () => {
  const usage: Priceable = {
    at: 0,
    model: 'm',
    provider: 'p',
    rates: null,
    tokens: { ...none, input: m },
    searches: 100,
    loggedUsd: 10.04,
  }
  const { usd, shares } = priceOf(usage, withFee(9, 10))
  expect(shares).toMatchObject({ search: 1 })
  expect([usd, shares!.input + shares!.search]).toEqual([10.04, 10.04])
  expect(priceOf({ ...usage, loggedUsd: 9 }, withFee(9, 10)).shares).toBeNull()
})

test('the user’s own price comes before every other but what was logged', () => {
  const overrides = createOverrides([{ model: 'M', input: 7, output: 1 }])
  const usage = {
    at: 0,
    model: 'm',
    provider: 'ollama',
    loggedUsd: 0 as number | null,
    rates,
    tokens: { ...none, input: m },
  }
  expect(priceOf(usage, sells(9), overrides)).toMatchObject({ usd: 7, used: { source: 'override', entry: 'M' } })
  expect(priceOf({ ...usage, loggedUsd: 1 }, sells(9), overrides)).toMatchObject({ usd: 1, source: 'logged' })
})

test('of several prices of one’s own that from the latest day counts', () => {
  const overrides = createOverrides([
    { model: 'p/m', input: 1, output: 1 },
    { model: 'p/m', input: 2, output: 1, from: '2026-01-01' },
  ])
  const asked = { model: 'm', provider: 'p' }
  expect(overrides({ ...asked, at: Date.UTC(2025, 11, 31, 23, 59) })?.rates.input).toEqual({ usd: 1 })
  expect(overrides({ ...asked, at: Date.UTC(2026, 0, 1) })?.rates.input).toEqual({ usd: 2 })
  expect(overrides({ ...asked, provider: 'other', at: 0 })).toBeUndefined()
})

test('the cache spared what its tokens would have cost as input, less what writing them cost more', () => {
  const usage = {
    at: 0,
    model: 'm',
    provider: 'p',
    loggedUsd: null,
    rates,
    tokens: { ...none, cacheRead: m, cacheWrite5m: m, cacheWrite1h: m },
  }
  expect(priceOf(usage, sells(undefined)).savedUsd).toBeCloseTo(3 - 0.3 - 0.75 - 3, 12)
  expect(priceOf({ ...usage, rates: null }, sells(undefined)).savedUsd).toBeNull()
})

test('the parts of a price add up to it', () => {
  const tokens = { ...none, input: 3, output: 5, cacheRead: 7, cacheWrite5m: 11, cacheWrite1h: 13 }
  const { usd, shares } = priceOf(
    { at: 0, model: 'm', provider: 'p', loggedUsd: null, rates, tokens },
    sells(undefined),
  )
  expect(shares!.input + shares!.output + shares!.cacheRead + shares!.cacheWrite).toBe(usd!)
})

test('what was logged is told by class where a price we know comes to the same', () => {
  const usage = { at: 0, model: 'm', provider: 'p', rates, tokens: { ...none, input: m, output: m } }
  const near = priceOf({ ...usage, loggedUsd: 18.01 }, sells(undefined))
  expect(near).toMatchObject({ usd: 18.01, source: 'logged', used: { source: 'runtime' } })
  expect(near.shares!.input + near.shares!.output).toBeCloseTo(18.01, 12)
  expect(near.shares!.output / near.shares!.input).toBeCloseTo(5, 12)
  expect(priceOf({ ...usage, loggedUsd: 12 }, sells(undefined))).toMatchObject({ used: null, shares: null, times: 1 })
})
