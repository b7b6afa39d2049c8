import type { Runtime } from '../../facts/runtimes.ts'
import type { CostSource } from '../../sessions/session.ts'
import type { Store } from '../../store/store.ts'
import type { Totals } from '../reports/report.ts'
import { sumColumns, totalsIn } from './sum-columns.ts'
import type { Where } from './where.ts'

/** All SQL that reads the table `usage` for views: one row for each call of a model. Times in ms since the epoch. */

/** All tokens of a row. */
const total = 'input + output + cache_read + cache_write_5m + cache_write_1h + unclassified'

/** The rows of `usage` with the columns of `usage_15m`, each as the sum of one call. */
const asSums = `SELECT at, session_id, model, agent_id, runtime, 1 AS calls, input, output, cache_read,
  cache_write_5m + cache_write_1h AS cache_write, cost_usd, ${total} AS total,
  CASE cost_source WHEN 'unpriced' THEN ${total} ELSE 0 END AS unpriced_tokens,
  CASE cost_source WHEN 'bound' THEN ${total} ELSE 0 END AS bound_tokens
  FROM usage`

/** One call of a model; `host` is '' for this machine, `placeholder` 1 or 0. */
export type CallRow = {
  key: string
  host: string
  runtime: Runtime
  agentId: string
  sessionId: string
  at: number
  model: string
  provider: string
  input: number
  output: number
  cacheRead: number
  cacheWrite5m: number
  cacheWrite1h: number
  reasoning: number
  unclassified: number
  searches: number
  costUsd: number | null
  costSource: CostSource
  loggedUsd: number | null
  placeholder: number
  times: number
  priceId: string | null
}

const callColumns = `key, host, runtime, agent_id AS agentId, session_id AS sessionId, at, model, provider, input, output,
  cache_read AS cacheRead, cache_write_5m AS cacheWrite5m, cache_write_1h AS cacheWrite1h, reasoning, unclassified,
  searches, cost_usd AS costUsd, cost_source AS costSource, logged_usd AS loggedUsd, placeholder, times, price_id AS priceId`

/** The row behind which a page begins: the value it is sorted by, and its key. */
export type CallPlace = [value: number, key: string, host: string]

/** A page of calls, the latest or the dearest first, behind a place. `place` is the value a row is sorted by. */
export const callsBehind = (
  index: Store,
  { sql, values }: Where,
  { sort, limit, behind }: { sort: 'newest' | 'cost'; limit: number; behind: CallPlace | undefined },
): (CallRow & { place: number })[] => {
  const by = sort === 'cost' ? 'coalesce(cost_usd, -1)' : 'at'
  const after = behind ? `AND (${by}, key, host) < ($place, $key, $host)` : ''
  return index.$client
    .query<CallRow & { place: number }, [Where['values']]>(
      `SELECT ${callColumns}, ${by} AS place FROM usage WHERE ${sql} ${after}
       ORDER BY ${by} DESC, key DESC, host DESC LIMIT $limit`,
    )
    .all({ ...values, limit, ...(behind && { place: behind[0], key: behind[1], host: behind[2] }) })
}

/** The sum of the calls after `from` and until `to`; of one agent, or of all. */
export const sumOfCalls = (
  index: Store,
  from: number,
  to: number,
  subscriptions: readonly Runtime[],
  agentId: string | null = null,
): Totals =>
  totalsIn(
    index.$client
      .query<Totals, [number, number, string | null]>(
        `SELECT ${sumColumns(subscriptions)}
         FROM (${asSums} WHERE counted = 1 AND at > ?1 AND at <= ?2 AND (?3 IS NULL OR agent_id = ?3))`,
      )
      .get(from, to, agentId)!,
  )

/** The sum of the calls in some sessions while something ran there; a call in two of the spans counts once. */
export const sumOfSpans = (
  index: Store,
  spans: readonly { sessionId: string; from: number; to: number }[],
  subscriptions: readonly Runtime[],
): Totals =>
  totalsIn(
    index.$client
      .query<Totals, [string]>(
        `SELECT ${sumColumns(subscriptions)} FROM (${asSums} WHERE counted = 1 AND id IN (
           SELECT usage.id FROM json_each(?) AS span
             JOIN usage ON usage.session_id = span.value ->> 0 AND usage.at >= span.value ->> 1 AND usage.at <= span.value ->> 2))`,
      )
      .get(JSON.stringify(spans.map(({ sessionId, from, to }) => [sessionId, from, to])))!,
  )

/** How many tokens all calls after `from` and until `to` have. */
export const tokensBetween = (index: Store, from: number, to: number): number =>
  index.$client
    .query<{ tokens: number | null }, [number, number]>(
      `SELECT sum(${total}) AS tokens FROM usage WHERE counted = 1 AND at > ? AND at <= ?`,
    )
    .get(from, to)!.tokens ?? 0

type MinuteOfSession = {
  sessionId: string
  minute: number
  costUsd: number | null
  /** Of its calls after `paceSince`: how many, what they cost, and whether a part of that has no price (1). */
  paceCalls: number
  paceUsd: number | null
  paceIsLowerBound: number | null
}

/** What the calls of some sessions after `from` and until `to` cost, by minute; null where none of a minute has a price. */
export const minutesOfSessions = (
  index: Store,
  ids: readonly string[],
  { from, to, paceSince }: { from: number; to: number; paceSince: number },
): MinuteOfSession[] =>
  index.$client
    .query<MinuteOfSession, { ids: string; from: number; to: number; paceSince: number }>(
      // The comparison says that a name is there, and so SQLite begins with the names.
      `SELECT session_id AS sessionId, at / 60000 AS minute, sum(cost_usd) AS costUsd,
         count(*) FILTER (WHERE at > $paceSince) AS paceCalls,
         sum(cost_usd) FILTER (WHERE at > $paceSince) AS paceUsd,
         max(cost_source IN ('unpriced', 'bound')) FILTER (WHERE at > $paceSince) AS paceIsLowerBound
       FROM usage WHERE session_id IN (SELECT value FROM json_each($ids)) AND session_id >= ''
         AND counted = 1 AND at > $from AND at <= $to GROUP BY 1, 2`,
    )
    .all({ ids: JSON.stringify(ids), from, to, paceSince })

/** Between the first and the last call of each session in each minute, from `from` until before `to`, in order. */
export const minutesOfCalls = (
  index: Store,
  from: number,
  to: number,
  limit: number,
): { sessionId: string; from: number; to: number }[] =>
  index.$client
    .query<{ sessionId: string; from: number; to: number }, [number, number, number]>(
      `SELECT session_id AS sessionId, min(at) AS "from", max(at) AS "to" FROM usage
       WHERE counted = 1 AND at >= ? AND at < ? GROUP BY session_id, at / 60000 ORDER BY 2 LIMIT ?`,
    )
    .all(from, to, limit)

/** When the first or the last call was, from `from` until before `to`; of one runtime, or of all. Null where none was. */
export const callAtEdge = (
  index: Store,
  edge: 'first' | 'last',
  { runtime, from, to }: { runtime: Runtime | null; from: number; to: number },
): number | null =>
  index.$client
    .query<{ at: number }, [number, number, string | null]>(
      `SELECT at FROM usage WHERE counted = 1 AND at >= ?1 AND at < ?2 AND (?3 IS NULL OR runtime = ?3)
       ORDER BY at ${edge === 'first' ? 'ASC' : 'DESC'} LIMIT 1`,
    )
    .get(from, to, runtime)?.at ?? null

/** The calls of a model that have no price; `unclassified` are tokens known only as a total. */
export type UnpricedModel = { model: string; provider: string; calls: number; tokens: number; unclassified: number }

/** Models with calls without a price, from a quarter of an hour until before another, in no order. */
export const unpricedModels = (index: Store, from: number, to: number): UnpricedModel[] =>
  index.$client
    .query<UnpricedModel, [number, number]>(
      `SELECT model, provider, sum(calls) AS calls, sum(total - input - output - cache_read - cache_write) AS unclassified,
         sum(total) AS tokens
       FROM usage_sums JOIN usage_names ON usage_names.id = usage_sums.name
       WHERE quarter >= ? AND quarter < ? AND price IN (SELECT id FROM usage_prices WHERE cost_source = 'unpriced')
       GROUP BY 1, 2`,
    )
    .all(from, to)
