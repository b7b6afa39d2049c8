import { createMemo } from 'solid-js'
import { createPagedQuery, type Direction } from './query.ts'

type Page<Item> = { items: Item[]; nextCursor: string | null }

/** A list, the newest first, page by page. A change asks for the first page again; older ones stay as they are. */
export function createNewestFirst<Asked, Item extends { id: string | number }>({
  name,
  asked,
  askFor,
  changes,
}: {
  name: string
  /** What the list is of; another one begins it anew. */
  asked: () => Asked
  askFor: (asked: Asked, signal?: AbortSignal, cursor?: string) => Promise<Page<Item>>
  changes: () => unknown
}) {
  type Key = readonly [string, Asked]
  const older: Direction<Key, Page<Item>> = {
    cursor: (pages) => pages.at(-1)?.nextCursor ?? null,
    fetcher: ([, asked], cursor, signal) => askFor(asked, signal, cursor),
    merge: (pages, page) => [...pages, page],
  }
  const list = createPagedQuery({
    key: (): Key => [name, asked()],
    fetcher: ([, asked], signal) => askFor(asked, signal),
    directions: { older },
    changes,
    throttleMs: 1_000,
    async refresh() {
      const newest = await askFor(asked())
      list.update(([first, ...others]) =>
        others.length === 0
          ? [newest]
          : [{ items: withoutRepeats([...newest.items, ...first!.items]), nextCursor: first!.nextCursor }, ...others],
      )
    },
  })
  return {
    items: createMemo(() => withoutRepeats((list.data() ?? []).flatMap(({ items }) => items))),
    isReady: () => list.data() !== undefined,
    isLooking: () => list.isAsking() || list.isFetching('older'),
    problem: list.problem,
    refetch: () => void list.refetch(),
    hasMore: () => list.hasMore('older'),
    more: () => void list.more('older'),
  }
}

function withoutRepeats<Item extends { id: string | number }>(items: readonly Item[]): Item[] {
  const known = new Set<string | number>()
  return items.filter(({ id }) => !known.has(id) && known.add(id))
}
