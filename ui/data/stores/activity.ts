import { batch } from 'solid-js'
import { type ActivityEntry, maxActivityEntries } from '../../../src/activity/activity-entry.ts'
import { createRows } from './rows.ts'
import type { TopicStore } from './topic-store.ts'

/** The latest activity, the newest first; as many entries as the server has. */
export function createActivityStore() {
  const entries = createRows<ActivityEntry>(({ id }) => id)
  const store: TopicStore<'logged'> = {
    reset: (overview) => entries.reset(overview.log),
    apply({ line }) {
      batch(() => {
        entries.put(line)
        entries.arrange((rows) => rows.toSorted((a, b) => b.at - a.at).slice(0, maxActivityEntries))
      })
    },
  }
  return {
    ...store,
    get entries() {
      return entries.rows
    },
  }
}
