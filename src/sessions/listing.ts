import type { SessionKind } from '../facts/fact.ts'
import type { Runtime } from '../facts/runtimes.ts'
import { median } from '../lib/median.ts'
import { addDays, dayOf, startOfDay } from '../lib/timezone.ts'
import type { Session } from './session.ts'
import type { SessionTotals } from './session-usage.ts'
import { groupOfState, type SessionState, worseState, worstState } from './severity.ts'

/** The groups of a list: sessions that need a person, that work, that were active today, and earlier ones. */
export const groups = ['needs', 'working', 'today', 'earlier'] as const
export type Group = (typeof groups)[number]

export const sorts = ['standing', 'last', 'started', 'cost', 'context', 'title'] as const
export type Sort = (typeof sorts)[number]
export type Direction = 'asc' | 'desc'

/** The filter of a list. A field that is undefined filters nothing; an array accepts any of its values. */
export type SessionFilter = {
  /** Words that must all be found. */
  q?: string | undefined
  state?: readonly SessionState[] | undefined
  agent?: readonly string[] | undefined
  runtime?: readonly Runtime[] | undefined
  kind?: readonly SessionKind[] | undefined
  group?: readonly Group[] | undefined
  /** Last active at or after, in ms. */
  since?: number | undefined
  minCostUsd?: number | undefined
  /** The children of this session. */
  parent?: string | undefined
}

export type SessionListQuery = SessionFilter & {
  limit?: number | undefined
  cursor?: string | undefined
  sort?: Sort | undefined
  dir?: Direction | undefined
  /** Leaves out children whose parent is in the list. */
  tree?: boolean | undefined
}

/** A session in a list, with a summary of the sessions below it. */
export type SessionItem = Session & {
  /** Its direct children. */
  childCount: number
  /** The most severe state of all sessions below it; null for no children. */
  worstChild: SessionState | null
}

export type SessionPage = {
  items: SessionItem[]
  nextCursor: string | null
}

/**
 * The counts of a list. Those of a facet are for the filter without that facet's own choice; values that exist in no
 * found session stay listed with 0.
 */
export type SessionFacets = {
  total: number
  /** Null where nothing has a price. */
  costUsd: number | null
  costIsLowerBound: boolean
  totalTokens: number
  /** Over the sessions whose cost is known. */
  medianUsd: number | null
  states: { state: SessionState; count: number }[]
  agents: { id: string; name: string; count: number }[]
  runtimes: { runtime: Runtime; count: number }[]
  kinds: { kind: SessionKind; count: number }[]
  groups: Record<Group, number>
  /** Steps of a scale of 1, 2, 5; the last has no end. Sessions without a known cost are in none. */
  costHistogram: { fromUsd: number; toUsd: number | null; count: number }[]
  /** Started today, by the hour of the clock in the configured zone. */
  startedHours: number[]
  /**
   * What no list shows and every report counts: windows of conversations that were reset and went on in another, and
   * archives, as far as they asked a model. Null for a narrowed list, of which it is no part.
   */
  older: (SessionTotals & { sessions: number }) | null
}

/** Whether a filter leaves anything out. */
export const isNarrowing = (filter: SessionFilter) =>
  Object.values(filter).some(
    (value) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
  )

/** The fields of a session that ordering, filtering and counting need. */
export type SessionSummary = Pick<
  Session,
  'id' | 'agentId' | 'runtime' | 'kind' | 'state' | 'parentId' | 'title' | 'startedAt' | 'lastAt' | 'contextPercent'
> & {
  costUsd: number | null
  costIsLowerBound: boolean
  totalTokens: number
}

type Standing = Pick<Session, 'id' | 'state' | 'kind' | 'lastAt' | 'contextPercent'>

const none: ReadonlySet<string> = new Set()

/** A context window that is fuller needs somebody. */
export const fullPercent = 90

/** An older failure needs nobody any more. */
const failureNeedsMs = 24 * 3_600_000

/**
 * The rank of a session that needs a person, the most urgent first; undefined for others, and where somebody has set
 * that aside. A failed run counts at its cron job.
 */
function urgency(
  { id, state, kind, lastAt, contextPercent }: Standing,
  now: number,
  setAside: ReadonlySet<string>,
): number | undefined {
  if (setAside.has(id)) return undefined
  if (state === 'waiting') return 0
  if (state === 'stalled') return 1
  const failed = (state === 'failed' || state === 'timed-out') && kind !== 'cron'
  if (failed) return lastAt !== null && now - lastAt < failureNeedsMs ? 2 : undefined
  const isFull = contextPercent !== null && contextPercent >= fullPercent
  return isFull && state !== 'asleep' && state !== 'finished' ? 3 : undefined
}

/** The rank of what is at work, and of the rest. */
const workingRank = 4
export const restRank = 5

const works = (state: SessionState) => groupOfState(state) === 'working'

/** The group of a session at a moment: `now` in ms, days of `timezone`. */
export function groupsAt(
  now: number,
  timezone: string,
  setAside: ReadonlySet<string> = none,
): (session: Standing) => Group {
  const startOfToday = startOfDay(dayOf(now, timezone), timezone)
  return (session) => {
    if (urgency(session, now, setAside) !== undefined) return 'needs'
    if (works(session.state)) return 'working'
    return session.lastAt !== null && session.lastAt >= startOfToday ? 'today' : 'earlier'
  }
}

export const groupOf = (session: Standing, now: number, timezone: string, setAside?: ReadonlySet<string>): Group =>
  groupsAt(now, timezone, setAside)(session)

/** The key of a session in an order: rank first, then value with unknown ones last, then id. */
export type Position = { rank: number; value: number | string | null; id: string }

/** The position of a session in an order; `standing` is judged at `now` (ms). */
export function positionOf(
  session: SessionSummary,
  sort: Sort,
  now: number,
  setAside: ReadonlySet<string> = none,
): Position {
  const { id } = session
  switch (sort) {
    case 'standing': {
      const urgent = urgency(session, now, setAside)
      // The longest wait comes first.
      if (urgent !== undefined) return { rank: urgent, value: session.lastAt === null ? null : -session.lastAt, id }
      return works(session.state)
        ? { rank: workingRank, value: session.startedAt, id }
        : { rank: restRank, value: session.lastAt, id }
    }
    case 'last':
      return { rank: 0, value: session.lastAt, id }
    case 'started':
      return { rank: 0, value: session.startedAt, id }
    case 'cost':
      return { rank: 0, value: session.costUsd, id }
    case 'context':
      return { rank: 0, value: session.contextPercent, id }
    case 'title':
      return { rank: 0, value: session.title === null ? null : session.title.toLowerCase(), id }
  }
}

/** The default direction: titles from A, everything else from the highest, the latest or the most urgent. */
export const directionOf = (sort: Sort): Direction => (sort === 'title' ? 'asc' : 'desc')

/** Less than 0 where `a` comes before `b`. */
export function comparePositions(a: Position, b: Position, dir: Direction): number {
  const way = dir === 'desc' ? -1 : 1
  if (a.rank !== b.rank) return (b.rank - a.rank) * way
  if (a.value !== b.value) {
    if (a.value === null) return 1
    if (b.value === null) return -1
    return (a.value < b.value ? -1 : 1) * way
  }
  return a.id === b.id ? 0 : (a.id < b.id ? -1 : 1) * way
}

/** The choices of a filter that have a facet of their own. */
const facetFields = ['state', 'agent', 'runtime', 'kind', 'group', 'minCostUsd'] as const
type FacetField = (typeof facetFields)[number]

/** Whether a session passes a filter. The words of `q` are searched in the index. */
export const passes = (
  session: SessionSummary,
  filter: SessionFilter,
  groupAt: (session: Standing) => Group,
): boolean => isInReach(session, filter) && failedFacets(session, filter, groupAt).length === 0

/** Whether it passes the part of a filter that no facet shows. */
const isInReach = ({ lastAt, parentId }: SessionSummary, { since, parent }: SessionFilter) =>
  (since === undefined || (lastAt ?? 0) >= since) && (parent === undefined || parentId === parent)

/** The choices that leave a session out. */
function failedFacets(
  session: SessionSummary,
  { state, agent, runtime, kind, group, minCostUsd }: SessionFilter,
  groupAt: (session: Standing) => Group,
): FacetField[] {
  const failed: FacetField[] = []
  if (state && !state.includes(session.state)) failed.push('state')
  if (agent && !agent.includes(session.agentId)) failed.push('agent')
  if (runtime && !runtime.includes(session.runtime)) failed.push('runtime')
  if (kind && !kind.includes(session.kind)) failed.push('kind')
  if (group && !group.includes(groupAt(session))) failed.push('group')
  if (minCostUsd !== undefined && (session.costUsd ?? -1) < minCostUsd) failed.push('minCostUsd')
  return failed
}

/** A tree of sessions is followed this deep: in foreign data a session may be its own ancestor. */
export const maxTreeDepth = 64

/** The sessions that are not below another one of the list. One that is its own ancestor is a root. */
export function rootsOf<S extends { id: string; parentId: string | null }>(sessions: readonly S[]): S[] {
  const parents = new Map(sessions.map(({ id, parentId }) => [id, parentId]))
  return sessions.filter(({ id, parentId }) => {
    if (parentId === null || !parents.has(parentId)) return true
    let above: string | null | undefined = parentId
    for (let steps = 0; above && steps < maxTreeDepth; steps++) {
      if (above === id) return true
      above = parents.get(above)
    }
    return false
  })
}

export type Below = { childCount: number; worstChild: SessionState | null }

/** A summary of the sessions below each one that has children. */
export function treesOf(sessions: readonly Pick<SessionSummary, 'id' | 'parentId' | 'state'>[]): Map<string, Below> {
  const parents = new Map(sessions.map(({ id, parentId }) => [id, parentId]))
  const families = new Map<string, Below>()
  for (const { id, parentId, state } of sessions) {
    let above = parentId
    for (let steps = 0; above !== null && above !== id && steps < maxTreeDepth; steps++) {
      const below = families.get(above) ?? { childCount: 0, worstChild: null }
      if (steps === 0) below.childCount++
      below.worstChild = worseState(below.worstChild, state)
      families.set(above, below)
      above = parents.get(above) ?? null
    }
  }
  return families
}

/** The most severe state below a parent, out of its direct children and the most severe state below each of them. */
export const worstBelow = (children: readonly Pick<SessionItem, 'state' | 'worstChild'>[]): SessionState | null =>
  worstState(children.flatMap(({ state, worstChild }) => (worstChild === null ? [state] : [state, worstChild])))

/** The steps of the cost histogram, in US dollars; the first begins at 0, the last has no end. */
const costSteps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]

/**
 * Counts what a filter finds among all listed sessions, each looked at once and held by nobody. `isFound` says where the
 * words of `q` were found; the rest of the filter is applied here.
 */
export function countFacets(
  all: Iterable<SessionSummary>,
  isFound: (session: SessionSummary) => boolean,
  filter: SessionFilter,
  {
    now,
    timezone,
    nameOf,
    setAside,
  }: { now: number; timezone: string; nameOf: (agentId: string) => string; setAside?: ReadonlySet<string> },
): Omit<SessionFacets, 'older'> {
  const groupAt = groupsAt(now, timezone, setAside)
  const hourAt = hoursOfToday(now, timezone)
  const counts = {
    state: new Map<SessionState, number>(),
    agent: new Map<string, number>(),
    runtime: new Map<Runtime, number>(),
    kind: new Map<SessionKind, number>(),
  }
  const steps = [0, ...costSteps]
  const costHistogram = steps.map((fromUsd, step) => ({ fromUsd, toUsd: steps[step + 1] ?? null, count: 0 }))
  const groupCounts: Record<Group, number> = { needs: 0, working: 0, today: 0, earlier: 0 }
  const startedHours = new Array<number>(24).fill(0)
  const known: number[] = []
  const sum = { total: 0, costIsLowerBound: false, totalTokens: 0 }

  for (const session of all) {
    const { state, agentId, runtime, kind, costUsd, startedAt } = session
    const failed = isFound(session) && isInReach(session, filter) ? failedFacets(session, filter, groupAt) : facetFields
    // A facet counts what its own choice alone leaves out.
    const counted = (field: FacetField) => Number(failed.length === 0 || (failed.length === 1 && failed[0] === field))
    const count = <Key>(of: Map<Key, number>, key: Key, field: FacetField) =>
      void of.set(key, (of.get(key) ?? 0) + counted(field))
    count(counts.state, state, 'state')
    count(counts.agent, agentId, 'agent')
    count(counts.runtime, runtime, 'runtime')
    count(counts.kind, kind, 'kind')
    if (costUsd !== null && counted('minCostUsd')) costHistogram.findLast(({ fromUsd }) => costUsd >= fromUsd)!.count++
    if (counted('group')) groupCounts[groupAt(session)]++
    if (failed.length > 0) continue
    sum.total++
    sum.costIsLowerBound ||= session.costIsLowerBound
    sum.totalTokens += session.totalTokens
    if (costUsd !== null) known.push(costUsd)
    const hour = hourAt(startedAt)
    if (hour !== undefined) startedHours[hour]!++
  }

  const sorted = <Key extends string>(of: Map<Key, number>) =>
    [...of].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  return {
    ...sum,
    costUsd: known.length === 0 ? null : known.sort((a, b) => a - b).reduce((sum, usd) => sum + usd, 0),
    medianUsd: median(known),
    states: sorted(counts.state).map(([state, count]) => ({ state, count })),
    agents: sorted(counts.agent).map(([id, count]) => ({ id, name: nameOf(id), count })),
    runtimes: sorted(counts.runtime).map(([runtime, count]) => ({ runtime, count })),
    kinds: sorted(counts.kind).map(([kind, count]) => ({ kind, count })),
    groups: groupCounts,
    costHistogram,
    startedHours,
  }
}

/** Finds the hour of today in which something began. An hour that the clock repeats is one hour; a skipped one has none. */
function hoursOfToday(now: number, timezone: string): (startedAt: number | null) => number | undefined {
  const today = dayOf(now, timezone)
  const from = startOfDay(today, timezone)
  const to = startOfDay(addDays(today, 1), timezone)
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, hour: '2-digit', hourCycle: 'h23' })
  return (startedAt) =>
    startedAt !== null && startedAt >= from && startedAt < to ? Number(clock.format(startedAt)) : undefined
}
