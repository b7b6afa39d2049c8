import { expect, test } from 'bun:test'
import { zeroTotals } from '../../../../src/costs/reports/report.ts'
import { countsOf, exactly, rateMoney, rateWords, surenessOf, termsOf, wholeOf } from './formula.ts'

const noParts = { inputUsd: 0, outputUsd: 0, cacheReadUsd: 0, cacheWriteUsd: 0, searchUsd: 0, loggedUsd: 0 }

test('a sum is its terms, each with the tokens it is for; what is nothing is left out', () => {
  const totals = { ...zeroTotals, costUsd: 3.5, inputTokens: 100, outputTokens: 20, cacheReadTokens: 900 }
  const terms = termsOf({
    parts: { ...noParts, inputUsd: 1, outputUsd: 2, searchUsd: 0.25, loggedUsd: 0.25 },
    searches: 25,
    totals,
  })
  expect(terms.map(({ usd, words, tokens }) => [usd, words, tokens])).toEqual([
    [1, 'input', 100],
    [2, 'output', 20],
    [0.25, '25 web searches', null],
    [0.25, 'as the runtime logged it', null],
  ])
  expect(terms.reduce((sum, { usd }) => sum + usd, 0)).toBe(wholeOf(totals))
})

test('the whole is what is paid by use and what a subscription pays', () =>
  expect(wholeOf({ ...zeroTotals, costUsd: 1, subscriptionUsd: 2 })).toBe(3))

test('exactly is said where it says more', () => {
  expect(exactly(14.81634)).toBe('$14.8163 exactly')
  expect(exactly(1234567.5)).toBe('$1,234,567.50 exactly')
  expect(exactly(0.00004)).toBe('$0.000040 exactly')
  expect(exactly(0)).toBeUndefined()
  expect(exactly(null)).toBeUndefined()
})

test('prices have the digits they need', () => {
  expect([5, 0.5, 0.125, 0, 6.25].map(rateMoney)).toEqual(['$5.00', '$0.50', '$0.125', '$0', '$6.25'])
  expect(rateWords(null)).toEqual({ text: '–', title: 'No price of its own' })
  expect(rateWords({ usd: 3, above: [{ tokens: 200_000, usd: 6 }] })).toEqual({
    text: '$3.00+',
    title: '$6.00 beyond 200k tokens',
  })
})

test('how sure it is, is said share by share', () => {
  const said = surenessOf(
    [
      { source: 'logged', usd: 9.4, tokens: 1, calls: 90 },
      { source: 'computed', usd: 0.6, tokens: 1, calls: 1 },
      { source: 'unpriced', usd: null, tokens: 2_000, calls: 3 },
      { source: 'bound', usd: 0, tokens: 0, calls: 0 },
    ],
    { ...zeroTotals, costUsd: 10 },
  )
  expect(said.map(({ words }) => words)).toEqual([
    '94% as recorded by the runtime, 90 answers',
    '6% calculated here from its tokens and the price of that day, 1 answer',
    '2.00k tokens in 3 answers have no known price and are not in the sum',
  ])
})

test('counts are said in whole words', () =>
  expect(countsOf({ ...zeroTotals, calls: 1_204 }, 1)).toBe('over 1 session and 1,204 answers'))
