import { api, ask } from '../../../data/api.ts'
import { contact } from '../../../data/contact.ts'
import { createQuery } from '../../../data/query.ts'
import type { Scope } from './breakdown-id.ts'

/** The breakdown of a figure with its views, all of one moment; fetched again when `spent` changes. */
export function createBreakdown(scope: () => Scope, spent: () => unknown) {
  const query = createQuery({
    key: () => ['costs/breakdown', scope()] as const,
    fetcher: ([, scope], signal) => ask(api.costs.breakdown.get({ query: scope, fetch: { signal } })),
    changes: spent,
    // The answer of one figure must not be shown under the name of another.
    keepPrevious: false,
  })
  return { ...query, isStale: () => query.problem() !== undefined || contact().state === 'lost' }
}

/** The sums of one session within a figure, for its formula. */
export const createSessionBreakdown = (scope: () => Scope, session: () => string) =>
  createQuery({
    key: () => ['costs/session-breakdown', scope(), session()] as const,
    fetcher: ([, scope, session], signal) =>
      ask(api.costs.rows.get({ query: { ...scope, session, limit: 1 }, fetch: { signal } })),
    keepPrevious: false,
  })
