import { createSignal } from 'solid-js'
import { storage } from '../../platform/storage.ts'
import { type Filter, nothingNarrowed } from './filter.ts'
import { readFilter, writeFilter } from './filter-address.ts'

/** A filter with a name. */
export type View = { name: string; search: string }

const view = (name: string, narrowed: Partial<Filter>): View => ({
  name,
  search: writeFilter({ ...nothingNarrowed, ...narrowed }),
})

/** Sessions alone: a failed job or a passed budget needs somebody as well, and is no session. */
export const needsView = view('Sessions that need me', { groups: ['needs'] })

/** The views that are always there. */
export const builtInViews: View[] = [
  view('All', {}),
  needsView,
  view('Active', { states: ['waiting', 'working'] }),
  view('Today', { since: 'today' }),
  view('Over $2 this week', { since: 'week', minCostUsd: 2 }),
  view('Failed this week', { since: 'week', states: ['stopped'] }),
]

const storageKey = 'wheelhouse.session-views'
const maxNameLength = 40
const maxViews = 20

/** The views in a stored text; entries that are no views are left out. */
export function readViews(text: string | null): View[] {
  try {
    const entries: unknown = JSON.parse(text ?? '[]')
    if (!Array.isArray(entries)) return []
    return entries
      .flatMap((entry: unknown) => {
        const { name, search } = (entry ?? {}) as Partial<Record<string, unknown>>
        if (typeof name !== 'string' || typeof search !== 'string' || !tidyName(name)) return []
        return [{ name: tidyName(name), search: writeFilter(readFilter(search)) }]
      })
      .slice(0, maxViews)
  } catch {
    // A text that is no JSON was not written by this page.
    return []
  }
}

export const tidyName = (name: string) => name.replace(/\s+/g, ' ').trim().slice(0, maxNameLength).toWellFormed()

/** The views that a person saved in this browser. */
export function createSavedViews() {
  const [views, setViews] = createSignal(readViews(storage.read(storageKey)))

  function write(next: View[]) {
    setViews(next)
    storage.write(storageKey, JSON.stringify(next))
  }

  return {
    views,
    isFull: () => views().length >= maxViews,
    add: (name: string, filter: Filter) => write([...views(), { name: tidyName(name), search: writeFilter(filter) }]),
    rename: (view: View, name: string) =>
      write(views().map((other) => (other === view ? { ...view, name: tidyName(name) } : other))),
    remove: (view: View) => write(views().filter((other) => other !== view)),
  }
}
