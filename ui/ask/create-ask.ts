import { createSignal, onCleanup } from 'solid-js'
import { atLeast } from '../../src/auth/role.ts'
import { api, ask } from '../data/api.ts'
import { createAttempt } from '../data/create-attempt.ts'
import { useOverview } from '../data/overview-context.ts'
import { createQuery } from '../data/query.ts'

/** Questions and answers of this person: what can be asked, one conversation, and all of them. */
export function createAsk(conversationId: () => string | undefined, show: (id: string | undefined) => void) {
  const { subscribe, subscribeTopic } = useOverview()
  const [isSending, setSending] = createSignal(false)
  const me = createQuery({ key: () => ['me'], fetcher: (_key, signal) => ask(api.auth.me.get({ fetch: { signal } })) })
  const mayAsk = () => me.data()?.mayAct === true && atLeast(me.data()!.role, 'operator')
  const state = createQuery({
    key: () => ['ask'],
    fetcher: (_key, signal) => ask(api.ask.get({ fetch: { signal } })),
    throttleMs: 1_000,
  })
  const conversation = createQuery({
    key: () => (mayAsk() && conversationId() ? (['ask-conversation', conversationId()!] as const) : undefined),
    fetcher: ([, id], signal) => ask(api.ask.conversations({ id }).get({ fetch: { signal } })),
    throttleMs: 200,
    keepPrevious: false,
  })
  const conversations = createQuery({
    key: () => (mayAsk() ? ['ask-conversations'] : undefined),
    fetcher: (_key, signal) => ask(api.ask.conversations.get({ fetch: { signal } })),
    throttleMs: 1_000,
  })
  function changed() {
    state.changed()
    conversation.changed()
    conversations.changed()
  }
  subscribe({ onEvent: (event) => event.kind === 'ask.changed' && changed(), onGap: changed })
  onCleanup(subscribeTopic('ask', changed))
  const { problem, attempt } = createAttempt()

  const answers = () => (conversationId() ? (conversation.data()?.items ?? []) : [])
  const growing = () => answers().find(({ state }) => state === 'asking')

  return {
    me,
    mayAsk,
    state,
    answers,
    growing,
    conversations,
    conversationProblem: () => conversation.problem()?.message,
    isLoading: () => conversationId() !== undefined && conversation.state() === 'loading',
    isSending,
    problem,

    /** Asks; resolves to whether it was taken. */
    async ask(question: string) {
      let isTaken = false
      setSending(true)
      await attempt(async () => {
        const id = conversationId()
        const answer = await ask(api.ask.questions.post({ question, ...(id !== undefined && { conversationId: id }) }))
        isTaken = true
        if (id === undefined) show(answer.conversationId)
        else await conversation.refetch()
      })
      setSending(false)
      return isTaken
    },

    stop: (id: string) => attempt(() => ask(api.ask.questions({ id }).stop.post())),

    forget: (id: string) =>
      attempt(async () => {
        await ask(api.ask.conversations({ id }).delete())
        if (conversationId() === id) show(undefined)
        await conversations.refetch()
      }),
  }
}
