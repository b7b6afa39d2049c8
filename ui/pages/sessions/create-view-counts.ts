import { api, ask } from '../../data/api.ts'
import { createQuery } from '../../data/query.ts'
import { readFilter } from './filter-address.ts'
import { toQuery } from './filter-query.ts'

/** The number of sessions in each saved view, counted again at most every 15 seconds. A view is the search of its address. */
export function createViewCounts(searches: () => string[], timezone: () => string) {
  const counts = createQuery({
    key: () => ['sessions/view-counts', searches(), timezone()] as const,
    /** Counts one view after another, so that the list does not wait for many counts at once. */
    fetcher: async ([, searches, timezone], signal) => {
      const found: Partial<Record<string, number>> = {}
      for (const search of searches) {
        const query = toQuery(readFilter(search), Date.now(), timezone)
        found[search] = (await ask(api.sessions.facets.get({ query, fetch: { signal } }))).total
      }
      return found
    },
    throttleMs: 15_000,
    delayMs: 1_000,
  })
  return {
    /** Undefined until it is known. Where it cannot be known, the list itself says why. */
    of: (search: string) => counts.data()?.[search],
    changed: counts.changed,
  }
}
