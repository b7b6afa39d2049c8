import { expect, test } from 'bun:test'
import { type ReportRow, zeroTotals } from '../../../src/costs/reports/report.ts'
import { firstRows, placedRows, restBeside, shareOf } from './row-share.ts'

const row = (label: string, some: Partial<ReportRow>): ReportRow => ({ ...zeroTotals, key: label, label, ...some })

test('a share is of what is priced; without a price there is none', () => {
  const totals = { ...zeroTotals, costUsd: 8 }
  expect(shareOf(row('a', { costUsd: 2 }), totals)).toBe(0.25)
  expect(shareOf(row('a', { costUsd: 0 }), totals)).toBe(0)
  expect(shareOf(row('a', { costUsd: null }), totals)).toBeUndefined()
  expect(shareOf(row('a', { costUsd: 0 }), { ...zeroTotals, costUsd: 0 })).toBeUndefined()
})

test('rows that do not fit are summed, so that the foot still holds', () => {
  const rows = [5, 4, 3, 2, 1].map((costUsd) => row(String(costUsd), { costUsd, unpricedTokens: costUsd }))
  const behind = { rowCount: 12, rest: { ...zeroTotals, costUsd: 0.5 } }
  const { shown, rest, restCount } = firstRows({ rows, ...behind }, 3)
  expect(shown.map(({ label }) => label)).toEqual(['5', '4', '3'])
  expect([rest.costUsd, rest.unpricedTokens, restCount]).toEqual([3.5, 3, 9])
})
test('one row alone is shown rather than called “1 more”', () => {
  const rows = [3, 2, 1].map((costUsd) => row(String(costUsd), { costUsd }))
  expect(firstRows({ rows, rowCount: 3, rest: zeroTotals }, 2)).toMatchObject({ shown: rows, restCount: 0 })
})

test('the last row holds of another column what the shown rows do not', () => {
  const today = {
    rows: [row('a', { costUsd: 2 }), row('x', { costUsd: 4 })],
    rowCount: 5,
    rest: { ...zeroTotals, costUsd: 3 },
  }
  expect(restBeside(today, [{ key: 'a' }, { key: 'b' }]).costUsd).toBe(7)
  expect(restBeside(today, [{ key: 'a' }, { key: 'x' }]).costUsd).toBe(3)
})

test('the middle of a report has one row or two, wherever the rows at hand begin', () => {
  const rows = [3, 2, 1].map((costUsd) => row(String(costUsd), { costUsd }))
  const places = (rowsBefore: number, rowCount: number) =>
    placedRows({ rows, rowsBefore, rowCount }).map(({ place, isMiddle }) => `${place}${isMiddle ? '!' : ''}`)
  expect(places(1, 5)).toEqual(['1', '2!', '3'])
  expect(places(1, 4)).toEqual(['1!', '2!', '3'])
  expect(places(0, 3)).toEqual(['0', '1!', '2'])
})
