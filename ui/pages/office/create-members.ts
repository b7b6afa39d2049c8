import { createMemo, onCleanup } from 'solid-js'
import type { AgentMessage } from '../../../src/office/agent-message.ts'
import { type Meeting, meetingsOf } from '../../../src/office/meetings.ts'
import type { OfficeMember } from '../../../src/office/member.ts'
import { api, ask } from '../../data/api.ts'
import { useOverview } from '../../data/overview-context.ts'
import { createQuery } from '../../data/query.ts'
import { now } from '../../platform/now.ts'

/** So many messages are kept, the newest. */
const mostMessages = 200

/** Who is in the office, kept up by what the server says has changed. */
export function createMembers() {
  const { subscribe, subscribeTopic } = useOverview()
  const query = createQuery({
    key: () => ['office'] as const,
    fetcher: (_key, signal) => ask(api.office.get({ fetch: { signal } })),
  })
  onCleanup(subscribeTopic('office', query.changed))
  subscribe({
    onEvent(event) {
      if (event.kind === 'office.changed')
        query.update((known) => ({ ...known, members: withChanges(known.members, event) }))
      else if (event.kind === 'office.message')
        query.update((known) => ({ ...known, messages: withMessage(known.messages, event.message) }))
    },
    onGap: query.changed,
  })
  const members = createMemo<OfficeMember[]>(() => query.data()?.members ?? [])
  const messages = createMemo<AgentMessage[]>(() => query.data()?.messages ?? [])
  const meetings = createMemo<Meeting[]>(() => (messages().length === 0 ? none : meetingsOf(messages(), now())), none, {
    equals: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  })
  return {
    members,
    /** What agents wrote to each other within the last minutes, and who talks with whom just now. */
    messages,
    meetings,
    isLoaded: () => query.data() !== undefined,
    problem: query.problem,
    refetch: query.refetch,
  }
}

const none: never[] = []

const withMessage = (known: AgentMessage[], message: AgentMessage) =>
  [...known.filter(({ id }) => id !== message.id), message].slice(-mostMessages)

function withChanges(
  known: OfficeMember[],
  { changed, gone }: { changed: readonly OfficeMember[]; gone: readonly string[] },
): OfficeMember[] {
  const newer = new Map(changed.map((member) => [member.id, member]))
  const kept = known.filter(({ id }) => !gone.includes(id)).map((member) => newer.get(member.id) ?? member)
  const ids = new Set(kept.map(({ id }) => id))
  return [...kept, ...changed.filter(({ id }) => !ids.has(id))]
}
