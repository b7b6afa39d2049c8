import { expect, test } from 'bun:test'
import type { Tokens } from '../live/fact.ts'
import { bundledPrices } from './price-book.ts'

const none: Tokens = { input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, reasoning: 0, unsplit: 0 }
const november = Date.UTC(2026, 10, 20)
const m = 1_000_000

/** What tokens of a model written as `provider/model` cost. */
const price = (name: string, tokens: Partial<Tokens>, at = november) => {
  const [provider = '', model = ''] = name.split(/\/(.*)/s)
  const usage = { at, provider, model, tokens: { ...none, ...tokens }, loggedUsd: null, rates: null }
  const usd = bundledPrices(usage)
  return usd === undefined ? undefined : Number(usd.toFixed(9))
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

test('nothing cost nothing', () => expect(price('openai/gpt-4o', {})).toBe(0))
