import { expect, test } from 'bun:test'
import { type ReportRow, zeroTotals } from '../../../src/costs/reports/report.ts'
import { costWords, roundMoney, whyLowerBound } from './money-words.ts'

const row = (label: string, unpricedTokens: number): ReportRow => ({ ...zeroTotals, key: label, label, unpricedTokens })

test('nothing asked is nothing spent, and what has no price is said to have none', () => {
  expect(costWords(zeroTotals)).toBe('$0')
  expect(costWords({ ...zeroTotals, calls: 1, costUsd: 2.5 })).toBe('$2.50')
  expect(costWords({ ...zeroTotals, calls: 1, costUsd: 2.5, boundTokens: 1 })).toBe('≥$2.50')
  expect(costWords({ ...zeroTotals, calls: 1, unpricedTokens: 1 })).toBe('unpriced')
})

test('an amount that was set has cents only where it has some', () =>
  expect([25, 2.5, 1_000].map(roundMoney)).toEqual(['$25', '$2.50', '$1,000']))

test('a lower bound says why, and names whose tokens are missing', () => {
  const rows = [row('a', 1), row('b', 2_000), row('c', 0), row('d', 30), row('e', 4)]
  expect(whyLowerBound({ ...zeroTotals, unpricedTokens: 2_035 }, rows)).toBe(
    '≥ is a lower bound: 2.04k tokens have no known price (b, d, e and 1 more)',
  )
  expect(whyLowerBound({ ...zeroTotals, unpricedTokens: 1, boundTokens: 12 })).toBe(
    '≥ is a lower bound: 1 tokens have no known price, and 12 tokens are of answers that broke off or are priced in part',
  )
  expect(whyLowerBound(zeroTotals, rows)).toBeUndefined()
})
