import type { Runtime } from '../../facts/runtimes.ts'
import type { Store } from '../../store/store.ts'
import type { Range } from './where.ts'

/**
 * The ledger as it is compared with what others state: by session and by provider, whoever pays. Money in US dollars, null
 * where nothing is priced; quarters of an hour since the epoch.
 */

type SessionSum = {
  session: string
  agentId: string
  runtime: Runtime
  provider: string
  usd: number | null
  tokens: number
  unpricedTokens: number
  boundTokens: number
}

/** What each session spent with each provider in a time. */
export const sumsBySession = (index: Store, { from, to }: Range): SessionSum[] =>
  index.$client
    .query<SessionSum, [number, number]>(
      `SELECT session_id AS session, agent_id AS agentId, runtime, provider, sum(cost_usd) AS usd, sum(total) AS tokens,
         sum(unpriced_tokens) AS unpricedTokens, sum(bound_tokens) AS boundTokens
       FROM usage_15m WHERE quarter >= ? AND quarter < ? GROUP BY session_id, agent_id, runtime, provider`,
    )
    .all(from, to)

/** What was spent with each provider by each runtime in a time. */
export const sumsByProvider = (
  index: Store,
  { from, to }: Range,
): { runtime: Runtime; provider: string; usd: number }[] =>
  index.$client
    .query<{ runtime: Runtime; provider: string; usd: number }, [number, number]>(
      `SELECT runtime, provider, coalesce(sum(cost_usd), 0) AS usd
       FROM usage_15m WHERE quarter >= ? AND quarter < ? GROUP BY runtime, provider`,
    )
    .all(from, to)

/** What some sessions spent in each quarter of a time. */
export const sumsOfSessionsByQuarter = (
  index: Store,
  ids: readonly string[],
  { from, to }: Range,
): { session: string; quarter: number; usd: number }[] =>
  index.$client
    .query<{ session: string; quarter: number; usd: number }, [string, number, number]>(
      `SELECT session_id AS session, quarter, coalesce(sum(cost_usd), 0) AS usd FROM usage_15m
       WHERE session_id IN (SELECT value FROM json_each(?)) AND session_id >= '' AND quarter >= ? AND quarter < ?
       GROUP BY session_id, quarter`,
    )
    .all(JSON.stringify(ids), from, to)

/** What sessions spent after a time each (ms), until the end of a time. */
export const usdAfter = (
  index: Store,
  after: ReadonlyMap<string, number>,
  untilMs: number,
): { session: string; usd: number }[] =>
  index.$client
    .query<{ session: string; usd: number }, [string, number]>(
      `SELECT session_id AS session, coalesce(sum(cost_usd), 0) AS usd
       FROM json_each(?) AS later JOIN usage ON session_id = later.key
       WHERE session_id >= '' AND counted = 1 AND at > later.value AND at < ? GROUP BY session_id`,
    )
    .all(JSON.stringify(Object.fromEntries(after)), untilMs)
