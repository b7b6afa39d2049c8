/** What models were asked for in a session, whoever pays. Tokens are counts; money is in US dollars. */
export type SessionUsage = {
  input: number
  output: number
  cacheRead: number
  cacheWrite: number
  /** Null where nothing of it has a price. */
  costUsd: number | null
  /** How many calls we priced ourselves. */
  computedCalls: number
  /** Tokens of calls that cost at least what they are priced at. */
  boundTokens: number
  unpricedTokens: number
}

/** The sum of a session, or of many. */
export type SessionTotals = { costUsd: number | null; costIsLowerBound: boolean; totalTokens: number }

/** What sessions need to know of the usage in the index; the ledger of costs reads it. */
export type UsageReader = {
  /** The usage of these sessions, by id; none of a session in which nothing was asked. */
  ofSessions(ids: readonly string[]): Map<string, SessionUsage>
  /** The totals of these sessions, by id; none of a session in which nothing was asked. */
  totalsOf(ids: readonly string[]): Map<string, SessionTotals>
  /** The totals of every session, by id. */
  bySession(): Map<string, SessionTotals>
}
