import { createEffect, createMemo, createSignal, onCleanup } from 'solid-js'
import type { Act } from '../../../src/audit/act.ts'
import { api, ask } from '../../data/api.ts'
import { useOverview } from '../../data/overview-context.ts'
import { createPagedQuery, createQuery, type Direction } from '../../data/query.ts'
import { type Address, filterAt } from './address.ts'

type Asked = Omit<Address, 'act'>
type ActsKey = readonly ['audit', Asked]
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
  const older: Direction<ActsKey, Page> = {
    cursor: (pages) => pages.at(-1)?.nextCursor ?? null,
    fetcher: ([, asked], cursor, signal) => askFor(asked, signal, cursor),
    merge: (pages, page) => [...pages, page],
  }
  const list = createPagedQuery({
    key: (): ActsKey => ['audit', asked()],
    fetcher: ([, asked], signal) => askFor(asked, signal),
    directions: { older },
    changes: version,
    throttleMs: 1_000,
    // The first page is asked for again; older ones stay as they are.
    async refresh() {
      const newest = await askFor(asked())
      list.update(([first, ...others]) =>
        others.length === 0
          ? [newest]
          : [{ items: withoutRepeats([...newest.items, ...first!.items]), nextCursor: first!.nextCursor }, ...others],
      )
    },
  })
  const items = createMemo(() => withoutRepeats((list.data() ?? []).flatMap(({ items }) => items)))

  // An answer looks at so many acts: where none of them fits, the next ones are looked at.
  createEffect(() => {
    if (items().length === 0 && list.hasMore('older') && !list.isFetching('older') && !list.problem())
      void list.more('older')
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

  return {
    items,
    facets: () => facets.data(),
    lines,
    isReady: () => list.data() !== undefined,
    isLooking: () => list.isAsking() || list.isFetching('older'),
    problem: list.problem,
    refetch: () => void list.refetch(),
    hasMore: () => list.hasMore('older'),
    more: () => void list.more('older'),
  }
}

const withoutRepeats = (acts: Act[]) => {
  const known = new Set<string>()
  return acts.filter(({ id }) => !known.has(id) && known.add(id))
}
