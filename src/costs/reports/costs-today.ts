import { dayOf, monthOf } from '../../lib/timezone.ts'
import { type CostsToday, costUsdOf, lowerBoundTokens } from './report.ts'
import type { ReportContext } from './report-context.ts'
import type { Reports } from './reports.ts'

/** What an agent cost today, in US dollars. */
type AgentToday = { usd: number | null; isLowerBound: boolean; subscriptionUsd: number | null }

/** Today and this month in the configured zone, from the same reports as everything else. */
export function createCostsToday(
  { timezone, now, subscriptions }: ReportContext,
  { report }: Reports,
  budgetUsd: () => number | null,
) {
  return {
    today(): CostsToday {
      const day = dayOf(now(), timezone)
      const today = report({ by: 'model', since: day, until: day })
      const month = report({ by: 'month', since: `${monthOf(day)}-01`, until: day })
      return {
        todayUsd: costUsdOf(today.totals),
        monthUsd: costUsdOf(month.totals),
        todayUnpricedTokens: lowerBoundTokens(today.totals),
        monthUnpricedTokens: lowerBoundTokens(month.totals),
        todayTokens: today.totals.totalTokens,
        todaySubscriptionUsd: today.totals.subscriptionUsd,
        monthSubscriptionUsd: month.totals.subscriptionUsd,
        subscriptions: [...subscriptions],
        byModel: today.rows,
        budgetUsd: budgetUsd(),
      }
    },

    /** Every agent that asked a model today, by id. */
    todayByAgent(): Map<string, AgentToday> {
      const day = dayOf(now(), timezone)
      const { rows } = report({ by: 'agent', since: day, until: day })
      return new Map(
        rows.map((row) => [
          row.key,
          { usd: row.costUsd, isLowerBound: lowerBoundTokens(row) > 0, subscriptionUsd: row.subscriptionUsd },
        ]),
      )
    },
  }
}
