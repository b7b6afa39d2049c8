import { type ReportRow, sumTotals, type Totals } from '../../../src/costs/reports/report.ts'
import { tokens } from '../../../src/lib/format.ts'

/** What part of the whole a row cost, 0 to 1; undefined where nothing is priced. */
export const shareOf = (row: Totals, totals: Totals) =>
  row.costUsd === null || !totals.costUsd ? undefined : Math.min(1, Math.max(0, row.costUsd / totals.costUsd))

/** The first rows, and the sum of those that did not fit; one that alone did not fit is let in. */
export function firstRows(rows: ReportRow[], atMost: number): { shown: ReportRow[]; rest: Totals; restCount: number } {
  const shown = rows.length <= atMost + 1 ? rows : rows.slice(0, atMost)
  const rest = rows.slice(shown.length)
  return { shown, rest: sumTotals(rest), restCount: rest.length }
}

/** Why a sum is only a lower bound, and whose tokens are missing in it; undefined when nothing is. */
export function whyLowerBound(totals: Totals, byModel: ReportRow[]): string | undefined {
  const reasons: string[] = []
  if (totals.unpricedTokens > 0) {
    const models = byModel
      .filter((row) => row.unpricedTokens > 0)
      .sort((a, b) => b.unpricedTokens - a.unpricedTokens)
      .map((row) => row.label)
    const more = models.length > 3 ? ` and ${models.length - 3} more` : ''
    const named = models.length > 0 ? ` (${models.slice(0, 3).join(', ')}${more})` : ''
    reasons.push(`${tokens(totals.unpricedTokens)} tokens have no known price${named}`)
  }
  if (totals.boundTokens > 0)
    reasons.push(`${tokens(totals.boundTokens)} tokens are of answers that broke off or are priced in part`)
  return reasons.length === 0 ? undefined : `≥ is a lower bound: ${reasons.join(', and ')}`
}

/** The middle of a sorted row with so many of its neighbours on each side; of an even number the two in the middle. */
export function middleOf<Item>(items: Item[], beside: number) {
  const middles = items.length % 2 === 1 ? [items.length >> 1] : [items.length / 2 - 1, items.length / 2]
  const [first, last] = [middles[0]! - beside, middles.at(-1)! + beside]
  const shown = items.flatMap((item, place) =>
    place >= first && place <= last ? [{ item, place, isMiddle: middles.includes(place) }] : [],
  )
  return { shown }
}
