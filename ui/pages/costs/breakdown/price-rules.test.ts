import { expect, test } from 'bun:test'
import { rulesOf } from '../../../../src/costs/pricing/tier-rules.ts'
import type { PricePaid } from '../../../../src/costs/reports/breakdown.ts'
import { rulesBehind } from './price-rules.ts'

const price = (rest: Partial<PricePaid>): PricePaid => ({
  id: 'x',
  source: 'book',
  entry: 'anthropic/claude-opus-4-6',
  from: null,
  rates: { input: { usd: 5 }, output: { usd: 25 }, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null },
  edition: 'genai-prices 1',
  rules: [],
  page: 'https://www.anthropic.com/pricing#api',
  usd: 1,
  calls: 1,
  searches: 0,
  ...rest,
})

test('a plain price has no rule', () =>
  expect(rulesBehind([price({}), price({ source: 'local', page: null })])).toEqual([]))

test('a tier names its rule, its page and the day on which that was read, once for all models that it holds for', () =>
  expect(
    rulesBehind([
      price({ rules: rulesOf(['claude-fast-6', 'claude-us-only']) }),
      price({ rules: rulesOf(['claude-fast-6']) }),
      price({ rules: rulesOf(['claude-us-only']), entry: 'anthropic/claude-haiku-4-5' }),
    ]),
  ).toEqual([
    {
      name: 'Fast mode',
      words: '6 times the usual price of every token',
      models: ['claude-opus-4-6'],
      source: 'platform.claude.com/docs/en/build-with-claude/fast-mode, read 2026-11-29',
    },
    {
      name: 'Inference in the US only',
      words: '1.1 times the usual price of every token',
      models: ['claude-opus-4-6', 'claude-haiku-4-5'],
      source: 'platform.claude.com/docs/en/about-claude/pricing, read 2026-11-29',
    },
  ]))

test('a long context names where it begins, what it costs, and the edition of the book', () => {
  const above = (usd: number) => ({ usd: 1, above: [{ tokens: 200_000, usd }] })
  const rates = { input: above(10), output: above(37.5), cacheRead: above(1), cacheWrite5m: null, cacheWrite1h: null }
  expect(rulesBehind([price({ rates })])).toEqual([
    {
      name: 'Long context',
      words: 'with more than 200k tokens of input, every token at input $10.00, cache read $1.00, output $37.50',
      models: ['claude-opus-4-6'],
      source: 'anthropic.com/pricing#api, genai-prices 1',
    },
  ])
})

test('the fee is said where searches were made, once for all models that made some', () => {
  const rates = { ...price({}).rates, thousandSearches: 10 }
  const searching = price({ rates, searches: 2, entry: 'anthropic/claude-haiku-4-5', from: '2026-01-01' })
  expect(rulesBehind([price({ rates }), searching, price({ rates, searches: 1 })])).toEqual([
    {
      name: 'Web search',
      words: '$10.00 for a thousand, beside the tokens and whatever the tier',
      models: ['claude-haiku-4-5', 'claude-opus-4-6'],
      source: 'anthropic.com/pricing#api, genai-prices 1',
    },
  ])
})
