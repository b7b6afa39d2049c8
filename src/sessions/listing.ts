import type { Annotation, Annotations } from '../annotations/annotation.ts'
import type { SessionKind } from '../facts/fact.ts'
import type { Runtime } from '../facts/runtimes.ts'
import { median } from '../lib/median.ts'
import { addDays, dayOf, startOfDay } from '../lib/timezone.ts'
import type { Session, SessionSummary } from './session.ts'
import { type ChoiceField, compileFilter, type FacetField, facetFields, type SessionFilter } from './session-filter.ts'
import { type Direction, type Group, groupsAt, type Sort } from './session-order.ts'
import type { SessionTotals } from './session-usage.ts'
import { type SessionState, worseState, worstState } from './severity.ts'

export type SessionListQuery = SessionFilter & {
  limit?: number | undefined
  cursor?: string | undefined
  sort?: Sort | undefined
  dir?: Direction | undefined
  /** Leaves out children whose parent is in the list. */
  tree?: boolean | undefined
}

/** A session in a list, with what people noted about it and a summary of the sessions below it. */
export type SessionItem = Session & {
  /** Null where nobody noted anything. */
  annotation: Annotation | null
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
  /** How many in each group are pinned, and stand above it in the usual order. */
  pinned: Record<Group, number>
  /** The most frequent ones, at most 100 of each. */
  models: { value: string; count: number }[]
  branches: { value: string; count: number }[]
  /** Paths of folders. */
  projects: { value: string; count: number }[]
  tags: { value: string; count: number }[]
  /** The tools that are known of any session, in the order of the alphabet. */
  tools: string[]
  /** Steps of a scale of 1, 2, 5; the last has no end. Sessions without a known cost are in none. */
  costHistogram: { fromUsd: number; toUsd: number | null; count: number }[]
  /** Started today, by the hour of the clock in the configured zone. */
  startedHours: number[]
  /**
   * What no list shows and every report counts: windows of conversations that were reset and went on in another, and
   * archives, as far as they asked a model. Null for a narrowed list, of which it is no part.
   */
  older: (SessionTotals & { sessions: number }) | null
  /** What people archived: this list leaves it out, and every report counts it. Null as `older`. */
  archived: (SessionTotals & { sessions: number }) | null
}

const maxValues = 100

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
 * Counts what a filter finds among all current sessions, each looked at once and held by nobody. `isFound` says where the
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
    annotations = new Map(),
  }: {
    now: number
    timezone: string
    nameOf: (agentId: string) => string
    setAside?: ReadonlySet<string>
    annotations?: Annotations
  },
): Omit<SessionFacets, 'older' | 'archived' | 'tools'> {
  const groupAt = groupsAt(now, timezone, setAside)
  const hourAt = hoursOfToday(now, timezone)
  const { isInReach, failedFacets } = compileFilter(filter, { groupAt, annotations })
  const counts = {
    state: new Map<SessionState, number>(),
    agent: new Map<string, number>(),
    runtime: new Map<Runtime, number>(),
    kind: new Map<SessionKind, number>(),
    model: new Map<string, number>(),
    branch: new Map<string, number>(),
    project: new Map<string, number>(),
    tag: new Map<string, number>(),
  }
  const steps = [0, ...costSteps]
  const costHistogram = steps.map((fromUsd, step) => ({ fromUsd, toUsd: steps[step + 1] ?? null, count: 0 }))
  const groupCounts: Record<Group, number> = { needs: 0, working: 0, today: 0, earlier: 0 }
  const pinned: Record<Group, number> = { ...groupCounts }
  const startedHours = new Array<number>(24).fill(0)
  const known: number[] = []
  const sum = { total: 0, costIsLowerBound: false, totalTokens: 0 }

  for (const session of all) {
    const { id, state, agentId, runtime, kind, costUsd, startedAt } = session
    const failed = isFound(session) && isInReach(session) ? failedFacets(session) : facetFields
    // A facet counts what its own choice alone leaves out.
    const counted = (field: FacetField) => Number(failed.length === 0 || (failed.length === 1 && failed[0] === field))
    const count = <Key>(of: Map<Key, number>, key: Key | null, field: ChoiceField) => {
      if (key !== null && key !== '') of.set(key, (of.get(key) ?? 0) + counted(field))
    }
    count(counts.state, state, 'state')
    count(counts.agent, agentId, 'agent')
    count(counts.runtime, runtime, 'runtime')
    count(counts.kind, kind, 'kind')
    count(counts.model, session.model, 'model')
    count(counts.branch, session.branch, 'branch')
    count(counts.project, session.projectPath, 'project')
    const annotation = annotations.get(id)
    for (const tag of annotation?.tags ?? []) count(counts.tag, tag, 'tag')
    if (costUsd !== null && counted('cost')) costHistogram.findLast(({ fromUsd }) => costUsd >= fromUsd)!.count++
    if (counted('group')) {
      const group = groupAt(session)
      groupCounts[group]++
      if (annotation?.isPinned) pinned[group]++
    }
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
  const most = (of: Map<string, number>) =>
    sorted(of)
      .slice(0, maxValues)
      .map(([value, count]) => ({ value, count }))
  return {
    ...sum,
    costUsd: known.length === 0 ? null : known.sort((a, b) => a - b).reduce((sum, usd) => sum + usd, 0),
    medianUsd: median(known),
    states: sorted(counts.state).map(([state, count]) => ({ state, count })),
    agents: sorted(counts.agent).map(([id, count]) => ({ id, name: nameOf(id), count })),
    runtimes: sorted(counts.runtime).map(([runtime, count]) => ({ runtime, count })),
    kinds: sorted(counts.kind).map(([kind, count]) => ({ kind, count })),
    groups: groupCounts,
    pinned,
    models: most(counts.model),
    branches: most(counts.branch),
    projects: most(counts.project),
    tags: most(counts.tag),
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
