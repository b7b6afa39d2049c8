import type { PublishedEvent } from '../../../src/app/features.ts'
import { api, ask } from '../../data/api.ts'
import { createQuery } from '../../data/query.ts'

const shownSessions = 14

/** An agent is asked for a little after something of it changed, and not more often than every four seconds. */
const pace = { keepPrevious: false, throttleMs: 4_000, delayMs: 300 }

const askFor = (id: string, signal: AbortSignal) =>
  ask(api.agents({ id: encodeURIComponent(id) }).get({ fetch: { signal } }))
export type AgentInFull = Awaited<ReturnType<typeof askFor>>

/** All that is known of an agent, and its latest sessions. Each keeps what it had where it fails. */
export function createAgent(id: () => string) {
  const agent = createQuery({
    ...pace,
    key: () => ['agents', id()] as const,
    fetcher: ([, id], signal) => askFor(id, signal),
  })
  const sessions = createQuery({
    ...pace,
    key: () => ['agents/sessions', id()] as const,
    fetcher: async ([, agent], signal) => {
      const query = { agent, sort: 'last', dir: 'desc', limit: shownSessions } as const
      return (await ask(api.sessions.get({ query, fetch: { signal } }))).items
    },
  })

  function changed() {
    agent.changed()
    sessions.changed()
  }

  return {
    agent: agent.data,
    sessions: sessions.data,
    problem: agent.problem,
    sessionsProblem: sessions.problem,
    refetch() {
      void agent.refetch()
      void sessions.refetch()
    },
    changed,
    onEvent(event: PublishedEvent) {
      if (event.kind === 'agent.changed' && event.agent.id === id()) {
        agent.update((known) => ({ ...known, ...event.agent }))
        changed()
      }
      if (event.kind === 'session.changed' && event.session.agentId === id()) {
        sessions.update((known) =>
          known.map((session) => (session.id === event.session.id ? { ...session, ...event.session } : session)),
        )
        changed()
      }
    },
  }
}
