import { oneLine } from '../../lib/plain-text.ts'
import { addDays, dayOf, monthOf } from '../../lib/timezone.ts'
import type { BudgetState } from '../budgets/budget.ts'
import type { Costs } from '../costs.ts'
import { limitRows } from '../ledger/read-limits.ts'
import { cacheSavings } from '../ledger/read-sums.ts'
import { sumOfCalls, type UnpricedModel, unpricedModels } from '../ledger/read-usage.ts'
import { always } from '../ledger/where.ts'
import type { BlockLimit } from './block.ts'
import { idleCostOf } from './idle-cost.ts'
import { modelLabel } from './labels.ts'
import { readBlocks } from './read-blocks.ts'
import { whyUnpriced } from './read-breakdown.ts'
import { createRecentSessions } from './recent-sessions.ts'
import { costUsdOf } from './report.ts'
import type { ReportContext } from './report-context.ts'
import type { Limit, Summary } from './summary.ts'
import { quartersOf } from './wall-clock.ts'

type Deps = {
  budgets: () => BudgetState[]
  blockLimit: BlockLimit
}

const minuteMs = 60_000
const burnMs = 60 * minuteMs
/** How many days the recent figures are of, today among them. */
const recentDays = 30
/** Of models without a price so many are named. */
const maxUnpriced = 200

/** The head of the Costs page in one answer, made of the same sums as every report. */
export function createSummary(context: ReportContext, costs: Costs, { budgets, blockLimit }: Deps) {
  const { index, host, timezone, now, subscriptions, cached, kept, whereSums } = context
  const recent = createRecentSessions(context)

  const totalsOf = (question: Parameters<Costs['report']>[0]) => costs.report(question).totals

  const limits = (at: number): Limit[] =>
    limitRows(index).map((limit) => ({
      ...limit,
      host: limit.host || host,
      name: oneLine(limit.name),
      isPast: limit.resetsAt !== null && limit.resetsAt <= at,
    }))

  function unpriced(): Summary['unpriced'] {
    const { to, sums } = kept.settled('unpriced', '', (to) => unpricedModels(index, 0, to))
    const models = new Map<string, UnpricedModel>()
    for (const one of [...sums, ...unpricedModels(index, to, always.to)]) {
      const name = `${one.model}\n${one.provider}`
      const { calls = 0, tokens = 0, unclassified = 0 } = models.get(name) ?? {}
      models.set(name, {
        ...one,
        calls: calls + one.calls,
        tokens: tokens + one.tokens,
        unclassified: unclassified + one.unclassified,
      })
    }
    return [...models.values()]
      .sort((a, b) => b.tokens - a.tokens)
      .slice(0, maxUnpriced)
      .map(({ unclassified, model, provider, ...rest }) => ({
        key: model,
        model: modelLabel(model),
        provider: oneLine(provider),
        ...rest,
        why: whyUnpriced({ model, unclassified }),
      }))
  }

  function cacheOver(since: string, until: string): Summary['cache'] {
    const { first } = quartersOf(since, timezone)
    const { end } = quartersOf(until, timezone)
    const { inputTokens, cacheReadTokens, cacheWriteTokens } = totalsOf({ by: 'day', since, until })
    const read = inputTokens + cacheReadTokens + cacheWriteTokens
    const savings = (from: number, to: number) => cacheSavings(index, whereSums({ from, to }, {}), subscriptions)
    const { to, sums } = kept.settled('cache', String(first), (to) => savings(first, to))
    const late = savings(Math.max(first, to), end)
    return {
      savedUsd: sums.pricedCalls + late.pricedCalls > 0 ? sums.savedUsd + late.savedUsd : null,
      readPercent: read > 0 ? (cacheReadTokens / read) * 100 : null,
      formula: 'cache read × (input − cache read price) − cache write × (cache write price − input), answer by answer',
      since,
      until,
    }
  }

  return (): Summary => {
    const at = now()
    const day = dayOf(at, timezone)
    const month = monthOf(day)
    const since = addDays(day, 1 - recentDays)
    const today = totalsOf({ by: 'model', since: day, until: day })
    const thisMonth = totalsOf({ by: 'month', since: `${month}-01`, until: day })
    const days = costs.report({ by: 'day' })
    const lastHour = sumOfCalls(index, at - burnMs, at, subscriptions)
    const medianSession = cached(`median ${since} ${day}`, () => recent.medianFamily(since, day))
    return {
      ...costs.today(),
      at,
      timezone,
      day,
      month,
      today,
      thisMonth,
      allTime: days.totals,
      firstDay: days.rows[0]?.key ?? null,
      projectedToday: costs.forecasts.today(costUsdOf(today), at),
      projectedMonth: costs.forecasts.ofMonth(costUsdOf(thisMonth), at),
      burn:
        lastHour.calls > 0
          ? {
              tokensPerMinute: lastHour.totalTokens / (burnMs / minuteMs),
              usdPerHour: lastHour.costUsd,
              subscriptionUsdPerHour: lastHour.subscriptionUsd,
              overMinutes: burnMs / minuteMs,
            }
          : null,
      cache: cached(`cache ${since} ${day}`, () => cacheOver(since, day)),
      blocks: readBlocks(context, costs, { day, at, limit: blockLimit }),
      limits: limits(at),
      idle: { since, until: day, ...cached(`idle ${since} ${day}`, () => idleCostOf(context, recent, since, day)) },
      subagents: { since, until: day, ...cached(`subagents ${since} ${day}`, () => recent.subagents(since, day)) },
      medianSession: medianSession && { ...medianSession, since, until: day },
      unpriced: cached('unpriced', unpriced),
      budgets: budgets(),
      // Only the thread that writes knows how far calls are priced again.
      pricing: null,
    }
  }
}
