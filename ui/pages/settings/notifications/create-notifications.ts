import { onCleanup } from 'solid-js'
import { atLeast } from '../../../../src/auth/role.ts'
import { api, ask } from '../../../data/api.ts'
import { createAttempt } from '../../../data/create-attempt.ts'
import { createConfirm } from '../../../data/create-confirm.ts'
import { useOverview } from '../../../data/overview-context.ts'
import { createPagedQuery, createQuery } from '../../../data/query.ts'

export type NotificationData = ReturnType<typeof createNotifications>

/** Channels, what went to them, what can be added, and what this person may do. */
export function createNotifications() {
  const { subscribe, subscribeTopic } = useOverview()
  const list = createQuery({
    key: () => ['notifications'],
    fetcher: (_key, signal) => ask(api.notifications.get({ fetch: { signal } })),
    throttleMs: 500,
  })
  const providers = createQuery({
    key: () => ['notification-providers'],
    fetcher: (_key, signal) => ask(api.notifications.providers.get({ fetch: { signal } })),
  })
  const history = createPagedQuery({
    key: () => ['notification-history'],
    fetcher: (_key, signal) => ask(api.notifications.history.get({ query: { limit: 30 }, fetch: { signal } })),
    directions: {
      older: {
        cursor: (pages) => pages.at(-1)?.nextCursor ?? null,
        fetcher: (_key, cursor, signal) =>
          ask(api.notifications.history.get({ query: { limit: 30, cursor: Number(cursor) }, fetch: { signal } })),
        merge: (pages, page) => [...pages, page],
      },
    },
    throttleMs: 1_000,
  })
  const me = createQuery({ key: () => ['me'], fetcher: (_key, signal) => ask(api.auth.me.get({ fetch: { signal } })) })
  function changed() {
    list.changed()
    history.changed()
  }
  subscribe({ onEvent: (event) => event.kind === 'notifications.changed' && changed(), onGap: changed })
  onCleanup(subscribeTopic('notifications', changed))
  const { problem, attempt } = createAttempt(async () => {
    await list.refetch()
  })
  const { pending, withConfirm } = createConfirm()
  const mayAct = () => me.data()?.mayAct === true

  return {
    list,
    providers,
    history,
    problem,
    attempt,
    pending,
    withConfirm,
    mayChange: () => mayAct() && me.data()!.role === 'admin',
    mayPause: () => mayAct() && atLeast(me.data()!.role, 'operator'),
    isKnown: () => me.data() !== undefined,
    /** Whether everything is known that the page shows first, or why it is not: then nothing moves any more. */
    isReady: () => [list, providers, me].every((query) => query.data() !== undefined || query.problem() !== undefined),
  }
}
