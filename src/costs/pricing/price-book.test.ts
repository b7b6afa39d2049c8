import { expect, test } from 'bun:test'
import { calcPrice, findProvider } from '@pydantic/genai-prices'
import type { Tokens } from '../../facts/fact.ts'
import { priceOf } from './price.ts'
import { bookEdition, bundledPrices } from './price-book.ts'

const none: Tokens = {
  input: 0,
  output: 0,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  reasoning: 0,
  unclassified: 0,
}
const november = Date.UTC(2026, 10, 20)
const m = 1_000_000

/** What tokens of a model written as `provider/model` cost. */
const price = (name: string, tokens: Partial<Tokens>, at = november) => {
  const [provider = '', model = ''] = name.split(/\/(.*)/s)
  const usage = { at, provider, model, tokens: { ...none, ...tokens }, loggedUsd: null, rates: null }
  const { usd } = priceOf(usage, bundledPrices)
  return usd === null ? undefined : Number(usd.toFixed(9))
}

test('Claude Sonnet 4.5 has its published prices', () => {
  const model = 'anthropic/claude-sonnet-4-5'
  expect(price(model, { input: 100_000 })).toBe(0.3)
  expect(price(model, { output: m })).toBe(15)
  expect(price(model, { cacheRead: 100_000 })).toBe(0.03)
  expect(price(model, { cacheWrite5m: 100_000 })).toBe(0.375)
})
test('Claude Haiku 4.5 as well', () =>
  expect(price('anthropic/claude-haiku-4-5-20251001', { input: m, output: m })).toBe(6))
test('GPT-4o as well', () => expect(price('openai/gpt-4o', { input: m, output: m })).toBe(12.5))
test('GPT-5 as well', () => expect(price('openai/gpt-5', { input: m, output: m })).toBe(11.25))

test('a cached token is not paid a second time as input', () =>
  expect(price('openai/gpt-4o', { input: 1_000, cacheRead: 1_000 })).toBe(0.0025 + 0.00125))

for (const name of [
  'openai-codex/gpt-5',
  'openai-responses/gpt-5',
  'OpenAI/gpt-5',
  'anthropic-vertex/claude-sonnet-4-5',
  'google-gemini-cli/gemini-2.5-pro',
  'xai/grok-4',
])
  test(`${name} is known under its runtime’s name for the provider`, () =>
    expect(price(name, { input: 1_000 })).toBeGreaterThan(0))

test('a model that names no provider is found by its own name', () => expect(price('/gpt-4o', { input: m })).toBe(2.5))
test('a gateway nobody knows sells known models at their price', () =>
  expect(price('my-own-proxy/gpt-4o', { input: m })).toBe(2.5))

for (const name of [
  'fake/fake-large',
  'openai/gpt-of-next-year',
  'anthropic/',
  '/',
  'nobody/nothing',
  'toString/constructor',
])
  test(`${name} has no price, and none is guessed`, () => expect(price(name, { input: m })).toBeUndefined())

test('the date of the call decides', () => {
  const deepseek = (at: number) => price('openai/o3', { input: m }, at)
  expect(deepseek(Date.UTC(2025, 4, 1))).toBe(10)
  expect(deepseek(Date.UTC(2025, 7, 1))).toBe(2)
})

test('a long context is billed at its own price, all of it', () => {
  const model = 'anthropic/claude-sonnet-4-5'
  expect(price(model, { input: 200_000 })).toBe(0.6)
  expect(price(model, { input: 200_001, output: 1_000 })).toBe(0.2 * 6 + 0.000001 * 6 + 0.0225)
  expect(price(model, { input: 1, cacheRead: 200_000 })).toBe(0.120006)
})

test('an hour in the cache costs twice the input', () => {
  expect(price('anthropic/claude-sonnet-4-5', { cacheWrite1h: 100_000 })).toBe(0.6)
  expect(price('google/claude-opus-4-6', { cacheWrite1h: 100_000 })).toBe(1)
})

test('a name with the reseller before it, or with dots for dashes, is the same model', () => {
  expect(price('some-proxy/anthropic/claude-sonnet-4-5', { output: m })).toBe(15)
  expect(price('some-proxy/claude-sonnet-4.5', { output: m })).toBe(15)
})

test('a price that holds from a day on says so', () => {
  const asked = { provider: 'anthropic', model: 'claude-opus-4-6' }
  expect(bundledPrices({ ...asked, at: Date.UTC(2026, 2, 12, 23) })).toMatchObject({ from: null })
  expect(bundledPrices({ ...asked, at: Date.UTC(2026, 2, 13) })).toMatchObject({
    entry: 'anthropic/claude-opus-4-6',
    from: '2026-03-13',
  })
})

test('the edition is that of the book', async () => {
  const { version } = await Bun.file(new URL('../package.json', import.meta.resolve('@pydantic/genai-prices'))).json()
  expect(bookEdition).toBe(`genai-prices ${version}`)
})

test('what is computed here is what the book itself computes, for every model at any hour', () => {
  let state = 3
  const roll = (sides: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
  for (const providerId of ['anthropic', 'openai', 'google', 'x-ai', 'deepseek', 'mistral'])
    for (const { id } of findProvider({ providerId })!.models) {
      const at = Date.UTC(2025, 0, 1) + roll(700 * 96) * 900_000
      const tokens = { input: roll(300_000), output: roll(9_000), cacheRead: roll(90_000), cacheWrite5m: roll(5_000) }
      const expected = calcPrice(
        {
          input_tokens: tokens.input + tokens.cacheRead + tokens.cacheWrite5m,
          output_tokens: tokens.output,
          cache_read_tokens: tokens.cacheRead,
          cache_write_tokens: tokens.cacheWrite5m,
        },
        id,
        { providerId, timestamp: new Date(at) },
      )
      // Some are listed under a name that the book does not know them by.
      if (!expected) continue
      const usage = {
        at,
        provider: providerId,
        model: id,
        tokens: { ...none, ...tokens },
        loggedUsd: null,
        rates: null,
      }
      const { usd } = priceOf(usage, bundledPrices)
      expect([id, Math.abs((usd ?? Number.NaN) - expected.total_price) < 1e-9]).toEqual([id, true])
    }
})

test('nothing cost nothing', () => expect(price('openai/gpt-4o', {})).toBe(0))
