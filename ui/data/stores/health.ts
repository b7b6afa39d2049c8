import { batch, createEffect, createRoot, on } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import { measures } from '../../../src/health/measure.ts'
import { continueSeries } from '../../../src/health/recent.ts'
import type { Overview } from '../../../src/overview/overview.ts'
import type { EventOf, TopicStore } from './topic-store.ts'

type Health = Overview['health']
type Read = EventOf<'health.read'>

/** So many readings are kept for whoever looks again: those of the hour that is drawn. */
const maxWaiting = 1_800

/**
 * The readings of the machine and of Wheelhouse itself, and the progress of indexing. Readings come every two seconds: those
 * of a page that nobody sees wait until somebody looks.
 */
export function createHealthStore(isVisible: () => boolean) {
  const [known, setKnown] = createStore<{ health: Health | undefined }>({ health: undefined })
  let waiting: Read[] = []
  const store: TopicStore<'health.read' | 'indexed'> = {
    reset({ health }) {
      waiting = []
      setKnown('health', reconcile(health))
    },
    apply(event) {
      if (event.kind === 'indexed')
        return setKnown('health', 'indexed', reconcile({ ...event.progress, done: event.done }))
      if (isVisible()) return show(event)
      waiting.push(event)
      if (waiting.length > maxWaiting) waiting.shift()
    },
  }

  function show({ reading }: Read) {
    // A reading is drawn as a whole, so it is replaced as a whole.
    setKnown('health', (health) => ({
      reading,
      recent: continueSeries(health!.recent, reading.at, (name) => measures[name](reading)),
    }))
  }

  createRoot(() =>
    createEffect(
      on(
        isVisible,
        () => {
          const missed = waiting
          waiting = []
          batch(() => missed.forEach(show))
        },
        { defer: true },
      ),
    ),
  )
  return {
    ...store,
    get health() {
      return known.health!
    },
  }
}
