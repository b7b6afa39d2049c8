import type { Runtime } from '../../facts/fact.ts'
import { median } from '../../lib/median.ts'
import { oneLine } from '../../lib/plain-text.ts'
import { addDays, dayOf, monthOf, quarterMs } from '../../lib/timezone.ts'
import type { Store } from '../../store/store.ts'
import type { BudgetState } from '../budgets/budget.ts'
import { pastDays } from '../budgets/budgets.ts'
import { paidBy, sumColumns, usageAsSumRows } from '../ledger/sums.ts'
import { blockMs } from './block.ts'
import { projected, quartersOf } from './day-curve.ts'
import { createIdleCost } from './idle-cost.ts'
import { lastDayOf, type Projection, projectMonth, quantile, remainingSpendAfter } from './projection.ts'
import type { Where } from './question.ts'
import { whyUnpriced } from './read-breakdown.ts'
import { sumTotals, type Totals } from './report.ts'
import { type Costs, costUsdOf, modelLabel } from './reports.ts'
import type { ActiveBlock, Block, Limit, Summary } from './summary.ts'

type Deps = {
  timezone: string
  now: () => number
  subscriptions: readonly Runtime[]
  budgets: () => BudgetState[]
  pricing?: () => Summary['pricing']
  /** What a five-hour block of Claude may hold; null where nobody said. */
  blockLimit: { usd: number | null; tokens: number | null }
}

const minuteMs = 60_000
const burnMs = 60 * minuteMs
/** A block that has asked for less than this has no pace yet: two answers in four seconds would be a fortune an hour. */
const minPaceMinutes = 10
/** What is said of "lately" is of so many days, today among them. */
const lately = 30
const recentBlockDays = 7

/** The head of the Costs page in one answer; all of it sums of the same rows as every report. */
export function createSummary(
  index: Store,
  costs: Costs,
  { timezone, now, subscriptions, budgets, blockLimit, pricing = () => null }: Deps,
) {
  const db = index.$client
  const sums = sumColumns(subscriptions)
  const idle = createIdleCost(index, costs, subscriptions)

  const totalsOf = (question: Parameters<Costs['report']>[0]) => costs.report(question).totals

  function projectToday(day: string, spent: Totals, at: number): Projection | null {
    const typical = costs.days.typicalFor(day)
    const usd = projected(costUsdOf(spent), typical?.points, at)
    if (usd === null || !typical) return null
    const { first, end } = quartersOf(day, timezone)
    const rests = remainingSpendAfter(typical.spent, (96 * (at / quarterMs - first)) / (end - first))
    const spentUsd = costUsdOf(spent) ?? 0
    return {
      usd,
      lowUsd: Math.min(usd, spentUsd + quantile(rests, 0.1)),
      highUsd: Math.max(usd, spentUsd + quantile(rests, 0.9)),
      how: `spent so far + what is left of ${typical.label}, of ${typical.spent.length} days`,
    }
  }

  function burnIn(from: number, to: number, where: Where = { sql: 'counted = 1', values: {} }) {
    return db
      .query<Totals, [Where['values']]>(
        `SELECT ${sums} FROM (${usageAsSumRows} WHERE ${where.sql} AND at > $burnFrom AND at <= $burnTo)`,
      )
      .get({ ...where.values, burnFrom: from, burnTo: to })!
  }

  /** Those of Claude Code where it is used, else of everything. */
  function blocksNow(day: string, at: number): Summary['blocks'] {
    const isThere = db.query<{ n: number }, []>("SELECT 1 AS n FROM usage_15m WHERE runtime = 'claude-code' LIMIT 1")
    const runtime: Runtime | null = isThere.get() ? 'claude-code' : null
    const filter = runtime === null ? {} : { runtime }
    const all = costs.report({ by: 'block', ...filter }).rows
    const edge = (start: number, order: 'ASC' | 'DESC') =>
      costs.known(`block ${start} ${order}`, () => edgeOf(start, order))
    const edgeOf = (start: number, order: 'ASC' | 'DESC') =>
      db
        .query<{ at: number }, [number, number]>(
          `SELECT at FROM usage WHERE counted = 1 ${runtime ? `AND runtime = '${runtime}'` : ''}
           AND at >= ? AND at < ? ORDER BY at ${order} LIMIT 1`,
        )
        .get(start, start + blockMs)?.at ?? start
    const recentFrom = quartersOf(addDays(day, 1 - recentBlockDays), timezone).first * quarterMs
    const recent = all
      .filter(({ key }) => Number(key) + blockMs > recentFrom)
      .map(({ key, label: _, ...totals }): Block => {
        const startAt = Number(key)
        const [firstAt, lastAt] = [edge(startAt, 'ASC'), edge(startAt, 'DESC')]
        const endAt = startAt + blockMs
        return {
          startAt,
          endAt,
          firstAt,
          lastAt,
          isActive: at < endAt && at - lastAt < blockMs,
          totals,
          usd: together(totals),
          tokens: totals.totalTokens,
        }
      })
      .reverse()
    const active = recent.find(({ isActive }) => isActive)
    const before = all.filter(({ key }) => Number(key) !== active?.startAt)
    const priced = before.flatMap((row) => together(row) ?? [])
    // A spread of very many would not fit on the stack.
    const highestUsd = priced.length === 0 ? null : priced.reduce((most, usd) => Math.max(most, usd), 0)
    const highestTokens = before.reduce((most, { totalTokens }) => Math.max(most, totalTokens), 0)
    return {
      runtime,
      active: active ? activeOf(active, at, { highestUsd, highestTokens }, blockLimit) : null,
      recent,
      highestUsd,
      highestTokens,
    }
  }

  function limits(at: number): Limit[] {
    return db
      .query<Omit<Limit, 'isPast'>, []>(
        `SELECT id, host, runtime, name, used_percent AS usedPercent, window_minutes AS windowMinutes, resets_at AS resetsAt, plan, at
         FROM limits ORDER BY host, runtime, window_minutes`,
      )
      .all()
      .map((limit) => ({
        ...limit,
        name: oneLine(limit.name),
        isPast: limit.resetsAt !== null && limit.resetsAt <= at,
      }))
  }

  const unpriced = () =>
    db
      .query<{ model: string; provider: string; tokens: number; calls: number; unclassified: number }, []>(
        `SELECT model, provider, count(*) AS calls, sum(unclassified) AS unclassified,
           sum(input + output + cache_read + cache_write_5m + cache_write_1h + unclassified) AS tokens
         FROM usage INDEXED BY usage_unpriced WHERE cost_source = 'unpriced' AND counted = 1 GROUP BY 1, 2
         ORDER BY tokens DESC LIMIT 200`,
      )
      .all()
      .map(({ unclassified, model, provider, ...rest }) => ({
        key: model,
        model: modelLabel(model),
        provider: oneLine(provider),
        ...rest,
        why: whyUnpriced({ model, unclassified }),
      }))

  function cacheOver(since: string, until: string): Summary['cache'] {
    const { first } = quartersOf(since, timezone)
    const { end } = quartersOf(until, timezone)
    const { sql, values } = costs.where('quarters', { from: first, to: end }, {})
    const row = db
      .query<{ saved: number | null; priced: number | null }, [Where['values']]>(
        `SELECT sum(saved_usd) AS saved, sum(priced_calls) AS priced FROM usage_15m WHERE ${sql} AND NOT ${paidBy(subscriptions)}`,
      )
      .get(values)!
    const { inputTokens, cacheReadTokens, cacheWriteTokens } = totalsOf({ by: 'runtime', since, until })
    const read = inputTokens + cacheReadTokens + cacheWriteTokens
    return {
      savedUsd: (row.priced ?? 0) > 0 ? (row.saved ?? 0) : null,
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
    const since = addDays(day, 1 - lately)
    const today = totalsOf({ by: 'model', since: day, until: day })
    const thisMonth = totalsOf({ by: 'month', since: `${month}-01`, until: day })
    const months = costs.report({ by: 'day' })
    const { first, end } = quartersOf(day, timezone)
    const burning = burnIn(at - burnMs, at)
    const families = costs.report({ by: 'family', since, until: day }).rows
    const spent = families.flatMap(({ costUsd }) => (costUsd !== null && costUsd > 0 ? [costUsd] : []))
    const middle = median(spent)
    const past = pastDays(costs, day)
    const subagents = costs.families.subagentSums(costs.report({ by: 'session', since, until: day }).rows)
    return {
      ...costs.today(),
      at,
      timezone,
      day,
      month,
      today,
      thisMonth,
      allTime: months.totals,
      firstDay: months.rows[0]?.key ?? null,
      projectedToday: projectToday(day, today, at),
      projectedMonth: projectMonth({
        monthUsd: costUsdOf(thisMonth),
        todayLeft: (end * quarterMs - at) / ((end - first) * quarterMs),
        daysLeft: Number(lastDayOf(month).slice(8)) - Number(day.slice(8)),
        past,
      }),
      burn:
        burning.calls > 0
          ? {
              tokensPerMinute: burning.totalTokens / (burnMs / minuteMs),
              usdPerHour: burning.costUsd,
              subscriptionUsdPerHour: burning.subscriptionUsd,
              overMinutes: burnMs / minuteMs,
            }
          : null,
      cache: costs.known(`cache ${since} ${day}`, () => cacheOver(since, day)),
      blocks: blocksNow(day, at),
      limits: limits(at),
      idle: { since, until: day, ...costs.known(`idle ${since} ${day}`, () => idle(since, day, timezone)) },
      subagents: { since, until: day, totals: sumTotals(subagents), sessions: subagents.length },
      medianSession: middle === null ? null : { usd: middle, sessions: spent.length, since, until: day },
      unpriced: costs.known('unpriced', unpriced),
      budgets: budgets(),
      pricing: pricing(),
    }
  }
}

/** What a block is measured by: its money, whoever pays it. */
const together = ({ costUsd, subscriptionUsd }: Totals) =>
  costUsd === null && subscriptionUsd === null ? null : (costUsd ?? 0) + (subscriptionUsd ?? 0)

/** How a block that is running burns, where it ends at that pace, and how much of what it may hold that is. */
export function activeOf(
  block: Block,
  now: number,
  highest: { highestUsd: number | null; highestTokens: number },
  own: Deps['blockLimit'],
): ActiveBlock {
  const { firstAt, endAt, usd, tokens } = block
  const remainingMs = Math.max(0, endAt - now)
  const minutes = (Math.min(now, endAt) - firstAt) / minuteMs
  const burn =
    minutes >= minPaceMinutes
      ? { tokensPerMinute: tokens / minutes, usdPerHour: usd === null ? null : (usd / minutes) * 60 }
      : null
  const forecast = burn && {
    usd: usd === null || burn.usdPerHour === null ? null : usd + (burn.usdPerHour * remainingMs) / 3_600_000,
    tokens: tokens + (burn.tokensPerMinute * remainingMs) / minuteMs,
  }
  const against = (
    of: 'your limit' | 'your highest block',
    measure: 'usd' | 'tokens',
    limit: number | null,
  ): NonNullable<ActiveBlock['limit']>[] => {
    const used = measure === 'usd' ? usd : tokens
    if (limit === null || limit <= 0 || used === null) return []
    const perMs = measure === 'usd' ? (burn?.usdPerHour ?? 0) / 3_600_000 : (burn?.tokensPerMinute ?? 0) / minuteMs
    const comes = forecast && (measure === 'usd' ? forecast.usd : forecast.tokens)
    const fullAt = used >= limit ? now : perMs > 0 ? Math.round(now + (limit - used) / perMs) : null
    return [
      {
        of,
        measure,
        limit,
        usedPercent: (used / limit) * 100,
        forecastPercent: comes === null ? null : (comes / limit) * 100,
        fullAt: fullAt !== null && fullAt < endAt ? fullAt : null,
      },
    ]
  }
  const [limit = null] = [
    // Of two limits of one's own the fuller one counts.
    ...[...against('your limit', 'usd', own.usd), ...against('your limit', 'tokens', own.tokens)].sort(
      (a, b) => b.usedPercent - a.usedPercent,
    ),
    ...against('your highest block', 'usd', highest.highestUsd),
    ...against('your highest block', 'tokens', highest.highestTokens || null),
  ]
  return { ...block, remainingMs, burn, forecast, limit }
}
