import type { Store } from '../../store/store.ts'

/**
 * What one session's calls cost over time: ms and US dollars, the oldest first; a call without a price costs null.
 * `contextTokens` is all that the model was given.
 */
export type CallCost = { at: number; costUsd: number | null; contextTokens: number }

/** The tokens of one class of a session, and what they cost; null where nothing of the session has a price. */
type ClassUsage = {
  class: 'input' | 'cacheRead' | 'cacheWrite' | 'output'
  tokens: number
  costUsd: number | null
}

/** Every call of a session that counts. */
export const sessionCalls = (index: Store, sessionId: string): CallCost[] =>
  index.$client
    .query<CallCost, [string]>(
      `SELECT at, cost_usd AS costUsd, input + cache_read + cache_write_5m + cache_write_1h AS contextTokens
       FROM usage WHERE session_id = ? AND counted = 1 ORDER BY at`,
    )
    .all(sessionId)

type Sums = Record<`${ClassUsage['class']}Tokens` | `${ClassUsage['class']}Usd`, number> & { priced: number }

/** The classes of tokens that a session has used. What a call costs beside tokens (a search) is in none of them. */
export function sessionClasses(index: Store, sessionId: string): ClassUsage[] {
  const sums = index.$client
    .query<Sums, [string]>(
      `SELECT coalesce(sum(input), 0) AS inputTokens, coalesce(sum(input_usd), 0) AS inputUsd,
         coalesce(sum(cache_read), 0) AS cacheReadTokens, coalesce(sum(cache_read_usd), 0) AS cacheReadUsd,
         coalesce(sum(cache_write), 0) AS cacheWriteTokens, coalesce(sum(cache_write_usd), 0) AS cacheWriteUsd,
         coalesce(sum(output), 0) AS outputTokens, coalesce(sum(output_usd), 0) AS outputUsd,
         coalesce(sum(priced_calls), 0) AS priced
       FROM usage_15m WHERE session_id = ?`,
    )
    .get(sessionId)!
  return (['input', 'cacheRead', 'cacheWrite', 'output'] as const).map((name) => ({
    class: name,
    tokens: sums[`${name}Tokens`],
    costUsd: sums.priced > 0 ? sums[`${name}Usd`] : null,
  }))
}
