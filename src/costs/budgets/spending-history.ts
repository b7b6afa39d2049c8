import { quarterMs } from '../../lib/timezone.ts'
import { busySessionIds, sumsByQuarter } from '../ledger/read-sums.ts'
import { costUsdOf, sumTotals, type Totals, zeroTotals } from '../reports/report.ts'
import type { ReportContext } from '../reports/report-context.ts'
import { type Budget, periodOf } from './budget.ts'

export type SpendingHistory = ReturnType<typeof createSpendingHistory>

/** What budgets came to at moments of the past, out of the same sums as they are judged by now. */
export function createSpendingHistory({ index, whereSums, subscriptions, timezone }: ReportContext) {
  return {
    /** What was spent in the period of each of these moments until then. Moments are full quarters of an hour, ascending (ms). */
    spentAt({ per, filter }: Pick<Budget, 'per' | 'filter'>, moments: readonly number[]) {
      const [first, last] = [moments[0], moments.at(-1)]
      if (first === undefined || last === undefined) return []
      const range = { from: Math.floor(periodOf(per, first, timezone).startAt / quarterMs), to: last / quarterMs }
      const quarters = sumsByQuarter(index, whereSums(range, filter), subscriptions)
      let n = 0
      let period = periodOf(per, first, timezone)
      let totals: Totals = zeroTotals
      return moments.map((at) => {
        if (at >= period.endAt || at < period.startAt) {
          period = periodOf(per, at, timezone)
          totals = zeroTotals
        }
        for (; n < quarters.length && quarters[n]!.quarter * quarterMs < at; n++)
          if (quarters[n]!.quarter * quarterMs >= period.startAt) totals = sumTotals([totals, quarters[n]!])
        return { at, startAt: period.startAt, endAt: period.endAt, spentUsd: costUsdOf(totals) }
      })
    },

    /** The sessions of a filter that asked a model anything in the quarter of an hour before a moment (ms). */
    busyBefore: (filter: Budget['filter'], at: number): string[] =>
      busySessionIds(index, whereSums({ from: at / quarterMs - 1, to: at / quarterMs }, filter)),
  }
}
