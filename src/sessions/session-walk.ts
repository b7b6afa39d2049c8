import type { Store } from '../store/store.ts'
import {
  comparePositions,
  fullPercent,
  type Group,
  type Position,
  positionOf,
  restRank,
  type SessionSummary,
} from './listing.ts'
import {
  type LastPlace,
  type RowFilter,
  sessionIdsOfKey,
  sessionIdsOfRuntimeKey,
  summaryRowsBehind,
  summaryRowsOf,
  unsettledSummaryRows,
} from './read-sessions.ts'
import { type Judges, summariesOf } from './session-summaries.ts'
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
    setAside,
  }: {
    sort: WalkedSort
    filter: RowFilter
    /** The groups that are asked for, so that none is looked for where it cannot be. */
    group: readonly Group[] | undefined
    at: number
    behind: Position | undefined
    setAside: ReadonlySet<string>
  },
): Generator<Placed[]> {
  const place = (session: SessionSummary): Placed => ({ session, position: positionOf(session, sort, at, setAside) })
  const isAhead = ({ position }: Placed) => behind === undefined || comparePositions(behind, position, 'desc') < 0

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
    const placed = summariesOf(index, rows, judges, at).map(place)
    yield sort === 'standing' ? placed.filter((one) => !isUrgentOrWorking(one)) : placed
    if (rows.length < step) return
  }

  /** The sessions that their store, a gateway or another witness gives a place before the rest. */
  function urgentOrWorking(): SessionSummary[] {
    const rows = unsettledSummaryRows(index, at - recentMs, filter)
    // A full window needs somebody while its session is awake, whatever else is written of it.
    const awakeSince = Math.max(at - patience.asleepAfterMs, filter.since ?? 0)
    const awake = summaryRowsBehind(index, { ...filter, since: awakeSince }, undefined, maxStep)
    const known = new Set(rows.map(({ id }) => id))
    const full = summariesOf(
      index,
      awake.filter(({ id }) => !known.has(id)),
      judges,
      at,
    ).filter(({ contextPercent }) => (contextPercent ?? 0) >= fullPercent)
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
    return [...full, ...summariesOf(index, [...rows, ...more], judges, at)]
  }
}

const isUrgentOrWorking = ({ position }: Placed) => position.rank < restRank
