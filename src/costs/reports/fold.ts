import { addDays, dayOf, quarterMs, startOfDay } from '../../lib/timezone.ts'
import { type Totals, zeroTotals } from './report.ts'

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

/** Sums by key. A key has a sum as soon as a row is added under it. */
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

/** Finds the day of quarters that come in ascending order, and so asks the time zone only once a day. */
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
