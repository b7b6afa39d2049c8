import { createMemoryHistory, MemoryRouter, Route, useIsRouting } from '@solidjs/router'
import type { JSX } from 'solid-js'
import type { PublishedEvent } from '../../src/app/features.ts'
import type { Overview } from '../../src/overview/overview.ts'
import { OverviewContext, type useOverview } from '../data/overview-context.ts'
import { createStores } from '../data/stores/stores.ts'
import { show } from './dom.ts'
import { sampleNow, sampleOverview } from './samples.ts'

/**
 * Shows a part as it stands on a page: with a router and with what every page knows. `setOverview` puts another
 * overview in place of the one that is known, as an answer of the server does; `address` is where the page is.
 */
export function showOnPage(part: () => JSX.Element, { overview = sampleOverview(), path = '/' } = {}) {
  const stores = createStores()
  stores.reset(structuredClone(overview))
  const known: ReturnType<typeof useOverview> = {
    overview: () => stores.overview,
    problem: () => undefined,
    subscribe: () => {},
    subscribeTopic: () => () => {},
    reload: () => Promise.resolve(),
  }
  const history = createMemoryHistory()
  history.set({ value: path })
  let isRouting = () => false
  const Page = () => {
    isRouting = useIsRouting()
    return <>{part()}</>
  }
  const page = () => (
    <OverviewContext.Provider value={known}>
      <MemoryRouter history={history}>
        <Route path="*" component={Page} />
      </MemoryRouter>
    </OverviewContext.Provider>
  )
  // A navigation is a transition of Solid. One that is cut off would hold up every effect of the tests that follow.
  const root = show(page, () => !isRouting())
  return {
    root,
    address: () => history.get(),
    setOverview: (next: Overview) => stores.reset(structuredClone(next)),
    /** Applies an event, as the page does when it comes. */
    apply: (event: object) => stores.apply({ seq: 1, at: sampleNow, host: 'here', ...event } as PublishedEvent),
  }
}
