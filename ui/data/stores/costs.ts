import { createStore, reconcile } from 'solid-js/store'
import type { CostsToday } from '../../../src/costs/reports/report.ts'
import type { TopicStore } from './topic-store.ts'

/** The costs of today and of this month. */
export function createCostsStore() {
  const [known, setKnown] = createStore<{ costs: CostsToday | undefined }>({ costs: undefined })
  const take = (costs: CostsToday) => setKnown('costs', reconcile(costs, { key: 'key' }))
  const store: TopicStore<'costs.changed'> = {
    reset: ({ costs }) => take(costs),
    apply: ({ costs }) => take(costs),
  }
  return {
    ...store,
    get costs() {
      return known.costs!
    },
  }
}
