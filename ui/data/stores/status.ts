import { createStore, reconcile } from 'solid-js/store'
import type { OverviewEvent } from '../../../src/overview/events.ts'
import type { Overview } from '../../../src/overview/overview.ts'
import type { TopicStore } from './topic-store.ts'

type Status = OverviewEvent['standing']

const statusOf = ({ verdict, attention, sessions: { active, total } }: Overview): Status => ({
  verdict,
  attention,
  active,
  total,
})

/** How things stand as a whole, in the server's words: the verdict, what needs a person, how many sessions there are. */
export function createStatusStore() {
  const [known, setKnown] = createStore<{ status: Status | undefined }>({ status: undefined })
  const take = (status: Status) => setKnown('status', reconcile(status))
  const store: TopicStore<'overview.changed'> = {
    reset: (overview) => take(statusOf(overview)),
    hear: ({ standing }) => take(standing),
  }
  return {
    ...store,
    get status() {
      return known.status!
    },
  }
}
