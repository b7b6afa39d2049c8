import type { PublishedEvent } from '../../../src/app/features.ts'
import { api, ask } from '../../data/api.ts'
import { createQuery } from '../../data/query.ts'

/** An agent is asked for a little after something of it changed, and not more often than every four seconds. */
const pace = { keepPrevious: false, throttleMs: 4_000, delayMs: 300 }

const askFor = (id: string, signal: AbortSignal) =>
  ask(api.agents({ id: encodeURIComponent(id) }).get({ fetch: { signal } }))
export type AgentInFull = Awaited<ReturnType<typeof askFor>>

/** All that is known of an agent, its latest sessions among it. What is there stays where asking again fails. */
export function createAgent(id: () => string) {
  const agent = createQuery({
    ...pace,
    key: () => ['agents', id()] as const,
    fetcher: ([, id], signal) => askFor(id, signal),
  })

  return {
    agent: agent.data,
    problem: agent.problem,
    refetch: () => void agent.refetch(),
    changed: agent.changed,
    onEvent(event: PublishedEvent) {
      if (event.kind === 'agent.changed' && event.agent.id === id()) {
        agent.update((known) => ({ ...known, ...event.agent }))
        agent.changed()
      }
      if (event.kind === 'session.changed' && event.session.agentId === id()) {
        agent.update(({ sessions, ...known }) => ({
          ...known,
          sessions: {
            ...sessions,
            latest: sessions.latest.map((session) =>
              session.id === event.session.id ? { ...session, ...event.session } : session,
            ),
          },
        }))
        agent.changed()
      }
    },
  }
}
