import type { Annotation } from '../../../src/annotations/annotation.ts'
import type { SessionKind } from '../../../src/facts/fact.ts'
import { type Runtime, runtimes } from '../../../src/facts/runtimes.ts'
import { joinList, splitList } from '../../../src/lib/comma-list.ts'
import { hasWildcard, maxWildcards } from '../../../src/lib/wildcard.ts'
import type { Session } from '../../../src/sessions/session.ts'
import {
  type AnnotationMark,
  annotationMarks,
  compileFilter,
  type SessionFilter,
} from '../../../src/sessions/session-filter.ts'
import { type Group, groups, groupsAt, type Sort, sorts } from '../../../src/sessions/session-order.ts'
import { type StateGroup, stateGroups, statesIn } from '../../../src/sessions/severity.ts'
import { isMoment, type Moment, momentMs } from './moments.ts'

export const kindWords: Record<SessionKind, string> = {
  main: 'Main',
  direct: 'Direct',
  group: 'Group',
  cron: 'Cron',
  subagent: 'Sub-agent',
  other: 'Other',
}

/** What sessions are chosen by; each list accepts any of its values, `is` wants all of them. */
export type Choices = {
  states: StateGroup[]
  agents: string[]
  runtimes: Runtime[]
  kinds: SessionKind[]
  groups: Group[]
  /** In these five `*` stands for anything. */
  models: string[]
  branches: string[]
  /** Paths of folders. */
  projects: string[]
  tags: string[]
  /** In small letters. */
  tools: string[]
  is: AnnotationMark[]
}
export type ChoiceName = keyof Choices

/** The filter and the order of the list, as the address of the page has them. */
export type Filter = Choices & {
  q: string
  /** What leaves a session out. */
  not: Choices
  since: Moment | undefined
  before: Moment | undefined
  minCostUsd: number | undefined
  maxCostUsd: number | undefined
  sort: Sort
  dir: 'asc' | 'desc'
}

/** The direction in which a column is sorted at first. */
export const firstDir = (sort: Sort): Filter['dir'] => (sort === 'title' ? 'asc' : 'desc')

export const nothingChosen: Choices = {
  states: [],
  agents: [],
  runtimes: [],
  kinds: [],
  groups: [],
  models: [],
  branches: [],
  projects: [],
  tags: [],
  tools: [],
  is: [],
}

export const nothingNarrowed: Filter = {
  q: '',
  ...nothingChosen,
  not: nothingChosen,
  since: undefined,
  before: undefined,
  minCostUsd: undefined,
  maxCostUsd: undefined,
  sort: 'standing',
  dir: 'desc',
}

/** How each choice is called in an address, in their order there, and what it can be. */
const choiceParams: { [Name in ChoiceName]: { param: string; read(words: string[]): Choices[Name] } } = {
  states: {
    param: 'state',
    read: (words) =>
      stateGroups.filter((group) => words.includes(group) || statesIn(group).some((state) => words.includes(state))),
  },
  groups: { param: 'group', read: someOf(groups) },
  agents: { param: 'agent', read: texts },
  runtimes: { param: 'runtime', read: someOf(runtimes) },
  kinds: { param: 'kind', read: someOf(Object.keys(kindWords) as SessionKind[]) },
  models: { param: 'model', read: texts },
  branches: { param: 'branch', read: texts },
  projects: { param: 'project', read: texts },
  tags: { param: 'tag', read: texts },
  tools: { param: 'tool', read: (words) => texts(words.map((word) => word.toLowerCase())) },
  is: { param: 'is', read: someOf(annotationMarks) },
}
const choiceNames = Object.keys(choiceParams) as ChoiceName[]

const maxTextLength = 200
/** The server takes 8,000 characters of one choice. */
const maxValueLength = 250
const maxValues = 30

function someOf<Word extends string>(known: readonly Word[]) {
  return (words: string[]) => known.filter((word) => words.includes(word))
}

function texts(words: string[]): string[] {
  return words
    .map((text) => text.toWellFormed())
    .filter((text) => text.length <= maxValueLength && text.split('*').length - 1 <= maxWildcards)
    .slice(0, maxValues)
}

/** Reads the filter of an address. Unknown values are ignored. */
export function readFilter(search: string): Filter {
  const params = new URLSearchParams(search)
  const oneOf = <Word extends string>(words: readonly Word[], name: string) =>
    words.find((word) => word === params.get(name))
  const moment = (name: string) => {
    const text = params.get(name) ?? ''
    return isMoment(text) ? text : undefined
  }
  const dollarsOf = (name: string) => {
    const usd = Number(params.get(name) || Number.NaN)
    return Number.isFinite(usd) && usd > 0 ? usd : undefined
  }
  const chosen = (isOut: boolean) => {
    const choices: Choices = { ...nothingChosen }
    const read = <Name extends ChoiceName>(name: Name) => {
      const words = splitList(params.get(choiceParams[name].param) ?? '').filter(
        (word) => word.startsWith('-') === isOut,
      )
      choices[name] = choiceParams[name].read(isOut ? words.map((word) => word.slice(1)) : words)
    }
    for (const name of choiceNames) read(name)
    return choices
  }
  const sort = oneOf(sorts, 'sort') ?? 'standing'
  return {
    q: clean(params.get('q') ?? ''),
    ...chosen(false),
    not: chosen(true),
    since: moment('since'),
    before: moment('before'),
    minCostUsd: dollarsOf('cost'),
    maxCostUsd: dollarsOf('below'),
    sort,
    dir: oneOf(['asc', 'desc'], 'dir') ?? firstDir(sort),
  }
}

/** Writes a filter as the search of an address: `?since=today&state=working,-idle`. Defaults are left out. */
export function writeFilter(filter: Filter): string {
  const params: [string, string][] = []
  const add = (name: string, value: string | undefined) => value && params.push([name, value])
  add('q', clean(filter.q).trim())
  add('since', filter.since)
  add('before', filter.before)
  for (const name of choiceNames) add(choiceParams[name].param, joinList(inAndOut(filter[name], filter.not[name])))
  add('cost', filter.minCostUsd === undefined ? undefined : String(filter.minCostUsd))
  add('below', filter.maxCostUsd === undefined ? undefined : String(filter.maxCostUsd))
  if (filter.sort !== 'standing') add('sort', filter.sort)
  if (filter.dir !== firstDir(filter.sort)) add('dir', filter.dir)
  const text = params.map(([name, value]) => `${name}=${encode(value)}`).join('&')
  return text && `?${text}`
}

const inAndOut = (chosen: readonly string[] = [], out: readonly string[] = []) => [
  ...chosen,
  ...out.map((value) => `-${value}`),
]

/** Encodes a value but for what keeps the address readable. */
const encode = (value: string) =>
  encodeURIComponent(value).replace(/%3A/g, ':').replace(/%2C/g, ',').replace(/%2F/g, '/').replace(/%20/g, '+')

/** Cuts a text to its maximum, and leaves out halves of surrogate pairs, which an address cannot hold. */
const clean = (text: string) => text.slice(0, maxTextLength).toWellFormed().replaceAll('\uFFFD', '')

/** Whether a filter excludes any session. */
export const isNarrowed = (filter: Filter) =>
  writeFilter({ ...filter, sort: 'standing', dir: firstDir('standing') }) !== ''

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
    ...(filter.since !== undefined && { since: momentMs(filter.since, now, timezone) }),
    ...(filter.before !== undefined && { before: momentMs(filter.before, now, timezone) }),
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

/** A filter with one choice more or less; what is chosen is not left out any more. */
export function withChoice<Name extends ChoiceName>(filter: Filter, name: Name, value: Choices[Name][number]): Filter {
  return {
    ...filter,
    [name]: toggled(filter[name] as string[], value),
    not: { ...filter.not, [name]: (filter.not[name] as string[]).filter((other) => other !== value) },
  }
}

/** Adds a word to a list, or removes it. */
const toggled = <Word>(words: Word[], word: Word) =>
  words.includes(word) ? words.filter((other) => other !== word) : [...words, word]

/** A pattern as a person typed it: `opus` for `*opus*`, the name of a folder for `…/name`. */
export const readablePattern = (text: string) => (hasWildcard(text) ? text.replace(/^\*\/?|\*$/g, '') : text)
