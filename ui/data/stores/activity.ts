import { batch } from 'solid-js'
import { type ActivityEntry, maxActivityEntries } from '../../../src/activity/activity-entry.ts'
import { createRows } from './rows.ts'
import type { TopicStore } from './topic-store.ts'

/** What happened last, the newest first; as much of it as the server remembers. */
export function createActivityStore() {
  const entries = createRows<ActivityEntry>(({ id }) => id)
  const store: TopicStore<'logged'> = {
    reset: (overview) => entries.reset(overview.log),
    hear({ line }) {
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
