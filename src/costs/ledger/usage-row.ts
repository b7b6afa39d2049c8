import type { Tokens } from '../../facts/fact.ts'

/** What has to be known of a call to add it to a sum or to take it out again. `name` and `price` are numbers of rows. */
export type SummedCall = Tokens & {
  name: number
  at: number
  costUsd: number | null
  price: number
  times: number
  savedUsd: number | null
  searches: number
}

/** A call with what decides which of its readings is stored and which count. */
export type UsageRow = SummedCall & {
  id: number
  key: string
  host: string
  sessionId: string
  rank: number
  replayed: number
  counted: number
  hasRates: number
}

/** The columns of a `UsageRow` in `usage_rows` and `usage_names`. */
export const rowColumns = `usage_rows.id, key, host, session_id AS sessionId, name, at, input, output,
  cache_read AS cacheRead, cache_write_5m AS cacheWrite5m, cache_write_1h AS cacheWrite1h, reasoning, unclassified,
  searches, cost_usd AS costUsd, price, times, saved_usd AS savedUsd, rank, replayed, counted,
  rates IS NOT NULL AS hasRates`
