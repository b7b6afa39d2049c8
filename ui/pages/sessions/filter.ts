import type { SessionKind } from '../../../src/facts/fact.ts'
import type { Runtime } from '../../../src/facts/runtimes.ts'
import { hasWildcard } from '../../../src/lib/wildcard.ts'
import type { AnnotationMark } from '../../../src/sessions/session-filter.ts'
import type { Group, Sort } from '../../../src/sessions/session-order.ts'
import type { StateGroup } from '../../../src/sessions/severity.ts'
import type { Moment } from './moments.ts'

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
  /** In these six `*` stands for anything. */
  models: string[]
  branches: string[]
  /** Paths of folders. */
  projects: string[]
  /** What git worktrees are called. */
  worktrees: string[]
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
  worktrees: [],
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

/** The values of a choice as one list: a dash stands before each that leaves something out. */
export const inAndOut = (chosen: readonly string[] = [], out: readonly string[] = []) => [
  ...chosen,
  ...out.map((value) => `-${value}`),
]
