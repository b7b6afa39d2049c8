import { onCleanup } from 'solid-js'
import { toast } from '../../../components/toasts.tsx'
import { api, ask } from '../../../data/api.ts'
import { createAttempt } from '../../../data/create-attempt.ts'
import { useOverview } from '../../../data/overview-context.ts'
import { createQuery } from '../../../data/query.ts'

/** The model that is chosen, and what this person may do about it. */
export function createModelChoice() {
  const { subscribe, subscribeTopic } = useOverview()
  const me = createQuery({ key: () => ['me'], fetcher: (_key, signal) => ask(api.auth.me.get({ fetch: { signal } })) })
  const mayChange = () => me.data()?.mayAct === true && me.data()!.role === 'admin'
  const settings = createQuery({
    key: () => (mayChange() ? ['ask-model'] : undefined),
    fetcher: (_key, signal) => ask(api.ask.model.get({ fetch: { signal } })),
  })
  subscribe({ onEvent: (event) => event.kind === 'ask.changed' && event.id === null && settings.changed() })
  onCleanup(subscribeTopic('ask', settings.changed))
  const { problem, attempt } = createAttempt(async () => {
    await settings.refetch()
  })
  return {
    settings,
    problem,
    mayChange,
    isKnown: () => me.data() !== undefined,
    turn: (isOn: boolean) => attempt(() => ask(api.ask.model.on.put({ isOn }))),
    async saved() {
      toast({ text: 'The model is chosen.' })
      await settings.refetch()
    },
  }
}
