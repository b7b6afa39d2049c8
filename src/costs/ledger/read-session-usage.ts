import type { SessionTotals, SessionUsage, UsageReader } from '../../sessions/session-usage.ts'
import type { Store } from '../../store/store.ts'

type TotalsRow = { costUsd: number | null; totalTokens: number; unsureTokens: number }

const totalColumns = `sum(cost_usd) AS costUsd, coalesce(sum(total), 0) AS totalTokens,
  coalesce(sum(bound_tokens) + sum(unpriced_tokens), 0) AS unsureTokens`

const toTotals = ({ costUsd, totalTokens, unsureTokens }: TotalsRow): SessionTotals => ({
  costUsd,
  costIsLowerBound: unsureTokens > 0,
  totalTokens,
})

/** What sessions need to know of the table `usage_15m`. */
export function readSessionUsage(index: Store): UsageReader {
  const db = index.$client
  return {
    ofSessions(ids) {
      // The comparison says that a name is there, and so SQLite begins with the names.
      const rows = db
        .query<SessionUsage & { id: string }, [string]>(
          `SELECT session_id AS id, sum(input) AS input, sum(output) AS output, sum(cache_read) AS cacheRead,
             sum(cache_write) AS cacheWrite, sum(cost_usd) AS costUsd, sum(computed_calls) AS computedCalls,
             sum(bound_tokens) AS boundTokens, sum(unpriced_tokens) AS unpricedTokens
           FROM usage_15m WHERE session_id IN (SELECT value FROM json_each(?)) AND session_id >= '' GROUP BY session_id`,
        )
        .all(JSON.stringify(ids))
      return new Map(rows.map(({ id, ...usage }) => [id, usage]))
    },

    totalsOf(ids) {
      const rows = db
        .query<TotalsRow & { id: string }, [string]>(
          `SELECT session_id AS id, ${totalColumns} FROM usage_15m
           WHERE session_id IN (SELECT value FROM json_each(?)) AND session_id >= '' GROUP BY session_id`,
        )
        .all(JSON.stringify(ids))
      return new Map(rows.map((row) => [row.id, toTotals(row)]))
    },

    bySession() {
      // Without the sign SQLite would follow the index of sessions, and fetch each row on its own.
      const rows = db.query<TotalsRow & { id: string }, []>(
        `SELECT session_id AS id, ${totalColumns} FROM usage_15m GROUP BY +session_id`,
      )
      const totals = new Map<string, SessionTotals>()
      // One after another: there may be a hundred thousand.
      for (const row of rows.iterate()) totals.set(row.id, toTotals(row))
      return totals
    },
  }
}
