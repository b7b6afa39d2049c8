import type { SessionKind } from '../../../src/facts/fact.ts'
import { runtimeLabels, runtimes } from '../../../src/facts/runtimes.ts'
import { isDay } from '../../../src/lib/timezone.ts'
import { groups } from '../../../src/sessions/listing.ts'
import { sessionStates, stateGroups } from '../../../src/sessions/severity.ts'
import { dollars, type Filter, groupWords, kindWords, stateGroupLabels } from './filter.ts'

/** The agents that can be named: their ids and names. */
export type KnownAgents = readonly { id: string; name: string }[]

/** What can be typed for one condition: how it is written, what it means, and what it makes of a filter. */
type Value = { word: string; means: string; also?: readonly string[]; narrow: (filter: Filter) => Filter }
type Condition = {
  key: string
  also?: readonly string[]
  means: string
  values: (agents: KnownAgents) => Value[]
  of?: (word: string) => Value | undefined
}

const withOne = <Word>(words: readonly Word[], word: Word) => (words.includes(word) ? [...words] : [...words, word])
const spaceless = (text: string) => text.trim().toLowerCase().replace(/\s+/g, '-')

/** Every condition that can be typed as `key:value`. The first ones are suggested first. */
const conditions: readonly Condition[] = [
  {
    key: 'state',
    also: ['is'],
    means: 'what a session does',
    values: () =>
      stateGroups.map((group) => ({
        word: group === 'stopped' ? 'failed' : group,
        // Every state leads to the choice that holds it, as in the list beside the sessions.
        also: [group, ...sessionStates.filter((row) => row.group === group).map(({ state }) => state)],
        means: stateGroupLabels[group],
        narrow: (filter) => ({
          ...filter,
          states: stateGroups.filter((one) => one === group || filter.states.includes(one)),
        }),
      })),
  },
  {
    key: 'agent',
    means: 'whose session it is',
    values: (agents) =>
      agents.map(({ id, name }) => ({
        word: spaceless(name),
        also: [id.toLowerCase()],
        means: name,
        narrow: (filter) => ({ ...filter, agents: withOne(filter.agents, id) }),
      })),
  },
  {
    key: 'runtime',
    also: ['source', 'via'],
    means: 'what it runs in',
    values: () =>
      runtimes.map((runtime) => ({
        word: runtime,
        also: [runtimeLabels[runtime].short.toLowerCase(), spaceless(runtimeLabels[runtime].name)],
        means: runtimeLabels[runtime].name,
        narrow: (filter) => ({
          ...filter,
          runtimes: runtimes.filter((one) => one === runtime || filter.runtimes.includes(one)),
        }),
      })),
  },
  {
    key: 'kind',
    means: 'how it began',
    values: () =>
      (Object.keys(kindWords) as SessionKind[]).map((kind) => ({
        word: spaceless(kindWords[kind]),
        also: [kind],
        means: kindWords[kind],
        narrow: (filter) => ({ ...filter, kinds: withOne(filter.kinds, kind) }),
      })),
  },
  {
    key: 'since',
    means: 'when it was active',
    values: () => [
      { word: 'today', means: 'Today', narrow: (filter) => ({ ...filter, since: 'today' }) },
      { word: 'week', means: 'The last 7 days', narrow: (filter) => ({ ...filter, since: 'week' }) },
    ],
    of: (word) => (isDay(word) ? { word, means: word, narrow: (filter) => ({ ...filter, since: word }) } : undefined),
  },
  {
    key: 'cost',
    means: 'what it cost at least, in dollars',
    values: () =>
      [1, 5, 20].map((usd) => ({
        word: String(usd),
        means: `Over ${dollars(usd)}`,
        narrow: (filter) => ({ ...filter, minCostUsd: usd }),
      })),
    of(word) {
      const usd = Number(word.replace(/^[>$≥=]+/, ''))
      return Number.isFinite(usd) && usd > 0
        ? { word, means: `Over ${dollars(usd)}`, narrow: (filter) => ({ ...filter, minCostUsd: usd }) }
        : undefined
    },
  },
  {
    key: 'standing',
    means: 'where it stands in the list',
    values: () =>
      groups.map((group) => ({
        word: spaceless(groupWords[group]),
        also: [group],
        means: groupWords[group],
        narrow: (filter) => ({ ...filter, group }),
      })),
  },
]

const conditionOf = (key: string) => conditions.find((one) => one.key === key || one.also?.includes(key))

/** A word of the form `key:value`; an address such as `https://…` and a bare colon are none. */
function partsOf(word: string): { key: string; value: string } | undefined {
  const [, key, value] = /^([a-z]+):(?!\/\/)(.*)$/i.exec(word) ?? []
  return key === undefined ? undefined : { key: key.toLowerCase(), value: value!.toLowerCase() }
}

const isWord = (value: Value, word: string) => value.word === word || (value.also?.includes(word) ?? false)

/** The value that a word names: exactly, or as the only one that begins like it. */
function choiceOf(condition: Condition, word: string, agents: KnownAgents): Value | undefined {
  if (word === '') return undefined
  const values = condition.values(agents)
  const exact = values.find((value) => isWord(value, word)) ?? condition.of?.(word)
  if (exact) return exact
  const near = values.filter((value) => [value.word, ...(value.also ?? [])].some((one) => one.startsWith(word)))
  return near.length === 1 ? near[0] : undefined
}

/**
 * The conditions among typed words: the filter with them, the words that are left, and why a condition means nothing.
 * What means nothing stays among the words, so that it can be corrected, and is not searched for.
 */
export function takeConditions(text: string, filter: Filter, agents: KnownAgents) {
  let narrowed = filter
  const rest: string[] = []
  const problems: string[] = []
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const parts = partsOf(word)
    const condition = parts && conditionOf(parts.key)
    const value = parts && condition && choiceOf(condition, parts.value, agents)
    if (value) narrowed = value.narrow(narrowed)
    else {
      rest.push(word)
      if (parts) problems.push(problemWith(parts, condition))
    }
  }
  return { filter: narrowed, rest: rest.join(' '), problem: problems[0] }
}

function problemWith({ key, value }: { key: string; value: string }, condition: Condition | undefined): string {
  if (!condition)
    return `There is no condition “${key}:”. There are ${conditions.map(({ key }) => `${key}:`).join(', ')}.`
  if (value === '')
    return `What should follow “${key}:”? ${condition.means[0]!.toUpperCase()}${condition.means.slice(1)}.`
  const choices = condition.values([]).map(({ word }) => word)
  return choices.length === 0
    ? `No ${key} is called “${value}”.`
    : `“${value}” is not a ${key}. Known: ${choices.join(', ')}.`
}

/** The words to search for: all that are not written as a condition. */
export const searchedWords = (text: string) =>
  text
    .split(/\s+/)
    .filter((word) => word !== '' && partsOf(word) === undefined)
    .join(' ')

type Suggestion = { word: string; means: string }

const maxSuggestions = 9

/** What the last typed word can become: a key that begins like it, or a value of its key. */
export function suggestionsFor(text: string, agents: KnownAgents): Suggestion[] {
  const last = text.split(/\s+/).at(-1)?.toLowerCase() ?? ''
  if (last === '') return []
  const parts = partsOf(last)
  if (!parts)
    return last.length < 2
      ? []
      : conditions.filter(({ key }) => key.startsWith(last)).map(({ key, means }) => ({ word: `${key}:`, means }))
  const condition = conditionOf(parts.key)
  if (!condition) return []
  return condition
    .values(agents)
    .filter((value) => [value.word, ...(value.also ?? [])].some((one) => one.startsWith(parts.value)))
    .slice(0, maxSuggestions)
    .map(({ word, means }) => ({ word: `${parts.key}:${word}`, means }))
}

/** The text with its last word replaced. */
export const withLastWord = (text: string, word: string) => text.replace(/\S*$/, word)
