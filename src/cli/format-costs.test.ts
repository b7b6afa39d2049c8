import { expect, test } from 'bun:test'
import { type Report, type ReportRow, sumTotals, zeroTotals } from '../costs/reports/report.ts'
import { formatReport } from './format-costs.ts'

const row = (label: string, rest: Partial<ReportRow>): ReportRow => ({
  key: label,
  label,
  ...zeroTotals,
  calls: 1,
  inputTokens: 1_000,
  outputTokens: 50,
  totalTokens: 1_050,
  costUsd: 1,
  ...rest,
})
const report = (rows: ReportRow[]): Report => ({
  since: null,
  until: null,
  timezone: 'UTC',
  rows,
  totals: sumTotals(rows),
})
const lines = (rows: ReportRow[], width?: number, colour = false) =>
  formatReport(report(rows), 'model', { colour, width }).split('\n')

test('a table has heads, rows and a total', () =>
  expect(lines([row('opus', {}), row('haiku', { costUsd: 0.25 })])).toEqual([
    'Model  Answers  Input  Output  Cache write  Cache read  Tokens   Cost',
    'opus         1  1.00k      50            0           0   1.05k  $1.00',
    'haiku        1  1.00k      50            0           0   1.05k  $0.25',
    '─────────────────────────────────────────────────────────────────────',
    'Total        2  2.00k     100            0           0   2.10k  $1.25',
    '',
  ]))

test('a narrow terminal has fewer columns, and the name is cut last', () => {
  const long = row('a-model-with-a-very-long-name-indeed', {})
  for (const width of [100, 80, 60, 40, 24]) {
    const drawn = lines([long], width)
    expect(drawn[0]).toStartWith('Model')
    expect(drawn[0]).toEndWith('Cost')
    for (const line of drawn) expect(Bun.stringWidth(line)).toBeLessThanOrEqual(width)
  }
  expect(lines([long], 60)[0]).not.toContain('Cache')
  expect(lines([long], 24)[1]).toContain('…')
})

test('what has no price is marked, and said', () => {
  const drawn = lines([row('opus', {}), row('mystery', { costUsd: null, unpricedTokens: 1_050 })])
  expect(drawn[2]).toEndWith('unpriced')
  expect(drawn[4]).toEndWith('≥$1.00')
  expect(drawn).toContain('1.05k tokens have no known price: ≥ is what the rest costs, at least.')
})

test('of times nothing is cut: which block it was is what the row is for', () => {
  const drawn = formatReport(report([row('2026-11-20 23:00–04:00', {})]), 'block', { colour: false, width: 40 })
  expect(drawn).toContain('2026-11-20 23:00–04:00')
  for (const line of drawn.split('\n')) expect(Bun.stringWidth(line)).toBeLessThanOrEqual(40)
})

test('a subscription has a column of its own, and is not in the total', () => {
  const drawn = lines([row('opus', {}), row('sonnet', { costUsd: 0, subscriptionUsd: 7, subscriptionTokens: 1_050 })])
  expect(drawn[0]).toEndWith('Subscription   Cost')
  expect(drawn[2]).toMatch(/\$7\.00 +–$/)
  expect(drawn[4]).toMatch(/\$7\.00 +\$1\.00$/)
  expect(drawn).toContain('A subscription pays what would cost $7.00 by use; it is beside the total, not in it.')
})

test('a breakdown stands under its row, and is not summed twice', () => {
  const drawn = lines([row('Mon', { breakdown: [row('opus', {})] })])
  expect(drawn.slice(1, 3).map((line) => line.split(/ {2,}(?=1)/)[0])).toEqual(['Mon', '  opus'])
  expect(drawn[4]).toEndWith('$1.00')
})

test('colours are for terminals alone', () => {
  expect(lines([row('opus', {})]).join('')).not.toContain('\x1b')
  expect(lines([row('opus', {})], 80, true).join('')).toContain('\x1b[1m')
})

test('no name moves the cursor', () => expect(lines([row('\x1b[2Jevil\n', {})])[1]).toStartWith('evil'))
