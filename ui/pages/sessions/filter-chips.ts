import type { SessionKind } from '../../../src/facts/fact.ts'
import { runtimeLabels } from '../../../src/facts/runtimes.ts'
import type { AnnotationMark } from '../../../src/sessions/session-filter.ts'
import type { Group } from '../../../src/sessions/session-order.ts'
import { type StateGroup, stateGroups } from '../../../src/sessions/severity.ts'
import { type ChoiceName, type Choices, type Filter, kindWords, readablePattern } from './filter.ts'
import { beforeLabel, momentLabel } from './moments.ts'
import type { ListGroup } from './tree-rows.ts'

export const stateGroupLabels: Record<StateGroup, string> = {
  waiting: 'Waiting',
  stopped: 'Stopped or failed',
  working: 'Working',
  idle: 'Idle or asleep',
  finished: 'Finished',
  unknown: 'Unknown',
}

export const groupWords: Record<Group, string> = {
  needs: 'Needs you',
  working: 'Working',
  today: 'Earlier today',
  earlier: 'Earlier',
}

/** The same as heads of the list, where pinned ones have their own. */
export const listGroupWords: Record<ListGroup, string> = {
  ...groupWords,
  pinned: 'Pinned',
  needs: 'Sessions that need you',
}

export const annotationMarkWords: Record<AnnotationMark, string> = {
  pinned: 'Pinned',
  archived: 'Archived',
  noted: 'With a note',
}

/** One condition of a filter, and the filter without it. */
type Chip = { label: string; value: string; without: Filter }

/** Which values one chip says together; the others have one each. */
const together: readonly ChoiceName[] = ['states', 'runtimes', 'kinds', 'groups']

const chipLabels: Record<ChoiceName, string> = {
  groups: 'group',
  states: 'state',
  agents: 'agent',
  runtimes: 'source',
  kinds: 'kind',
  models: 'model',
  branches: 'branch',
  projects: 'project',
  worktrees: 'worktree',
  tags: 'tag',
  tools: 'tool',
  is: 'is',
}

/** The conditions of a filter in words. Backspace removes the last one first. */
export function chipsOf(filter: Filter, nameOf: (agentId: string) => string): Chip[] {
  const chips: Chip[] = []
  const add = (label: string, value: string, without: Partial<Filter>) =>
    chips.push({ label, value, without: { ...filter, ...without } })

  function addChoices(name: ChoiceName) {
    const words = wordOf(nameOf)
    const chosen: readonly string[] = filter[name]
    const out: readonly string[] = filter.not[name]
    const label = chipLabels[name]
    const left = name === 'states' ? stateGroups.filter((group) => !chosen.includes(group) && group !== 'unknown') : []
    if (left.length === 1 && chosen.length > 1) add(label, `not ${words.states(left[0]!)}`, { states: [] })
    else if (together.includes(name) && chosen.length > 0)
      add(label, chosen.map(words[name]).join(' or '), { [name]: [] })
    else for (const value of chosen) add(label, words[name](value), { [name]: without(chosen, value) })
    for (const value of out)
      add(label, `not ${words[name](value)}`, { not: { ...filter.not, [name]: without(out, value) } })
  }

  addChoices('groups')
  if (filter.since) add('since', momentLabel(filter.since), { since: undefined })
  if (filter.before) add('last active', beforeLabel(filter.before), { before: undefined })
  for (const name of [
    'states',
    'agents',
    'runtimes',
    'kinds',
    'models',
    'branches',
    'projects',
    'worktrees',
    'tags',
    'tools',
    'is',
  ] as const)
    addChoices(name)
  if (filter.minCostUsd !== undefined) add('cost', `over ${dollars(filter.minCostUsd)}`, { minCostUsd: undefined })
  if (filter.maxCostUsd !== undefined) add('cost', `below ${dollars(filter.maxCostUsd)}`, { maxCostUsd: undefined })
  return chips
}

const without = (values: readonly string[], value: string) => values.filter((other) => other !== value)

/** What a value of each choice is called within a sentence. */
const wordOf = (nameOf: (agentId: string) => string): Record<ChoiceName, (value: string) => string> => ({
  states: (state) => stateGroupLabels[state as StateGroup].toLowerCase(),
  groups: (group) => groupWords[group as Group].toLowerCase(),
  agents: nameOf,
  runtimes: (runtime) => runtimeLabels[runtime as Choices['runtimes'][number]].name,
  kinds: (kind) => kindWords[kind as SessionKind].toLowerCase(),
  models: readablePattern,
  branches: readablePattern,
  projects: folderName,
  worktrees: readablePattern,
  tags: readablePattern,
  tools: readablePattern,
  is: (mark) => annotationMarkWords[mark as AnnotationMark].toLowerCase(),
})

/** The name of a folder, by its path or a pattern of it. */
export const folderName = (path: string) =>
  readablePattern(path)
    .replace(/[/\\]+$/, '')
    .split(/[/\\]/)
    .at(-1) || path

/** An amount that a person set, with its cents where it has any: `$2`, `$0.50`, `$0.002`. */
export function dollars(usd: number): string {
  const hasCents = !Number.isInteger(usd) && Math.abs(usd * 100 - Math.round(usd * 100)) < 1e-6
  return `$${usd.toLocaleString('en-US', hasCents ? { minimumFractionDigits: 2, maximumFractionDigits: 2 } : { maximumSignificantDigits: 6 })}`
}
