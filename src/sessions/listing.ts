import type { Annotation } from '../annotations/annotation.ts'
import type { SessionKind } from '../facts/fact.ts'
import type { Runtime } from '../facts/runtimes.ts'
import type { Session, SessionSummary } from './session.ts'
import type { SessionFilter } from './session-filter.ts'
import type { Direction, Group, Sort } from './session-order.ts'
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
  /**
   * How many in each group stand below the session that began them, and not in the group itself. Null for a narrowed
   * list, where nothing stands below another.
   */
  below: Record<Group, number> | null
  /** The most frequent ones, at most 100 of each. */
  models: { value: string; count: number }[]
  branches: { value: string; count: number }[]
  /** Paths of folders. */
  projects: { value: string; count: number }[]
  worktrees: { value: string; count: number }[]
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
  /**
   * What this list leaves out only because it is archived; every report counts it. Null where the filter itself says
   * what becomes of what is archived.
   */
  archived: (SessionTotals & { sessions: number }) | null
}

/** A tree of sessions is followed this deep: in foreign data a session may be its own ancestor. */
export const maxTreeDepth = 64

/** Says which sessions stand below another one of the list, by the parent of each. One that is its own ancestor is a root. */
function isBelowAnother(
  parents: ReadonlyMap<string, string | null>,
  isListed: (id: string) => boolean,
): (id: string) => boolean {
  return (id) => {
    const parentId = parents.get(id) ?? null
    if (parentId === null || !isListed(parentId)) return false
    let above: string | null | undefined = parentId
    for (let steps = 0; above && steps < maxTreeDepth; steps++) {
      if (above === id) return false
      above = parents.get(above)
    }
    return true
  }
}

/** The sessions that are not below another one of the list. */
export function rootsOf<S extends { id: string; parentId: string | null }>(sessions: readonly S[]): S[] {
  const parents = new Map(sessions.map(({ id, parentId }) => [id, parentId]))
  const isBelow = isBelowAnother(parents, (id) => parents.has(id))
  return sessions.filter(({ id }) => !isBelow(id))
}

/** How many of each group stand below another session of the list; one that is pinned stands by itself. */
export function countBelow(
  listed: ReadonlySet<string>,
  children: readonly { id: string; parentId: string; group: Group; isPinned: boolean }[],
): Record<Group, number> {
  const parents = new Map(children.map(({ id, parentId, isPinned }) => [id, isPinned ? null : parentId]))
  const isBelow = isBelowAnother(parents, (id) => listed.has(id))
  const counts: Record<Group, number> = { needs: 0, working: 0, today: 0, earlier: 0 }
  for (const { id, group } of children) if (isBelow(id)) counts[group]++
  return counts
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
