import { expect, test } from 'bun:test'
import type { PriceUsed } from '../../../../src/costs/pricing/rates.ts'
import { rulesOf } from '../../../../src/costs/pricing/tier-rules.ts'
import { rulesBehind } from './price-rules.ts'

const price = (rest: Partial<PriceUsed>): PriceUsed => ({
  id: 'x',
  source: 'book',
  entry: 'anthropic/claude-opus-4-6',
  from: null,
  rates: { input: { usd: 5 }, output: { usd: 25 }, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null },
  edition: 'genai-prices 1',
  rules: [],
  page: 'https://www.anthropic.com/pricing#api',
  ...rest,
})

test('a plain price has no rule', () =>
  expect(rulesBehind([price({}), price({ source: 'local', page: null })], 9)).toEqual([]))

test('a tier names its rule, its page and the day on which that was read', () =>
  expect(rulesBehind([price({ rules: rulesOf(['claude-fast-6', 'claude-us-only']) })], 0)).toEqual([
    {
      name: 'Fast mode',
      words: '6 times the usual price of every token',
      source: 'platform.claude.com/docs/en/build-with-claude/fast-mode, read 2026-11-29',
    },
    {
      name: 'Inference in the US only',
      words: '1.1 times the usual price of every token',
      source: 'platform.claude.com/docs/en/about-claude/pricing, read 2026-11-29',
    },
  ]))

test('a long context names where it begins, what it costs, and the edition of the book', () => {
  const above = (usd: number) => ({ usd: 1, above: [{ tokens: 200_000, usd }] })
  const rates = { input: above(10), output: above(37.5), cacheRead: above(1), cacheWrite5m: null, cacheWrite1h: null }
  expect(rulesBehind([price({ rates, from: '2026-03-13' })], 0)).toEqual([
    {
      name: 'Long context',
      words:
        'claude-opus-4-6 with more than 200k tokens of input costs this for every token: input $10.00, cache read $1.00, output $37.50',
      source: 'anthropic.com/pricing#api, genai-prices 1, since 2026-03-13',
    },
  ])
})

test('a fee that several models have is said once', () => {
  const rates = { ...price({}).rates, thousandSearches: 10 }
  expect(rulesBehind([price({ rates }), price({ rates, entry: 'anthropic/claude-haiku-4-5' })], 1)).toEqual([
    {
      name: 'Web search',
      words: '$10.00 for a thousand searches, beside the tokens and whatever the tier',
      source: 'anthropic.com/pricing#api, genai-prices 1',
    },
  ])
  expect(rulesBehind([price({ rates })], 0)).toEqual([])
})
