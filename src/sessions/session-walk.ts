import type { Store } from '../store/store.ts'
import {
  type LastPlace,
  type SummaryRow,
  sessionIdsOfKey,
  sessionIdsOfRuntimeKey,
  summaryRowsBehind,
  summaryRowsOf,
  unsettledSummaryRows,
} from './read-sessions.ts'
import type { RowFilter } from './row-filter.ts'
import type { SessionSummary } from './session.ts'
import {
  comparePositions,
  type Decided,
  fullPercent,
  type Group,
  type Position,
  pinnedRank,
  positionOf,
  restRank,
} from './session-order.ts'
import { type Judges, summariesOf } from './session-summaries.ts'
import type { UsageReader } from './session-usage.ts'
import { patience } from './state.ts'

/** Orders whose rows are read along an index, from the first on. Any other needs all sessions at once. */
export const walkedSorts = ['standing', 'last'] as const
export type WalkedSort = (typeof walkedSorts)[number]

export type Placed = { session: SessionSummary; position: Position }

/** What silent sessions without a gateway's word are: longer ago nothing of a store needs anybody, or is at work. */
const recentMs = 24 * 3_600_000
/** So many rows are read at first; each further step reads more, for a filter that leaves out nearly all. */
const firstStep = 64
const maxStep = 2_000

/**
 * The listed sessions that the columns of a filter find, in an order from the highest, the latest or the most urgent
 * on, behind a position. Only as many are read as are taken. States are judged at `at` (ms).
 */
export function* walkSessions(
  index: Store,
  judges: Judges,
  {
    sort,
    filter,
    group,
    at,
    behind,
    decided,
    pinnedIds,
    totalsOf,
  }: {
    sort: WalkedSort
    filter: RowFilter
    /** The groups that are asked for, so that none is looked for where it cannot be. */
    group: readonly Group[] | undefined
    at: number
    behind: Position | undefined
    decided: Decided
    /** The sessions that `decided` calls pinned. */
    pinnedIds: readonly string[]
    /** Asked for each piece where costs matter. */
    totalsOf?: UsageReader['totalsOf']
  },
): Generator<Placed[]> {
  const place = (session: SessionSummary): Placed => ({ session, position: positionOf(session, sort, at, decided) })
  const judged = (rows: SummaryRow[]) => summariesOf(index, rows, judges, at, totalsOf?.(rows.map(({ id }) => id)))
  const isAhead = ({ position }: Placed) => behind === undefined || comparePositions(behind, position, 'desc') < 0

  if (sort === 'standing' && pinnedIds.length > 0 && (behind === undefined || behind.rank === pinnedRank)) {
    const pinned = judged(summaryRowsOf(index, pinnedIds, filter))
      .map(place)
      .filter(isPinned)
      .filter(isAhead)
    if (pinned.length > 0) yield pinned.sort((a, b) => comparePositions(a.position, b.position, 'desc'))
  }
  if (sort === 'standing' && (behind === undefined || behind.rank < restRank)) {
    const first = urgentOrWorking().map(place).filter(isUrgentOrWorking).filter(isAhead)
    if (first.length > 0) yield first.sort((a, b) => comparePositions(a.position, b.position, 'desc'))
  }

  // Who needs somebody, or works, comes before the rest.
  if (sort === 'standing' && group?.every((one) => one === 'needs' || one === 'working')) return
  const isInRest = sort === 'standing' ? behind?.rank === restRank : behind !== undefined
  let last: LastPlace | undefined =
    isInRest && behind ? { lastAt: behind.value === null ? null : Number(behind.value), id: behind.id } : undefined
  for (let step = firstStep; ; step = Math.min(step * 2, maxStep)) {
    const rows = summaryRowsBehind(index, filter, last, step)
    const end = rows.at(-1)
    if (!end) return
    last = { lastAt: end.lastAt, id: end.id }
    const placed = judged(rows).map(place)
    yield sort === 'standing' ? placed.filter(({ position }) => position.rank === restRank) : placed
    if (rows.length < step) return
  }

  /** The sessions that their store, a gateway or another witness gives a place before the rest. */
  function urgentOrWorking(): SessionSummary[] {
    const rows = unsettledSummaryRows(index, at - recentMs, filter)
    // A full window needs somebody while its session is awake, whatever else is written of it.
    const awakeSince = Math.max(at - patience.asleepAfterMs, filter.since ?? 0)
    const awake = summaryRowsBehind(index, { ...filter, since: awakeSince }, undefined, maxStep)
    const known = new Set(rows.map(({ id }) => id))
    const full = judged(awake.filter(({ id }) => !known.has(id))).filter(
      ({ contextPercent }) => (contextPercent ?? 0) >= fullPercent,
    )
    for (const { id } of full) known.add(id)
    const said = judges.liveState
      .unsettled()
      .flatMap(({ agentId, key, sessionId }) =>
        sessionId === null ? sessionIdsOfKey(index, agentId, key) : [sessionId],
      )
    const witnessed = judges.liveState
      .witnessed()
      .flatMap(({ runtime, key }) => sessionIdsOfRuntimeKey(index, runtime, key))
    const more = summaryRowsOf(
      index,
      [...new Set([...said, ...witnessed])].filter((id) => !known.has(id)),
      filter,
    )
    return [...full, ...judged([...rows, ...more])]
  }
}

const isPinned = ({ position }: Placed) => position.rank === pinnedRank
const isUrgentOrWorking = ({ position }: Placed) => position.rank > pinnedRank && position.rank < restRank
