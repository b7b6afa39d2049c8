import { type ReportRow, sumTotals, type Totals } from '../../../src/costs/reports/report.ts'

/** The share of a row in the total cost, 0 to 1; undefined where nothing is priced. */
export const shareOf = (row: Totals, totals: Totals) =>
  row.costUsd === null || !totals.costUsd ? undefined : Math.min(1, Math.max(0, row.costUsd / totals.costUsd))

/** The first rows, and the sum of the rest. A rest of one row is shown as that row. */
export function firstRows(rows: ReportRow[], atMost: number): { shown: ReportRow[]; rest: Totals; restCount: number } {
  const shown = rows.length <= atMost + 1 ? rows : rows.slice(0, atMost)
  const rest = rows.slice(shown.length)
  return { shown, rest: sumTotals(rest), restCount: rest.length }
}

/** The share of the dearest row; the bars of a table are drawn relative to it. */
export const dearestShare = (rows: Totals[], totals: Totals) =>
  rows.reduce((max, row) => Math.max(max, shareOf(row, totals) ?? 0), 0)

/** The middle of sorted items with `beside` neighbours on each side; an even number of items has two in the middle. */
export function middleRows<Item>(items: Item[], beside: number) {
  const middles = items.length % 2 === 1 ? [items.length >> 1] : [items.length / 2 - 1, items.length / 2]
  const [first, last] = [middles[0]! - beside, middles.at(-1)! + beside]
  const shown = items.flatMap((item, place) =>
    place >= first && place <= last ? [{ item, place, isMiddle: middles.includes(place) }] : [],
  )
  return { shown }
}
