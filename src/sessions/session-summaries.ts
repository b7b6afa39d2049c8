import type { SessionKind } from '../facts/fact.ts'
import { worktreeName } from '../files/worktrees.ts'
import type { Store } from '../store/store.ts'
import { contextPercentOf, type WindowOf } from './context.ts'
import { type Below, maxTreeDepth, treesOf } from './listing.ts'
import type { LiveState } from './live-state.ts'
import {
  childSummaryRows,
  parentKeys,
  type SummaryRow,
  searchTexts,
  sessionIdsByKey,
  summaryRowsInTurn,
} from './read-sessions.ts'
import type { SessionSummary } from './session.ts'
import type { SessionTotals } from './session-usage.ts'
import { shownTitle } from './shown-title.ts'
import type { StalledAfterOf } from './stalled-after.ts'

/** What rows of the index do not say by themselves: what is live, and how large the contexts of models are. */
export type Judges = { liveState: LiveState; windowOf: WindowOf; stalledAfterOf: StalledAfterOf }

/**
 * Rows with what ordering, filtering and counting need beside them. States are judged at `now` (ms). The cost of a
 * session without an entry in `totals` is unknown.
 */
export function summariesOf(
  index: Store,
  rows: readonly SummaryRow[],
  judges: Judges,
  now: number,
  totals?: ReadonlyMap<string, SessionTotals>,
): SessionSummary[] {
  const parents = sessionIdsByKey(
    index,
    rows.flatMap(({ parentKey }) => parentKey ?? []),
  )
  return rows.map((row) => summaryOf(row, parents, judges, now, totals?.get(row.id)))
}

/** All listed sessions one after another, so that they are never held together; see `summariesOf`. */
export function* summariesInTurn(
  index: Store,
  judges: Judges,
  now: number,
  totals: ReadonlyMap<string, SessionTotals>,
  { withParents }: { withParents: boolean },
): Generator<SessionSummary> {
  const parents = withParents ? sessionIdsByKey(index, parentKeys(index)) : new Map<string, string>()
  for (const row of summaryRowsInTurn(index)) yield summaryOf(row, parents, judges, now, totals.get(row.id))
}

const summaryOf = (
  row: SummaryRow,
  parents: ReadonlyMap<string, string>,
  judges: Judges,
  now: number,
  sum: SessionTotals | undefined,
): SessionSummary => ({
  id: row.id,
  agentId: row.agentId,
  runtime: row.runtime,
  kind: (row.kind ?? 'other') as SessionKind,
  state: judges.liveState.judge({ ...row, current: true, stalledAfterMs: judges.stalledAfterOf(row) }, now).state,
  parentId:
    row.parentKey === null ? null : (parents.get(`${row.parentAgentId ?? row.agentId} ${row.parentKey}`) ?? null),
  title: shownTitle(row.title),
  model: row.model,
  projectPath: row.projectPath,
  worktree: worktreeName(row.worktreePath, row.projectPath),
  branch: row.branch,
  startedAt: row.startedAt,
  lastAt: row.lastAt,
  contextPercent: contextPercentOf(row, judges.windowOf),
  costUsd: sum?.costUsd ?? null,
  costIsLowerBound: sum?.costIsLowerBound ?? false,
  totalTokens: sum?.totalTokens ?? 0,
})

type Top = { id: string; key: string | null; parentId: string | null; state: SessionSummary['state'] }

/** The sessions below some, whatever their depth, those that are nearer first. Only those below them are read. */
export function sessionsBelow(index: Store, tops: readonly Top[], judges: Judges, now: number): SessionSummary[] {
  const known = new Set(tops.map(({ id }) => id))
  const found: SessionSummary[] = []
  let keys = tops.flatMap(({ key }) => key ?? [])
  for (let depth = 0; depth < maxTreeDepth && keys.length > 0; depth++) {
    const rows = childSummaryRows(index, keys).filter(({ id }) => !known.has(id))
    // Another agent may have a session of the same key.
    const below = summariesOf(index, rows, judges, now).filter(({ parentId }) => known.has(parentId ?? ''))
    for (const session of below) known.add(session.id)
    found.push(...below)
    const added = new Set(below.map(({ id }) => id))
    keys = rows.flatMap(({ id, key }) => (added.has(id) && key !== null ? [key] : []))
  }
  return found
}

/** What stands below each of some sessions that has children. */
export const familiesOf = (index: Store, tops: readonly Top[], judges: Judges, now: number): Map<string, Below> =>
  treesOf([...tops, ...sessionsBelow(index, tops, judges, now)])

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
