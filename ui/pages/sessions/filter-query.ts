import type { Annotation } from '../../../src/annotations/annotation.ts'
import { joinList } from '../../../src/lib/comma-list.ts'
import type { Session } from '../../../src/sessions/session.ts'
import { compileFilter, type SessionFilter } from '../../../src/sessions/session-filter.ts'
import { groupsAt } from '../../../src/sessions/session-order.ts'
import { statesIn } from '../../../src/sessions/severity.ts'
import { type Choices, type Filter, inAndOut } from './filter.ts'
import { momentMs } from './moments.ts'

/** The filter in the words of the server. */
function serverFilter(filter: Filter, now: number, timezone: string): SessionFilter {
  const choices = (of: Choices) => ({
    ...(of.states.length > 0 && { state: of.states.flatMap(statesIn) }),
    ...(of.agents.length > 0 && { agent: of.agents }),
    ...(of.runtimes.length > 0 && { runtime: of.runtimes }),
    ...(of.kinds.length > 0 && { kind: of.kinds }),
    ...(of.groups.length > 0 && { group: of.groups }),
    ...(of.models.length > 0 && { model: of.models }),
    ...(of.branches.length > 0 && { branch: of.branches }),
    ...(of.projects.length > 0 && { project: of.projects }),
    ...(of.worktrees.length > 0 && { worktree: of.worktrees }),
    ...(of.tags.length > 0 && { tag: of.tags }),
    ...(of.tools.length > 0 && { tool: of.tools }),
    ...(of.is.length > 0 && { is: of.is }),
  })
  const not = choices(filter.not)
  const q = filter.q.trim()
  return {
    ...choices(filter),
    ...(Object.keys(not).length > 0 && { not }),
    ...(q && { q }),
    ...rangeOf(filter, now, timezone),
    ...(filter.minCostUsd !== undefined && { minCostUsd: filter.minCostUsd }),
    ...(filter.maxCostUsd !== undefined && { maxCostUsd: filter.maxCostUsd }),
  }
}

/** The filter as a query of the server, without the order. */
export function toQuery(filter: Filter, now: number, timezone: string) {
  const {
    not = {},
    q,
    since,
    before,
    minCostUsd,
    maxCostUsd,
    parent: _,
    ...choices
  } = serverFilter(filter, now, timezone)
  const out: Partial<Record<string, readonly string[]>> = not
  const names = [...new Set([...Object.keys(choices), ...Object.keys(not)])] as (keyof typeof choices)[]
  const lists: { [Name in keyof typeof choices]?: string } = Object.fromEntries(
    names.map((name) => [name, joinList(inAndOut(choices[name], out[name]))]),
  )
  return {
    ...(q && { q }),
    ...lists,
    ...(since !== undefined && { since }),
    ...(before !== undefined && { before }),
    ...(minCostUsd !== undefined && { minCostUsd }),
    ...(maxCostUsd !== undefined && { maxCostUsd }),
  }
}

/** Whether a filter asks for what no event says: words, or tools. */
export const isSearch = ({ q, tools, not }: Filter) => q.trim() !== '' || tools.length > 0 || not.tools.length > 0

/**
 * Whether a session of an event may pass the filter. The server searches words in more than an event holds, so with words
 * the answer is no: a search gets no newcomers.
 */
export function mayFit(
  filter: Filter,
  session: Session,
  about: { now: number; timezone: string; annotation: Annotation | null; setAside?: ReadonlySet<string> },
): boolean {
  const { now, timezone, annotation, setAside } = about
  if (!session.current || isSearch(filter)) return false
  const { passes } = compileFilter(serverFilter(filter, now, timezone), {
    groupAt: groupsAt(now, timezone, setAside),
    annotations: new Map(annotation ? [[session.id, annotation]] : []),
  })
  return passes({ ...session, costIsLowerBound: false, totalTokens: 0 })
}

/** From when, and before when, the sessions of a filter were active last, in ms. */
export const rangeOf = ({ since, before }: Pick<Filter, 'since' | 'before'>, now: number, timezone: string) => ({
  ...(since !== undefined && { since: momentMs(since, now, timezone) }),
  ...(before !== undefined && { before: momentMs(before, now, timezone) }),
})
