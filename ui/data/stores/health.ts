import { createStore, reconcile } from 'solid-js/store'
import { measures } from '../../../src/health/measure.ts'
import { continueSeries } from '../../../src/health/recent.ts'
import type { Overview } from '../../../src/overview/overview.ts'
import type { TopicStore } from './topic-store.ts'

type Health = Overview['health']

/** The readings of the machine and of Wheelhouse itself, and the progress of indexing. */
export function createHealthStore() {
  const [known, setKnown] = createStore<{ health: Health | undefined }>({ health: undefined })
  const store: TopicStore<'health.read' | 'indexed'> = {
    reset: ({ health }) => setKnown('health', reconcile(health)),
    apply(event) {
      if (event.kind === 'indexed')
        return setKnown('health', 'indexed', reconcile({ ...event.progress, done: event.done }))
      const { reading } = event
      // A reading is drawn as a whole, so it is replaced as a whole.
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
