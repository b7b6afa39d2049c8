import type { Annotations } from '../annotations/annotation.ts'
import type { SessionKind } from '../facts/fact.ts'
import type { Runtime } from '../facts/runtimes.ts'
import { hasWildcard, wildcard } from '../lib/wildcard.ts'
import type { SessionSummary } from './session.ts'
import type { Group } from './session-order.ts'
import type { SessionState } from './severity.ts'

/** What people made of a session, as a filter asks for it. */
export const annotationMarks = ['pinned', 'archived', 'noted'] as const
export type AnnotationMark = (typeof annotationMarks)[number]

/** What a session may be chosen by. Each accepts any of its values; in the last six `*` stands for anything. */
export type Choices = {
  state?: readonly SessionState[] | undefined
  agent?: readonly string[] | undefined
  runtime?: readonly Runtime[] | undefined
  kind?: readonly SessionKind[] | undefined
  group?: readonly Group[] | undefined
  model?: readonly string[] | undefined
  branch?: readonly string[] | undefined
  /** Paths of folders. */
  project?: readonly string[] | undefined
  /** What git worktrees are called. */
  worktree?: readonly string[] | undefined
  tag?: readonly string[] | undefined
  /** In small letters. The index alone knows which session used one. */
  tool?: readonly string[] | undefined
}
/** The choices that a session itself decides. */
export type ChoiceField = Exclude<keyof Choices, 'tool'>
export const choiceFields = [
  'state',
  'agent',
  'runtime',
  'kind',
  'group',
  'model',
  'branch',
  'project',
  'worktree',
  'tag',
] as const satisfies ChoiceField[]

/** The filter of a list. A field that is undefined filters nothing. */
export type SessionFilter = Choices & {
  /** What leaves a session out; of `is`, any of it. */
  not?: (Choices & { is?: readonly AnnotationMark[] | undefined }) | undefined
  /** All of these. Without `archived` nothing that is archived is found. */
  is?: readonly AnnotationMark[] | undefined
  /** Words that must all be found. */
  q?: string | undefined
  /** Last active at or after, and before, in ms. */
  since?: number | undefined
  before?: number | undefined
  /** In US dollars; a session of unknown cost is in neither. */
  minCostUsd?: number | undefined
  /** Less than this. */
  maxCostUsd?: number | undefined
  /** The children of this session. */
  parent?: string | undefined
}

/** Whether a filter leaves anything out. */
export const isNarrowing = (filter: object): boolean =>
  Object.values(filter).some((value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? isNarrowing(value)
      : value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
  )

/** The choices of a filter that have a facet of their own. */
export const facetFields = [...choiceFields, 'cost'] as const
export type FacetField = (typeof facetFields)[number]

/** What a filter asks beside the session itself. */
type Surroundings = {
  groupAt: (session: SessionSummary) => Group
  annotations: Annotations
}

/** What a session is chosen by. */
const readers: {
  [Field in ChoiceField]: (session: SessionSummary, around: Surroundings) => string | null | readonly string[]
} = {
  state: ({ state }) => state,
  agent: ({ agentId }) => agentId,
  runtime: ({ runtime }) => runtime,
  kind: ({ kind }) => kind,
  group: (session, { groupAt }) => groupAt(session),
  model: ({ model }) => model,
  branch: ({ branch }) => branch,
  project: ({ projectPath }) => projectPath,
  worktree: ({ worktree }) => worktree,
  tag: ({ id }, { annotations }) => annotations.get(id)?.tags ?? [],
}

const nothing: readonly FacetField[] = []

/** Judges sessions by a filter, but for the words of `q` and for tools, which are searched in the index. */
export function compileFilter(filter: SessionFilter, around: Surroundings) {
  const { since, before, parent, minCostUsd, maxCostUsd } = filter
  const has = markedIn(around.annotations)
  const wanted = new Set(filter.is)
  const unwanted = new Set(filter.not?.is)
  const tests: { field: FacetField; fails: (session: SessionSummary) => boolean }[] = []
  for (const field of choiceFields)
    for (const [values, isOut] of [
      [filter[field], false],
      [filter.not?.[field], true],
    ] as const) {
      if (values === undefined || values.length === 0) continue
      const isOne = matcher(values)
      const read = readers[field]
      tests.push({
        field,
        fails(session) {
          const value = read(session, around)
          const fits = value === null ? false : typeof value === 'string' ? isOne(value) : value.some(isOne)
          return fits === isOut
        },
      })
    }
  if (minCostUsd !== undefined || maxCostUsd !== undefined)
    tests.push({
      field: 'cost',
      fails: ({ costUsd }) => costUsd === null || costUsd < (minCostUsd ?? 0) || costUsd >= (maxCostUsd ?? Infinity),
    })

  /**
   * Whether a session passes the part of a filter that no facet shows: `archived` is one that does but for being archived.
   */
  const reachOf = ({ id, lastAt, parentId }: SessionSummary): 'whole' | 'archived' | 'none' => {
    const passes =
      (since === undefined || (lastAt ?? 0) >= since) &&
      (before === undefined || (lastAt !== null && lastAt < before)) &&
      (parent === undefined || parentId === parent) &&
      annotationMarks.every((mark) => (!wanted.has(mark) || has[mark](id)) && (!unwanted.has(mark) || !has[mark](id)))
    if (!passes) return 'none'
    return wanted.has('archived') || !has.archived(id) ? 'whole' : 'archived'
  }

  /** The facets whose choices leave a session out. */
  function failedFacets(session: SessionSummary): readonly FacetField[] {
    let failed: FacetField[] | undefined
    for (const { field, fails } of tests)
      if (fails(session) && !failed?.includes(field)) failed = [...(failed ?? []), field]
    return failed ?? nothing
  }

  return {
    reachOf,
    failedFacets,
    passes: (session: SessionSummary) => reachOf(session) === 'whole' && !tests.some(({ fails }) => fails(session)),
  }
}

/** The ids of the sessions that a filter can find by what people made of them; undefined where it may find others. */
export function annotatedIds({ is = [], tag }: SessionFilter, annotations: Annotations): string[] | undefined {
  if (is.length === 0 && tag === undefined) return undefined
  const has = markedIn(annotations)
  const isOne = tag && matcher(tag)
  return [...annotations].flatMap(([id, { tags }]) =>
    is.every((mark) => has[mark](id)) && (!isOne || tags.some(isOne)) ? [id] : [],
  )
}

const markedIn = (annotations: Annotations): Record<AnnotationMark, (id: string) => boolean> => ({
  pinned: (id) => annotations.get(id)?.isPinned ?? false,
  archived: (id) => annotations.get(id)?.isArchived ?? false,
  noted: (id) => (annotations.get(id)?.note ?? null) !== null,
})

/** Whether a text is one of these values. */
function matcher(values: readonly string[]): (text: string) => boolean {
  const exact = new Set(values.filter((value) => !hasWildcard(value)))
  const patterns = values.filter(hasWildcard).map(wildcard)
  return patterns.length === 0
    ? (text) => exact.has(text)
    : (text) => exact.has(text) || patterns.some((fits) => fits(text))
}
