import { billedSince, cacheReadPercentOf, usageOfAgent } from './ledger/read-sums.ts'
import { sumOfCalls, tokensBetween } from './ledger/read-usage.ts'
import { createCostsToday } from './reports/costs-today.ts'
import { createDayCurves } from './reports/read-day-curves.ts'
import { createForecasts } from './reports/read-forecasts.ts'
import { costUsdOf } from './reports/report.ts'
import type { ReportContext } from './reports/report-context.ts'
import { createReports } from './reports/reports.ts'
import { burnOfSessions } from './reports/session-burn.ts'

export type Costs = ReturnType<typeof createCosts>

const minuteMs = 60_000
/** Calls come in one piece, so that a single minute says little: the pace is the mean over five. */
const paceMs = 5 * minuteMs

/**
 * What agents cost, as the rest of the program asks for it. `budgetUsd` says what a day may cost now; null where nobody
 * said.
 */
export function createCosts(
  context: ReportContext,
  { budgetUsd = () => null }: { budgetUsd?: () => number | null } = {},
) {
  const { index, subscriptions } = context
  const reports = createReports(context)
  const forecasts = createForecasts(context)
  const curves = createDayCurves(context, forecasts, budgetUsd)
  return {
    ...reports,
    ...createCostsToday(context, reports, budgetUsd),

    /** Today from midnight until now, beside a typical day and what a day may cost. */
    dayCurve: curves.today,

    /** What is still to come: of today, of a block, of the month. */
    forecasts,

    /** How many tokens a minute were used in the five minutes before a moment (ms). */
    tokensPerMinute: (at: number): number => tokensBetween(index, at - paceMs, at) / (paceMs / minuteMs),

    /** What all agents cost a minute, in the five minutes before a moment (ms); null where nothing of it has a price. */
    usdPerMinute(at: number): number | null {
      const usd = costUsdOf(sumOfCalls(index, at - paceMs, at, subscriptions))
      return usd === null ? null : usd / (paceMs / minuteMs)
    },

    /** What an agent used since a moment (ms), by quarter of an hour, model and session. */
    usageOfAgent: (agentId: string, sinceMs: number) => usageOfAgent(index, agentId, sinceMs, subscriptions),

    /** What an agent costs a minute, in the five minutes before a moment (ms); null where nothing of it has a price. */
    usdPerMinuteOf(agentId: string, at: number): number | null {
      const usd = costUsdOf(sumOfCalls(index, at - paceMs, at, subscriptions, agentId))
      return usd === null ? null : usd / (paceMs / minuteMs)
    },

    /** What these sessions cost in the minutes before now, by id. */
    burnOfSessions: (ids: readonly string[]) => burnOfSessions(index, ids, context.now()),

    /** The share of an agent's input since a moment (ms) that came from a cache; null without any input. */
    cacheReadPercentOf: (agentId: string, sinceMs: number) => cacheReadPercentOf(index, agentId, sinceMs),

    /** What all agents are billed since a moment (ms); null where nothing has a price. */
    billedSince: (sinceMs: number) => billedSince(index, sinceMs, subscriptions),
  }
}
