import { tagOf } from '../../../src/annotations/annotation.ts'
import type { SessionKind } from '../../../src/facts/fact.ts'
import { runtimeLabels, runtimes } from '../../../src/facts/runtimes.ts'
import { hasWildcard, maxWildcards } from '../../../src/lib/wildcard.ts'
import type { SessionFacets } from '../../../src/sessions/listing.ts'
import { annotationMarks } from '../../../src/sessions/session-filter.ts'
import { groups } from '../../../src/sessions/session-order.ts'
import { groupOfState, sessionStates, stateGroups } from '../../../src/sessions/severity.ts'
import { type ChoiceName, type Choices, type Filter, kindWords } from './filter.ts'
import { annotationMarkWords, dollars, folderName, groupWords, stateGroupLabels } from './filter-chips.ts'
import { beforeLabel, isMoment, momentLabel, momentWords } from './moments.ts'

/** What can be named: the agents, and what the list counts; undefined until it is known. */
export type Known = { agents: readonly { id: string; name: string }[]; facets: SessionFacets | undefined }

/** What can be typed for one condition: how it is written, what it means, what it makes of a filter, and how many fit. */
export type Value = {
  word: string
  means: string
  also?: readonly string[]
  count?: number | undefined
  narrow: (filter: Filter) => Filter
  /** The same with a dash before it. */
  leaveOut: (filter: Filter) => Filter
}
export type Condition = {
  key: string
  also?: readonly string[]
  means: string
  /** Its values are names that others gave. */
  isNamed?: boolean
  /** How a value follows it; ':' where nothing is said. */
  sign?: string
  values: (known: Known) => Value[]
  /** What a word means that is none of the values. */
  of?: (word: string, known: Known, sign: string) => Value | undefined
}

const withOne = (words: readonly string[], word: string) => (words.includes(word) ? [...words] : [...words, word])
const spaceless = (text: string) => text.trim().toLowerCase().replace(/\s+/g, '-')

/** A value of a choice: with a dash it leaves out what it would narrow to. */
function choice<Name extends ChoiceName>(
  name: Name,
  values: Choices[Name][number] | readonly Choices[Name][number][],
  rest: Pick<Value, 'word' | 'means' | 'also' | 'count'>,
): Value {
  const add = (to: readonly string[]) =>
    [values].flat().reduce<string[]>((words, value) => withOne(words, value), [...to])
  const remove = (from: readonly string[]) => from.filter((word) => ![values].flat().some((value) => value === word))
  return {
    ...rest,
    narrow: (filter) => ({
      ...filter,
      [name]: add(filter[name]),
      not: { ...filter.not, [name]: remove(filter.not[name]) },
    }),
    leaveOut: (filter) => ({
      ...filter,
      [name]: remove(filter[name]),
      not: { ...filter.not, [name]: add(filter.not[name]) },
    }),
  }
}

/** One of the texts that stand in an index: as it was counted, else as it was typed. */
function textCondition(
  name: 'models' | 'branches' | 'worktrees' | 'tags',
  rest: Omit<Condition, 'values' | 'of'>,
  typed: (word: string) => string | undefined,
): Condition {
  const named = (value: string, count?: number) => choice(name, value, { word: value, means: '', count })
  const counted = ({ facets }: Known) => facets?.[name] ?? []
  return {
    ...rest,
    isNamed: true,
    values: (known) => counted(known).map(({ value, count }) => named(value, count)),
    of(word, known) {
      const found = counted(known).find(({ value }) => value.toLowerCase() === word.toLowerCase())
      const text = found?.value ?? (isBounded(word) ? typed(word) : undefined)
      return text === undefined ? undefined : named(text)
    },
  }
}

const isBounded = (word: string) =>
  word.length <= 200 && !word.startsWith('-') && word.split('*').length - 1 <= maxWildcards - 2

function momentValue(word: string, field: 'since' | 'before'): Value {
  const label = field === 'since' ? momentLabel(word) : beforeLabel(word)
  const other = field === 'since' ? 'before' : 'since'
  return {
    word,
    means: label[0]!.toUpperCase() + label.slice(1),
    narrow: (filter) => ({ ...filter, [field]: word }),
    leaveOut: (filter) => ({ ...filter, [other]: word }),
  }
}

const moments = (field: 'since' | 'before'): Pick<Condition, 'values' | 'of'> => ({
  values: () => momentWords.map((word) => momentValue(word, field)),
  of: (word) => (isMoment(word) ? momentValue(word, field) : undefined),
})

function costValue(usd: number, isBelow: boolean): Value {
  const over = (filter: Filter) => ({ ...filter, minCostUsd: usd })
  const below = (filter: Filter) => ({ ...filter, maxCostUsd: usd })
  return {
    word: String(usd),
    means: `${isBelow ? 'Below' : 'Over'} ${dollars(usd)}`,
    narrow: isBelow ? below : over,
    leaveOut: isBelow ? over : below,
  }
}

const countOf = <Row extends { count: number }>(rows: readonly Row[] | undefined, isOne: (row: Row) => boolean) =>
  rows?.filter(isOne).reduce((sum, { count }) => sum + count, 0)

/** Every condition that can be typed as `key:value`. The first ones are suggested first. */
export const conditions: readonly Condition[] = [
  {
    key: 'state',
    means: 'working, waiting, failed and so on',
    values: ({ facets }) =>
      stateGroups.map((group) =>
        choice('states', group, {
          word: group === 'stopped' ? 'failed' : group,
          // Every state leads to the choice that holds it, as in the list beside the sessions.
          also: [group, ...sessionStates.filter((row) => row.group === group).map(({ state }) => state)],
          means: stateGroupLabels[group],
          count: countOf(facets?.states, ({ state }) => groupOfState(state) === group),
        }),
      ),
  },
  {
    key: 'agent',
    isNamed: true,
    means: 'the agent that works in it',
    values: ({ agents, facets }) =>
      agents.map(({ id, name }) =>
        choice('agents', id, {
          word: spaceless(name),
          also: [id.toLowerCase()],
          means: name,
          count: countOf(facets?.agents, (agent) => agent.id === id),
        }),
      ),
  },
  {
    key: 'runtime',
    also: ['source', 'via'],
    means: 'OpenClaw, Claude Code and so on',
    values: ({ facets }) =>
      runtimes.map((runtime) =>
        choice('runtimes', runtime, {
          word: runtime,
          also: [runtimeLabels[runtime].short.toLowerCase(), spaceless(runtimeLabels[runtime].name)],
          means: runtimeLabels[runtime].name,
          count: countOf(facets?.runtimes, (row) => row.runtime === runtime),
        }),
      ),
  },
  {
    key: 'kind',
    means: 'started by a person, a cron job, another agent',
    values: ({ facets }) =>
      (Object.keys(kindWords) as SessionKind[]).map((kind) =>
        choice('kinds', kind, {
          word: spaceless(kindWords[kind]),
          also: [kind],
          means: kindWords[kind],
          count: countOf(facets?.kinds, (row) => row.kind === kind),
        }),
      ),
  },
  // Any part of the name of a model: nobody types its date.
  textCondition('models', { key: 'model', means: 'the model' }, (word) => (hasWildcard(word) ? word : `*${word}*`)),
  textCondition('branches', { key: 'branch', means: 'the git branch' }, (word) => word),
  {
    key: 'project',
    isNamed: true,
    also: ['folder', 'repo'],
    means: 'the folder it works in',
    values: ({ facets }) =>
      [...Map.groupBy(facets?.projects ?? [], ({ value }) => spaceless(folderName(value)))].map(([word, folders]) =>
        choice(
          'projects',
          folders.map(({ value }) => value),
          { word, means: folders.map(({ value }) => value).join(', '), count: countOf(folders, () => true) },
        ),
      ),
    of: (word) =>
      isBounded(word) ? choice('projects', /[/\\*]/.test(word) ? word : `*/${word}`, { word, means: word }) : undefined,
  },
  textCondition('worktrees', { key: 'worktree', means: 'the git worktree it works in' }, (word) => word),
  textCondition('tags', { key: 'tag', also: ['label'], means: 'a tag of yours' }, (word) =>
    hasWildcard(word) ? word : tagOf(word),
  ),
  {
    key: 'tool',
    isNamed: true,
    means: 'a tool that it used',
    values: ({ facets }) => (facets?.tools ?? []).map((tool) => choice('tools', tool, { word: tool, means: '' })),
    of: (word) => (isBounded(word) ? choice('tools', word.toLowerCase(), { word, means: word }) : undefined),
  },
  {
    key: 'is',
    means: 'pinned, archived, or with a note',
    values: () => annotationMarks.map((mark) => choice('is', mark, { word: mark, means: annotationMarkWords[mark] })),
    // `is:failed` is what people type who know other search fields.
    of: (word, known) => exactly(conditionOf('state')!.values(known), word),
  },
  { key: 'since', also: ['after'], means: 'last active on or after this day', ...moments('since') },
  { key: 'before', means: 'last active before this day', ...moments('before') },
  {
    key: 'cost',
    means: 'what it cost, in dollars',
    sign: '>',
    values: () => [1, 5, 20].map((usd) => costValue(usd, false)),
    of(word, _known, sign) {
      const [, comparison = '', amount = ''] = /^([<>≥≤]?=?)\$?(.*)$/.exec(word) ?? []
      const usd = amount === '' ? Number.NaN : Number(amount)
      return Number.isFinite(usd) && usd > 0 ? { ...costValue(usd, /[<≤]/.test(sign + comparison)), word } : undefined
    },
  },
  {
    key: 'group',
    also: ['standing'],
    means: 'its group in the list',
    values: ({ facets }) =>
      groups.map((group) =>
        choice('groups', group, {
          word: spaceless(groupWords[group]),
          also: [group],
          means: groupWords[group],
          count: facets?.groups[group],
        }),
      ),
  },
]

/** The condition that a word before a colon names. */
export const conditionOf = (key: string) => conditions.find((one) => one.key === key || one.also?.includes(key))

export const exactly = (values: readonly Value[], word: string) =>
  values.find((value) => value.word.toLowerCase() === word || value.also?.includes(word))
