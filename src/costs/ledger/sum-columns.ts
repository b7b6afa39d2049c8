import type { Runtime } from '../../facts/runtimes.ts'
import { type Totals, zeroTotals } from '../reports/report.ts'

/** What of a row is paid by use, as SQL: 0 for what a subscription pays, null where nothing is priced. */
export const billedUsd = (subscriptions: readonly Runtime[]) =>
  subscriptions.length === 0 ? 'cost_usd' : `CASE WHEN ${paidBy(subscriptions)} THEN cost_usd * 0 ELSE cost_usd END`

/** Whether a subscription pays a row, as SQL. The names come from a closed list. */
export const paidBy = (subscriptions: readonly Runtime[]) =>
  subscriptions.length === 0 ? '0' : `runtime IN (${subscriptions.map((runtime) => `'${runtime}'`).join(', ')})`

/**
 * The columns of a sum, named as in `Totals`. What a subscription pays is beside the money and not in it; where all
 * of a sum is that, its money is 0 as soon as something has a price.
 */
export function sumColumns(subscriptions: readonly Runtime[]): string {
  const tokens = `sum(calls) AS calls, sum(input) AS inputTokens, sum(output) AS outputTokens,
    sum(cache_read) AS cacheReadTokens, sum(cache_write) AS cacheWriteTokens, sum(total) AS totalTokens`
  if (subscriptions.length === 0)
    return `${tokens}, sum(cost_usd) AS costUsd, sum(unpriced_tokens) AS unpricedTokens, sum(bound_tokens) AS boundTokens,
      NULL AS subscriptionUsd, 0 AS subscriptionTokens, 0 AS subscriptionUnsureTokens`
  const isPaid = paidBy(subscriptions)
  return `${tokens},
    sum(${billedUsd(subscriptions)}) AS costUsd,
    sum(CASE WHEN ${isPaid} THEN 0 ELSE unpriced_tokens END) AS unpricedTokens,
    sum(CASE WHEN ${isPaid} THEN 0 ELSE bound_tokens END) AS boundTokens,
    sum(CASE WHEN ${isPaid} THEN cost_usd END) AS subscriptionUsd,
    sum(CASE WHEN ${isPaid} THEN total ELSE 0 END) AS subscriptionTokens,
    sum(CASE WHEN ${isPaid} THEN unpriced_tokens + bound_tokens ELSE 0 END) AS subscriptionUnsureTokens`
}

/** A sum over no rows is null in every column: the same as a sum of nothing. */
export function totalsIn(row: { [Field in keyof Totals]: Totals[Field] | null }): Totals {
  const totals = { ...zeroTotals }
  for (const field of Object.keys(zeroTotals) as (keyof Totals)[])
    totals[field] = (row[field] ?? zeroTotals[field]) as number
  return totals
}
