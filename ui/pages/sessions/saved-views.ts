import { createSignal } from 'solid-js'
import { storage } from '../../platform/storage.ts'
import { type Filter, nothingNarrowed, readFilter, writeFilter } from './filter.ts'

/** A filter with a name. */
export type View = { name: string; search: string }

const view = (name: string, narrowed: Partial<Filter>): View => ({
  name,
  search: writeFilter({ ...nothingNarrowed, ...narrowed }),
})

/** The views that are always there. */
export const givenViews: View[] = [
  view('All', {}),
  view('Needs me', { group: 'needs' }),
  view('Active', { states: ['waiting', 'working'] }),
  view('Today', { since: 'today' }),
  view('Over $2 this week', { since: 'week', minCostUsd: 2 }),
  view('Failed this week', { since: 'week', states: ['stopped'] }),
]

const storedAs = 'wheelhouse.session-views'
const longestName = 40
const maxViews = 20

/** Views as they were kept; what is not one is left out. */
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
    // What is not JSON was not written by us.
    return []
  }
}

export const tidyName = (name: string) => name.replace(/\s+/g, ' ').trim().slice(0, longestName).toWellFormed()

/** A person's own views, kept in this browser. */
export function createSavedViews() {
  const [views, setViews] = createSignal(readViews(storage.read(storedAs)))

  function keep(next: View[]) {
    setViews(next)
    storage.keep(storedAs, JSON.stringify(next))
  }

  return {
    views,
    isFull: () => views().length >= maxViews,
    add: (name: string, filter: Filter) => keep([...views(), { name: tidyName(name), search: writeFilter(filter) }]),
    rename: (view: View, name: string) =>
      keep(views().map((other) => (other === view ? { ...view, name: tidyName(name) } : other))),
    remove: (view: View) => keep(views().filter((other) => other !== view)),
  }
}
