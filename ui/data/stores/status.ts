import { createStore, reconcile } from 'solid-js/store'
import type { OverviewEvent } from '../../../src/overview/events.ts'
import type { Overview } from '../../../src/overview/overview.ts'
import type { TopicStore } from './topic-store.ts'

type Status = OverviewEvent['standing']

const statusOf = ({ verdict, attention, setAside, sessions: { active, total } }: Overview): Status => ({
  verdict,
  attention,
  setAside,
  active,
  total,
})

/** The overall status as the server judges it: the verdict, the items that need a person, the counts of sessions. */
export function createStatusStore() {
  const [known, setKnown] = createStore<{ status: Status | undefined }>({ status: undefined })
  const take = (status: Status) => setKnown('status', reconcile(status))
  const store: TopicStore<'overview.changed'> = {
    reset: (overview) => take(statusOf(overview)),
    apply: ({ standing }) => take(standing),
  }
  return {
    ...store,
    get status() {
      return known.status!
    },
  }
}
