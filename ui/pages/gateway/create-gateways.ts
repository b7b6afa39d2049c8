import { createMemo, onCleanup } from 'solid-js'
import { atLeast } from '../../../src/auth/role.ts'
import { api, ask } from '../../data/api.ts'
import { createAttempt } from '../../data/create-attempt.ts'
import { createConfirm } from '../../data/create-confirm.ts'
import { useOverview } from '../../data/overview-context.ts'
import { createQuery } from '../../data/query.ts'

export type Gateways = ReturnType<typeof createGateways>

/** Every gateway, the chosen one, whether this person may read and change it, and acts that ask first. */
export function createGateways(wanted: () => string | undefined) {
  const { subscribe, subscribeTopic } = useOverview()
  const list = createQuery({
    key: () => ['gateways'],
    fetcher: async (_key, signal) => (await ask(api.gateways.get({ fetch: { signal } }))).items,
    throttleMs: 300,
  })
  subscribe({ onEvent: (event) => event.kind === 'gateways.changed' && list.changed(), onGap: list.changed })
  onCleanup(subscribeTopic('gateways', list.changed))
  const me = createQuery({ key: () => ['me'], fetcher: (_key, signal) => ask(api.auth.me.get({ fetch: { signal } })) })
  const chosen = createMemo(() => list.data()?.find(({ id }) => id === wanted()) ?? list.data()?.[0])
  const id = createMemo(() => chosen()?.id)
  const isThere = createMemo(() => {
    const state = chosen()?.state.state
    return state === 'connected' || state === 'unsteady'
  })
  const { problem, attempt } = createAttempt()
  const { pending, withConfirm } = createConfirm()

  return {
    list,
    chosen,
    /** The id of the chosen gateway while it can be asked something. */
    reachable: () => (isThere() ? id() : undefined),
    isThere,
    isKnown: () => me.data() !== undefined,
    /** Whether this person may see what is set, and may change it. */
    mayRead: () => me.data() !== undefined && atLeast(me.data()!.role, 'operator'),
    mayChange: () => me.data()?.mayAct === true && atLeast(me.data()!.role, 'admin'),
    pending,
    withConfirm,
    problem,
    attempt,
  }
}
