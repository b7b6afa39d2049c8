import type { Runtime } from '../../facts/runtimes.ts'
import { quarterMs } from '../../lib/timezone.ts'
import type { Store } from '../../store/store.ts'
import type { Totals } from '../reports/report.ts'
import { billedUsd, paidBy, sumColumns, totalsIn } from './sum-columns.ts'
import type { Where } from './where.ts'

/**
 * All SQL that reads `usage_15m`, sums by quarter of an hour, session, model and price, and `usage_15m_totals`, the same
 * by runtime alone. Quarters are counted since the epoch; `subscriptions` names the runtimes that a subscription pays.
 */

type Subscriptions = readonly Runtime[]

/** Where sums are read that tell apart nothing but times and runtimes: a few rows, or one for each session. */
const fromTable = ({ isOverall }: Where) => (isOverall ? 'FROM usage_15m_totals' : 'FROM usage_15m')

/** By what rows can be summed. */
export type SumKey = 'quarter' | 'session_id' | 'model' | 'agent_id' | 'runtime'

export type KeySum<Key> = Totals & { key: Key; model: string }

/** Sums by a column, ascending; `byModel` tells them apart by model as well, else `model` is ''. */
export const sumsBy = <Key extends string | number>(
  index: Store,
  where: Where,
  { key, byModel }: { key: SumKey; byModel: boolean },
  subscriptions: Subscriptions,
): KeySum<Key>[] => {
  const from = !byModel && (key === 'quarter' || key === 'runtime') ? fromTable(where) : 'FROM usage_15m'
  return index.$client
    .query<KeySum<Key>, [Where['values']]>(
      `SELECT ${key} AS key, ${byModel ? 'model' : "''"} AS model, ${sumColumns(subscriptions)}
       ${from} WHERE ${where.sql} GROUP BY 1, 2 ORDER BY 1`,
    )
    .all(where.values)
}

type QuarterSum = Totals & { quarter: number }

/** Sums by quarter, ascending. */
export const sumsByQuarter = (index: Store, where: Where, subscriptions: Subscriptions): QuarterSum[] =>
  index.$client
    .query<QuarterSum, [Where['values']]>(
      `SELECT quarter, ${sumColumns(subscriptions)} ${fromTable(where)} WHERE ${where.sql} GROUP BY 1 ORDER BY 1`,
    )
    .all(where.values)

/** Sums by quarter and one more column, by quarter ascending. */
export const sumsByQuarterAnd = (
  index: Store,
  { sql, values }: Where,
  key: 'model' | 'agent_id' | 'runtime',
  subscriptions: Subscriptions,
): (QuarterSum & { key: string })[] =>
  index.$client
    .query<QuarterSum & { key: string }, [Where['values']]>(
      `SELECT quarter, ${key} AS key, ${sumColumns(subscriptions)} FROM usage_15m WHERE ${sql} GROUP BY 1, 2 ORDER BY 1`,
    )
    .all(values)

/** What is paid by use in a quarter, and how many of its tokens have no sure price. */
export type BilledQuarter = { quarter: number; usd: number | null; unsureTokens: number }

/** What is paid by use in each quarter, ascending. */
export const billedByQuarter = (index: Store, where: Where, subscriptions: Subscriptions): BilledQuarter[] =>
  index.$client
    .query<BilledQuarter, [Where['values']]>(
      `SELECT quarter, sum(${billedUsd(subscriptions)}) AS usd,
         sum(CASE WHEN ${paidBy(subscriptions)} THEN 0 ELSE unpriced_tokens + bound_tokens END) AS unsureTokens
       ${fromTable(where)} WHERE ${where.sql} GROUP BY quarter ORDER BY quarter`,
    )
    .all(where.values)

/** What all agents are billed since a moment (ms); null where nothing has a price. */
export const billedSince = (index: Store, sinceMs: number, subscriptions: Subscriptions): number | null =>
  index.$client
    .query<{ usd: number | null }, [number]>(
      `SELECT sum(${billedUsd(subscriptions)}) AS usd FROM usage_15m_totals WHERE quarter >= ?`,
    )
    .get(sinceMs / quarterMs)!.usd

/** The quarters in which something was asked, ascending. */
export const usedQuarters = (index: Store, where: Where): number[] =>
  index.$client
    .query<{ quarter: number }, [Where['values']]>(
      `SELECT DISTINCT quarter ${fromTable(where)} WHERE ${where.sql} ORDER BY quarter`,
    )
    .all(where.values)
    .map(({ quarter }) => quarter)

/** The sessions that asked anything, by id. */
export const busySessionIds = (index: Store, { sql, values }: Where): string[] =>
  index.$client
    .query<{ id: string }, [Where['values']]>(`SELECT DISTINCT session_id AS id FROM usage_15m WHERE ${sql} ORDER BY 1`)
    .all(values)
    .map(({ id }) => id)

/** Whether anything of a runtime is known. */
export const hasUsageOf = (index: Store, runtime: Runtime): boolean =>
  index.$client.query<unknown, [string]>('SELECT 1 FROM usage_15m_totals WHERE runtime = ? LIMIT 1').get(runtime) !==
  null

/** What a sum is made of: by class of tokens and searches of the web, and by where the prices come from. Money is in US dollars, whoever pays. */
type SumParts = {
  totals: Totals
  inputUsd: number
  outputUsd: number
  cacheReadUsd: number
  cacheWriteUsd: number
  searchUsd: number
  searches: number
  /** All of it. */
  costUsd: number
  calls: number
  tokens: number
  loggedCalls: number
  loggedUsd: number
  loggedTokens: number
  computedCalls: number
  boundCalls: number
  boundUsd: number
  boundTokens: number
  unpricedTokens: number
}

type PartsRow = { [Field in keyof Totals]: Totals[Field] | null } & {
  [Field in keyof Omit<SumParts, 'totals'> as `of_${Field}`]: number | null
}

export function sumParts(index: Store, { sql, values }: Where, subscriptions: Subscriptions): SumParts {
  const row = index.$client
    .query<PartsRow, [Where['values']]>(
      `SELECT ${sumColumns(subscriptions)}, sum(input_usd) AS of_inputUsd, sum(output_usd) AS of_outputUsd,
         sum(cache_read_usd) AS of_cacheReadUsd, sum(cache_write_usd) AS of_cacheWriteUsd,
         sum(search_usd) AS of_searchUsd, sum(searches) AS of_searches, sum(cost_usd) AS of_costUsd,
         sum(calls) AS of_calls, sum(total) AS of_tokens, sum(logged_calls) AS of_loggedCalls,
         sum(logged_usd) AS of_loggedUsd, sum(logged_tokens) AS of_loggedTokens, sum(computed_calls) AS of_computedCalls,
         sum(bound_calls) AS of_boundCalls, sum(bound_usd) AS of_boundUsd, sum(bound_tokens) AS of_boundTokens,
         sum(unpriced_tokens) AS of_unpricedTokens
       FROM usage_15m WHERE ${sql}`,
    )
    .get(values)!
  return {
    totals: totalsIn(row),
    inputUsd: row.of_inputUsd ?? 0,
    outputUsd: row.of_outputUsd ?? 0,
    cacheReadUsd: row.of_cacheReadUsd ?? 0,
    cacheWriteUsd: row.of_cacheWriteUsd ?? 0,
    searchUsd: row.of_searchUsd ?? 0,
    searches: row.of_searches ?? 0,
    costUsd: row.of_costUsd ?? 0,
    calls: row.of_calls ?? 0,
    tokens: row.of_tokens ?? 0,
    loggedCalls: row.of_loggedCalls ?? 0,
    loggedUsd: row.of_loggedUsd ?? 0,
    loggedTokens: row.of_loggedTokens ?? 0,
    computedCalls: row.of_computedCalls ?? 0,
    boundCalls: row.of_boundCalls ?? 0,
    boundUsd: row.of_boundUsd ?? 0,
    boundTokens: row.of_boundTokens ?? 0,
    unpricedTokens: row.of_unpricedTokens ?? 0,
  }
}

type PaidByPrice = { id: string; usd: number | null; calls: number; searches: number }

/** The prices by which most was paid, the most first, at most 50. */
export const pricesPaid = (index: Store, { sql, values }: Where): PaidByPrice[] =>
  index.$client
    .query<PaidByPrice, [Where['values']]>(
      `SELECT price_id AS id, sum(cost_usd) AS usd, sum(calls) AS calls, sum(searches) AS searches FROM usage_15m
       WHERE ${sql} AND price_id <> '' GROUP BY 1 ORDER BY 2 DESC, 3 DESC LIMIT 50`,
    )
    .all(values)

/** What the cache saved of what is paid by use, in US dollars, and how many calls of that have a price. */
type CacheSavings = { savedUsd: number; pricedCalls: number }

export const cacheSavings = (index: Store, where: Where, subscriptions: Subscriptions): CacheSavings =>
  index.$client
    .query<CacheSavings, [Where['values']]>(
      `SELECT coalesce(sum(saved_usd), 0) AS savedUsd, coalesce(sum(priced_calls), 0) AS pricedCalls
       ${fromTable(where)} WHERE ${where.sql} AND NOT ${paidBy(subscriptions)}`,
    )
    .get(where.values)!

/** What an agent used in a quarter, by model and session. */
type AgentQuarter = {
  quarter: number
  model: string
  session: string
  calls: number
  /** What of it is paid by use. */
  usd: number | null
  /** Tokens without a price, or with a placeholder for one. */
  unsureTokens: number
}

/** What each agent used in each quarter of an hour, from one until before another, in order. */
export const usageOfAgents = (
  index: Store,
  from: number,
  to: number,
  subscriptions: Subscriptions,
): { agentId: string; quarter: number; usd: number | null; unsureTokens: number }[] =>
  index.$client
    .query<{ agentId: string; quarter: number; usd: number | null; unsureTokens: number }, [number, number]>(
      `SELECT agent_id AS agentId, quarter, sum(${billedUsd(subscriptions)}) AS usd,
         sum(bound_tokens + unpriced_tokens) AS unsureTokens
       FROM usage_15m WHERE quarter >= ? AND quarter < ? GROUP BY quarter, agent_id ORDER BY quarter`,
    )
    .all(from, to)

/** What an agent used since a moment (ms). */
export const usageOfAgent = (
  index: Store,
  agentId: string,
  sinceMs: number,
  subscriptions: Subscriptions,
): AgentQuarter[] =>
  index.$client
    .query<AgentQuarter, [string, number]>(
      `SELECT quarter, model, session_id AS session, calls, ${billedUsd(subscriptions)} AS usd,
         bound_tokens + unpriced_tokens AS unsureTokens
       FROM usage_15m WHERE agent_id = ? AND quarter >= ?`,
    )
    .all(agentId, sinceMs / quarterMs)

/** The share of an agent's input since a moment (ms) that came from a cache; null without any input. */
export const cacheReadPercentOf = (index: Store, agentId: string, sinceMs: number): number | null =>
  index.$client
    .query<{ percent: number | null }, [string, number]>(
      `SELECT 100.0 * sum(cache_read) / nullif(sum(input + cache_read + cache_write), 0) AS percent
       FROM usage_15m WHERE agent_id = ? AND quarter >= ?`,
    )
    .get(agentId, sinceMs / quarterMs)!.percent
