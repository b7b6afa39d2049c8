import { createMemo } from 'solid-js'
import { now } from '../platform/now.ts'
import { api, ask } from './api.ts'
import { createQuery } from './query.ts'

const quarterMs = 900_000

/** What today has cost by quarters of an hour, asked again as each of them ends: between them the end moves by itself. */
export function createDayCurve() {
  const quarter = createMemo(() => Math.floor(now() / quarterMs))
  return createQuery({
    key: () => ['costs/today'],
    fetcher: (_key, signal) => ask(api.costs.today.get({ fetch: { signal } })),
    changes: quarter,
  })
}
