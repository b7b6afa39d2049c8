import { createMemo, onCleanup } from 'solid-js'
import type { OfficeMember } from '../../../src/office/member.ts'
import { api, ask } from '../../data/api.ts'
import { useOverview } from '../../data/overview-context.ts'
import { createQuery } from '../../data/query.ts'

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
      if (event.kind !== 'office.changed') return
      query.update((known) => ({ ...known, members: withChanges(known.members, event) }))
    },
    onGap: query.changed,
  })
  const members = createMemo<OfficeMember[]>(() => query.data()?.members ?? [])
  return {
    members,
    isLoaded: () => query.data() !== undefined,
    problem: query.problem,
    refetch: query.refetch,
  }
}

function withChanges(
  known: OfficeMember[],
  { changed, gone }: { changed: readonly OfficeMember[]; gone: readonly string[] },
): OfficeMember[] {
  const newer = new Map(changed.map((member) => [member.id, member]))
  const kept = known.filter(({ id }) => !gone.includes(id)).map((member) => newer.get(member.id) ?? member)
  const ids = new Set(kept.map(({ id }) => id))
  return [...kept, ...changed.filter(({ id }) => !ids.has(id))]
}
