import { type ReportRow, sumTotals, type Totals } from '../../../src/costs/reports/report.ts'

/** The share of a row in the total cost, 0 to 1; undefined where nothing is priced. */
export const shareOf = (row: Totals, totals: Totals) =>
  row.costUsd === null || !totals.costUsd ? undefined : Math.min(1, Math.max(0, row.costUsd / totals.costUsd))

/** The first rows of a report, how many it has, and the sum of those that did not come along. */
type FirstRows = { rows: ReportRow[]; rowCount: number; rest: Totals }

/** The first rows, and the sum of the rest. A rest of one row is shown as that row. */
export function firstRows(
  { rows, rowCount, rest }: FirstRows,
  atMost: number,
): { shown: ReportRow[]; rest: Totals; restCount: number } {
  const shown = rows.length === rowCount && rowCount <= atMost + 1 ? rows : rows.slice(0, atMost)
  return { shown, rest: sumTotals([...rows.slice(shown.length), rest]), restCount: rowCount - shown.length }
}

/** What the rows of another report come to that are not among the shown ones of this one. */
export const restBeside = ({ rows, rest }: FirstRows, shown: readonly { key: string }[]): Totals => {
  const keys = new Set(shown.map(({ key }) => key))
  return sumTotals([...rows.filter(({ key }) => !keys.has(key)), rest])
}

/** Rows from the middle of a report with their places; an even number of rows has two in the middle. */
export function placedRows({
  rows,
  rowsBefore,
  rowCount,
}: {
  rows: ReportRow[]
  rowsBefore: number
  rowCount: number
}) {
  const middles = rowCount % 2 === 1 ? [rowCount >> 1] : [rowCount / 2 - 1, rowCount / 2]
  return rows.map((item, n) => ({ item, place: rowsBefore + n, isMiddle: middles.includes(rowsBefore + n) }))
}
