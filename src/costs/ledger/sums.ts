import type { Runtime } from '../../facts/fact.ts'
import { addDays, dayOf, quarterMs, startOfDay } from '../../lib/timezone.ts'
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

/** The same rows of `usage` as if they were sums of one. */
export const usageAsSumRows = `SELECT at, session_id, model, agent_id, runtime, 1 AS calls, input, output, cache_read,
  cache_write_5m + cache_write_1h AS cache_write, cost_usd,
  input + output + cache_read + cache_write_5m + cache_write_1h + unclassified AS total,
  CASE cost_source WHEN 'unpriced' THEN input + output + cache_read + cache_write_5m + cache_write_1h + unclassified ELSE 0 END AS unpriced_tokens,
  CASE cost_source WHEN 'bound' THEN input + output + cache_read + cache_write_5m + cache_write_1h + unclassified ELSE 0 END AS bound_tokens
  FROM usage`

/** Adds a sum to another in place: there may be many thousands. */
export function addTo(total: Totals, row: Totals) {
  total.inputTokens += row.inputTokens
  total.outputTokens += row.outputTokens
  total.cacheReadTokens += row.cacheReadTokens
  total.cacheWriteTokens += row.cacheWriteTokens
  total.totalTokens += row.totalTokens
  if (row.costUsd !== null) total.costUsd = (total.costUsd ?? 0) + row.costUsd
  total.unpricedTokens += row.unpricedTokens
  total.boundTokens += row.boundTokens
  if (row.subscriptionUsd !== null) total.subscriptionUsd = (total.subscriptionUsd ?? 0) + row.subscriptionUsd
  total.subscriptionTokens += row.subscriptionTokens
  total.subscriptionUnsureTokens += row.subscriptionUnsureTokens
  total.calls += row.calls
}

/** Sums by name, made as they are met. */
export function createFold() {
  const sums = new Map<string, Totals>()
  return {
    sums,
    add(key: string, row: Totals) {
      let total = sums.get(key)
      if (!total) {
        total = { ...zeroTotals }
        sums.set(key, total)
      }
      addTo(total, row)
    },
  }
}

/** Says the day of quarters that come in ascending order: a zone is asked once a day. */
export function createDayFinder(zone: string) {
  let day = ''
  let from = Number.POSITIVE_INFINITY
  let end = Number.NEGATIVE_INFINITY
  return (quarter: number) => {
    if (quarter >= from && quarter < end) return day
    day = dayOf(quarter * quarterMs, zone)
    from = startOfDay(day, zone) / quarterMs
    end = startOfDay(addDays(day, 1), zone) / quarterMs
    return day
  }
}
