import { createStore, reconcile } from 'solid-js/store'
import { measures } from '../../../src/health/measure.ts'
import { continueSeries } from '../../../src/health/recent.ts'
import type { Overview } from '../../../src/overview/overview.ts'
import type { TopicStore } from './topic-store.ts'

type Health = Overview['health']

/** The machine, Wheelhouse itself, and how far history is read. */
export function createHealthStore() {
  const [known, setKnown] = createStore<{ health: Health | undefined }>({ health: undefined })
  const store: TopicStore<'health.read' | 'indexed'> = {
    reset: ({ health }) => setKnown('health', reconcile(health)),
    hear(event) {
      if (event.kind === 'indexed')
        return setKnown('health', 'indexed', reconcile({ ...event.progress, done: event.done }))
      const { reading } = event
      // A reading is drawn whole, and its series are new each time: there is no row in it that stays.
      setKnown('health', (health) => ({
        reading,
        recent: continueSeries(health!.recent, reading.at, (name) => measures[name](reading)),
      }))
    },
  }
  return {
    ...store,
    get health() {
      return known.health!
    },
  }
}
