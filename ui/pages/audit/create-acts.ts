import { createEffect, createMemo, createSignal, onCleanup } from 'solid-js'
import type { Act } from '../../../src/audit/act.ts'
import { api, ask } from '../../data/api.ts'
import { createNewestFirst } from '../../data/newest-first.ts'
import { useOverview } from '../../data/overview-context.ts'
import { createQuery } from '../../data/query.ts'
import { type Address, filterAt } from './address.ts'

type Asked = Omit<Address, 'act'>
type Page = { items: Act[]; nextCursor: string | null }

const pageSize = 100

export type Acts = ReturnType<typeof createActs>

/** The acts that the address names, the newest first, as they happen; and the lines of the one that is open. */
export function createActs(address: () => Address) {
  const { subscribe, subscribeTopic } = useOverview()
  const [version, setVersion] = createSignal(0)
  const changed = () => setVersion((before) => before + 1)
  subscribe({
    onEvent: ({ kind }) => kind === 'audited' && changed(),
    onGap: changed,
  })
  onCleanup(subscribeTopic('audit', changed))

  const asked = createMemo((): Asked => {
    const { act: _, ...asked } = address()
    return asked
  })
  const askFor = (asked: Asked, signal?: AbortSignal, cursor?: string): Promise<Page> =>
    ask(
      api.audit.acts.get({
        query: { ...filterAt(asked, Date.now()), limit: pageSize, ...(cursor && { cursor: Number(cursor) }) },
        ...(signal && { fetch: { signal } }),
      }),
    )
  const list = createNewestFirst({ name: 'audit', asked, askFor, changes: version })

  // An answer looks at so many acts: where none of them fits, the next ones are looked at.
  createEffect(() => {
    if (list.items().length === 0 && list.hasMore() && !list.isLooking() && !list.problem()) list.more()
  })

  const facets = createQuery({
    key: () => ['audit/facets', asked()] as const,
    fetcher: ([, asked], signal) =>
      ask(api.audit.facets.get({ query: filterAt(asked, Date.now()), fetch: { signal } })),
    changes: version,
    throttleMs: 2_000,
  })

  const lines = createQuery({
    key: () => {
      const { act } = address()
      return act === undefined ? undefined : (['audit/act', act] as const)
    },
    fetcher: ([, id], signal) => ask(api.audit.acts({ id }).get({ fetch: { signal } })),
    changes: version,
    keepPrevious: false,
  })

  return { ...list, facets: () => facets.data(), lines }
}
