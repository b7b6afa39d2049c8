import type { Runtime } from '../../facts/runtimes.ts'
import type { Store } from '../../store/store.ts'

/** What each session spent between two moments (ms, the first left out); those that spent nothing are left out. */
export const spendingSessions = (index: Store, from: number, to: number) =>
  index.$client
    .query<{ sessionId: string; runtime: Runtime; usd: number }, [number, number]>(
      `SELECT session_id AS sessionId, runtime, sum(cost_usd) AS usd FROM usage
       WHERE at > ? AND at <= ? AND counted = 1 GROUP BY session_id HAVING usd > 0`,
    )
    .all(from, to)

/** What a session spent in each quarter of an hour in which it spent anything, the least first. */
export const busyQuarters = (index: Store, from: number, to: number) =>
  index.$client
    .query<{ runtime: Runtime; usd: number }, [number, number]>(
      `SELECT runtime, sum(cost_usd) AS usd FROM usage_15m WHERE quarter >= ? AND quarter < ?
       GROUP BY session_id, quarter, runtime HAVING usd > 0 ORDER BY usd`,
    )
    .all(from, to)
