import { createEffect, createMemo, createSignal, mapArray } from 'solid-js'
import type { SessionItem } from '../../../src/sessions/listing.ts'
import { api, ask } from '../../data/api.ts'
import { createQuery } from '../../data/query.ts'

const maxChildren = 200

/** The direct children of a session; `isAll` is false where it has more than are asked for. */
export type ChildrenAnswer = { items: SessionItem[]; isAll: boolean }

/** The children of parents that are open or whose children changed, fetched again at most every two seconds per parent. */
export function createChildren(take: (parentId: string, children: ChildrenAnswer) => void) {
  const [opened, setOpened] = createSignal<ReadonlySet<string>>(new Set())
  const [asked, setAsked] = createSignal<readonly string[]>([])

  const parents = mapArray(asked, (id) => {
    const query = createQuery({
      key: () => ['sessions/children', id] as const,
      async fetcher([, parent], signal) {
        const { items, nextCursor } = await ask(
          api.sessions.get({
            query: { parent, tree: '1', sort: 'standing', dir: 'desc', limit: maxChildren },
            fetch: { signal },
          }),
        )
        if (!signal.aborted) take(parent, { items, isAll: nextCursor === null })
        return items.map(({ id }) => id)
      },
    })
    // A parent whose children cannot be shown is closed again.
    createEffect(() => {
      if (query.problem() && !query.data()) close(id)
    })
    return { id, query }
  })
  const queryOf = (parentId: string) => parents().find(({ id }) => id === parentId)?.query

  /** Fetches the children of a parent for the first time, or runs `again`. */
  function askFor(id: string, again: 'refetch' | 'changed') {
    const known = queryOf(id)
    if (known) void known[again]()
    else setAsked((ids) => [...ids, id])
  }

  function close(id: string) {
    setOpened((ids) => new Set([...ids].filter((other) => other !== id)))
  }

  return {
    /** The ids of the children of each open parent; null while they are on their way. */
    shown: createMemo(() => new Map([...opened()].map((id) => [id, queryOf(id)?.data() ?? null]))),
    open(id: string) {
      setOpened((ids) => new Set([...ids, id]))
      askFor(id, 'refetch')
    },
    close,
    /** Says that a child of a parent has changed. */
    changed: (id: string) => askFor(id, 'changed'),
    closeAll() {
      setOpened(new Set<string>())
      setAsked([])
    },
  }
}
