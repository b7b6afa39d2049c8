import { api, ask } from '../../../data/api.ts'
import { contact } from '../../../data/contact.ts'
import { createQuery } from '../../../data/query.ts'
import type { Scope } from './breakdown-id.ts'

/** What an opened figure is made of, all of one moment; asked again when `spent` changes. */
export function createBreakdown(scope: () => Scope, spent: () => unknown) {
  const query = createQuery({
    key: () => ['costs/breakdown', scope()] as const,
    fetcher: ([, scope], signal) => ask(api.costs.breakdown.get({ query: scope, fetch: { signal } })),
    changes: spent,
    // One figure is not shown under the name of another.
    keepPrevious: false,
  })
  return { ...query, isStale: () => query.problem() !== undefined || contact().state === 'lost' }
}

/** What one session has in it, for its formula. */
export const createSessionBreakdown = (scope: () => Scope, session: () => string) =>
  createQuery({
    key: () => ['costs/session-breakdown', scope(), session()] as const,
    fetcher: ([, scope, session], signal) =>
      ask(api.costs.rows.get({ query: { ...scope, session, limit: 1 }, fetch: { signal } })),
    keepPrevious: false,
  })
