import { api, ask } from '../../data/api.ts'
import { createQuery } from '../../data/query.ts'
import { readFilter, toQuery } from './filter.ts'

/** How many sessions each saved view holds, counted again at most every 15 seconds. A view is its search, as in the address. */
export function createViewCounts(searches: () => string[], timezone: () => string) {
  const counts = createQuery({
    key: () => ['sessions/view-counts', searches(), timezone()] as const,
    /** One view after another: the server is asked for none of them at once with the list. */
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
    /** Undefined until it is known; the list itself says what is wrong where it never is. */
    of: (search: string) => counts.data()?.[search],
    changed: counts.changed,
  }
}
