import type { Annotations } from '../annotations/annotation.ts'
import type { SessionKind } from '../facts/fact.ts'
import type { Runtime } from '../facts/runtimes.ts'
import { median } from '../lib/median.ts'
import { addDays, dayOf, startOfDay } from '../lib/timezone.ts'
import { countBelow, type SessionFacets } from './listing.ts'
import type { SessionSummary } from './session.ts'
import { type ChoiceField, compileFilter, type FacetField, facetFields, type SessionFilter } from './session-filter.ts'
import { type Group, groupsAt } from './session-order.ts'
import type { SessionTotals } from './session-usage.ts'
import type { SessionState } from './severity.ts'

const maxValues = 100

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
    isTree = false,
  }: {
    now: number
    timezone: string
    nameOf: (agentId: string) => string
    setAside?: ReadonlySet<string>
    annotations?: Annotations
    /** Whether what stands below another session is counted as such; the parents of all are known then. */
    isTree?: boolean
  },
): Omit<SessionFacets, 'older' | 'tools'> {
  const groupAt = groupsAt(now, timezone, setAside)
  const hourAt = hoursOfToday(now, timezone)
  const { reachOf, failedFacets } = compileFilter(filter, { groupAt, annotations })
  const counts = {
    state: new Map<SessionState, number>(),
    agent: new Map<string, number>(),
    runtime: new Map<Runtime, number>(),
    kind: new Map<SessionKind, number>(),
    model: new Map<string, number>(),
    branch: new Map<string, number>(),
    project: new Map<string, number>(),
    worktree: new Map<string, number>(),
    tag: new Map<string, number>(),
  }
  const steps = [0, ...costSteps]
  const costHistogram = steps.map((fromUsd, step) => ({ fromUsd, toUsd: steps[step + 1] ?? null, count: 0 }))
  const groupCounts: Record<Group, number> = { needs: 0, working: 0, today: 0, earlier: 0 }
  const pinned: Record<Group, number> = { ...groupCounts }
  const startedHours = new Array<number>(24).fill(0)
  const known: number[] = []
  const sum = { total: 0, costIsLowerBound: false, totalTokens: 0 }
  const archived: Sum = { sessions: 0, costUsd: null, costIsLowerBound: false, totalTokens: 0 }
  const listed = new Set<string>()
  const children: Parameters<typeof countBelow>[1][number][] = []

  for (const session of all) {
    const { id, state, agentId, runtime, kind, costUsd, startedAt } = session
    const reach = isFound(session) ? reachOf(session) : 'none'
    if (reach === 'archived' && failedFacets(session).length === 0) addTo(archived, session)
    const failed = reach === 'whole' ? failedFacets(session) : facetFields
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
    count(counts.worktree, session.worktree, 'worktree')
    const annotation = annotations.get(id)
    for (const tag of annotation?.tags ?? []) count(counts.tag, tag, 'tag')
    if (costUsd !== null && counted('cost')) costHistogram.findLast(({ fromUsd }) => costUsd >= fromUsd)!.count++
    if (counted('group')) {
      const group = groupAt(session)
      groupCounts[group]++
      if (annotation?.isPinned) pinned[group]++
    }
    if (failed.length > 0) continue
    if (isTree) {
      listed.add(id)
      const { parentId } = session
      if (parentId !== null)
        children.push({ id, parentId, group: groupAt(session), isPinned: annotation?.isPinned ?? false })
    }
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
    below: isTree ? countBelow(listed, children) : null,
    archived: filter.is?.includes('archived') || filter.not?.is?.includes('archived') ? null : archived,
    models: most(counts.model),
    branches: most(counts.branch),
    projects: most(counts.project),
    worktrees: most(counts.worktree),
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

type Sum = SessionTotals & { sessions: number }

function addTo(sum: Sum, { costUsd, costIsLowerBound, totalTokens }: SessionSummary) {
  sum.sessions++
  if (costUsd !== null) sum.costUsd = (sum.costUsd ?? 0) + costUsd
  sum.costIsLowerBound ||= costIsLowerBound
  sum.totalTokens += totalTokens
}
