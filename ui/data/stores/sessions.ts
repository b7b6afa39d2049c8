import { batch } from 'solid-js'
import { listedSessions } from '../../../src/overview/overview.ts'
import type { Session } from '../../../src/sessions/session.ts'
import { byActivity } from '../../../src/sessions/state.ts'
import { createRows } from './rows.ts'
import type { TopicStore } from './topic-store.ts'

/** The sessions of the first page, in the server's order. */
export function createSessionsStore() {
  const sessions = createRows<Session>(({ id }) => id)
  const store: TopicStore<'session.changed'> = {
    reset: (overview) => sessions.reset(overview.sessions.items),
    apply({ session, isArchived }) {
      if (isArchived) return sessions.remove(session.id)
      batch(() => {
        sessions.put(session)
        sessions.arrange((rows) =>
          rows
            .filter(({ current }) => current)
            .sort(byActivity)
            .slice(0, listedSessions),
        )
      })
    },
  }
  return {
    ...store,
    get items() {
      return sessions.rows
    },
  }
}
