import type { SessionKind } from '../facts/fact.ts'
import { percentOf } from '../lib/percent-of.ts'
import type { Store } from '../store/store.ts'
import type { SessionSummary } from './listing.ts'
import type { LiveState } from './live-state.ts'
import { searchTexts, sessionIdsByKey, summaryRows } from './read-sessions.ts'
import type { SessionTotals } from './session-usage.ts'

/**
 * Every listed session with the fields that ordering, filtering and counting need: thousands in milliseconds. States are
 * judged at `now` (ms). The cost of a session without an entry in `totals` is unknown.
 */
export function summariesOf(
  index: Store,
  liveState: LiveState,
  now: number,
  totals: ReadonlyMap<string, SessionTotals> | undefined,
): SessionSummary[] {
  const rows = summaryRows(index)
  const parents = sessionIdsByKey(
    index,
    rows.flatMap(({ parentKey }) => parentKey ?? []),
  )
  return rows.map((row) => {
    const sum = totals?.get(row.id)
    return {
      id: row.id,
      agentId: row.agentId,
      runtime: row.runtime,
      kind: (row.kind ?? 'other') as SessionKind,
      state: liveState.judge({ ...row, current: true }, now).state,
      parentId:
        row.parentKey === null ? null : (parents.get(`${row.parentAgentId ?? row.agentId} ${row.parentKey}`) ?? null),
      title: row.title,
      startedAt: row.startedAt,
      lastAt: row.lastAt,
      contextPercent: percentOf(row.contextTokens, row.contextLimit),
      costUsd: sum?.costUsd ?? null,
      costIsLowerBound: sum?.costIsLowerBound ?? false,
      totalTokens: sum?.totalTokens ?? 0,
    }
  })
}

/**
 * The ids of the listed sessions in which every word of `q` is found, in whatever is written about a session and in
 * the name of its agent, in any case.
 */
export function findSessions(index: Store, q: string, agentNames: ReadonlyMap<string, string>): Set<string> {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  const found = new Set<string>()
  for (const { id, agentId, text } of searchTexts(index)) {
    const searched = `${text}\n${agentNames.get(agentId) ?? ''}`.toLowerCase()
    if (words.every((word) => searched.includes(word))) found.add(id)
  }
  return found
}
