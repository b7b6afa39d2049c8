import { createMemo } from 'solid-js'
import type { PublishedEvent } from '../../../src/app/features.ts'
import { atLeast } from '../../../src/auth/role.ts'
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
  const isOwnJob = (jobId: string) => agent.data()?.jobs.some((job) => job.id === jobId) ?? false

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
      if (
        (event.kind === 'cron.changed' && event.job.agentId === id()) ||
        (event.kind === 'cron.ran' && isOwnJob(event.run.jobId))
      )
        agent.changed()
    },
  }
}

/**
 * What the session that speaks for an agent said and called last, and what each witness says of it. A screen on a wall
 * does not ask: it may see none of it.
 */
export function createSpeaker(
  speaker: () => { id: string; lastAt: number | null } | undefined,
  before: () => { id: string } | undefined,
) {
  const me = createQuery({ key: () => ['me'], fetcher: () => ask(api.auth.me.get()), throttleMs: 60_000 })
  const mayRead = () => atLeast(me.data()?.role ?? 'screen', 'viewer')
  const id = createMemo(() => (mayRead() ? speaker()?.id : undefined))
  const onChange = { changes: createMemo(() => speaker()?.lastAt), throttleMs: 2_000, keepPrevious: false }
  const keyOf = <Name extends string>(name: Name) => {
    const known = id()
    return known === undefined ? undefined : ([name, known] as const)
  }
  const last = createQuery({
    ...onChange,
    key: () => keyOf('sessions/last'),
    fetcher: ([, id], signal) => ask(api.sessions({ id: encodeURIComponent(id) }).last.get({ fetch: { signal } })),
  })
  const session = createQuery({
    ...onChange,
    key: () => keyOf('sessions/testimonies'),
    fetcher: ([, id], signal) => ask(api.sessions({ id: encodeURIComponent(id) }).get({ fetch: { signal } })),
  })
  /** Where the session has only begun, the last words are those of the one before. */
  const earlier = createQuery({
    throttleMs: 60_000,
    keepPrevious: false,
    key: () => {
      const known = mayRead() && last.data()?.words === null ? before()?.id : undefined
      return known === undefined ? undefined : (['sessions/last', known] as const)
    },
    fetcher: ([, id], signal) => ask(api.sessions({ id: encodeURIComponent(id) }).last.get({ fetch: { signal } })),
  })
  return {
    me: me.data,
    last: last.data,
    words: () => last.data()?.words ?? earlier.data()?.words ?? null,
    testimonies: () => session.data()?.testimonies ?? [],
  }
}
