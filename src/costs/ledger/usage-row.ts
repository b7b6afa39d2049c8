import type { Tokens } from '../../facts/fact.ts'

/** A row of `usage`, as far as it has to be known to add it to a sum or to take it out again. */
export type UsageRow = Tokens & {
  key: string
  host: string
  runtime: string
  agentId: string
  sessionId: string
  at: number
  model: string
  costUsd: number | null
  costSource: string
  priceId: string | null
  times: number
  savedUsd: number | null
  rank: number
  replayed: number
  counted: number
}

export const rowColumns = `key, host, runtime, agent_id AS agentId, session_id AS sessionId, at, model, input, output,
  cache_read AS cacheRead, cache_write_5m AS cacheWrite5m, cache_write_1h AS cacheWrite1h, reasoning, unclassified,
  cost_usd AS costUsd, cost_source AS costSource, price_id AS priceId, times, saved_usd AS savedUsd, rank, replayed, counted`
