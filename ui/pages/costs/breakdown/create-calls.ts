import { createEffect, createMemo, on, untrack } from 'solid-js'
import type { Breakdown, PricedCall } from '../../../../src/costs/reports/breakdown.ts'
import { api, ask } from '../../../data/api.ts'
import { createPagedQuery, type Direction } from '../../../data/query.ts'
import type { Scope } from './breakdown-id.ts'

const pageSize = 200

type CallsKey = readonly ['costs/calls', Scope]
type CallsPage = Pick<Breakdown, 'items' | 'nextCursor'>

/** The calls of a breakdown, the newest first. The first of them come with it, more are asked for page by page. */
export function createCalls(scope: () => Scope, breakdown: () => CallsPage) {
  const next: Direction<CallsKey, CallsPage> = {
    cursor: (pages) => pages.at(-1)?.nextCursor ?? null,
    fetcher: ([, scope], cursor, signal) =>
      ask(api.costs.rows.get({ query: { ...scope, cursor, limit: pageSize }, fetch: { signal } })),
    merge: (pages, page) => [...pages, page],
  }
  const calls = createPagedQuery({
    key: (): CallsKey => ['costs/calls', scope()],
    fetcher: async (): Promise<CallsPage> => untrack(breakdown),
    directions: { next },
    keepPrevious: false,
  })

  // A newer breakdown begins with newer calls. The calls that it no longer begins with stay.
  createEffect(
    on(
      breakdown,
      ({ items }) =>
        calls.update(([first, ...others]) => [
          { ...first!, items: withoutRepeats([...items, ...first!.items]) },
          ...others,
        ]),
      { defer: true },
    ),
  )

  const items = createMemo(() => {
    const pages = calls.data() ?? [breakdown()]
    return withoutRepeats(pages.flatMap(({ items }) => items))
  })
  return {
    items,
    hasMore: () => (calls.data() ? calls.hasMore('next') : breakdown().nextCursor !== null),
    isFetching: () => calls.isFetching('next'),
    more: () => calls.more('next'),
    problem: calls.problem,
  }
}

const withoutRepeats = (calls: PricedCall[]) => [...new Map(calls.map((call) => [call.id, call])).values()]
