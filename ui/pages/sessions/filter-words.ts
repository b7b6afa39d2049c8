import { nearest } from '../../../src/lib/nearest.ts'
import { type Filter, nothingNarrowed } from './filter.ts'
import { chipsOf } from './filter-chips.ts'
import { type Condition, conditionOf, conditions, exactly, type Known, type Value } from './filter-conditions.ts'

const keys = conditions.map(({ key }) => key)
const allKeys = [...keys, ...conditions.flatMap(({ also = [] }) => also)].join('|')
const comparable = conditions.flatMap(({ key, sign }) => (sign === undefined ? [] : key)).join('|')

/**
 * A text in which no space stands between a condition and its value, or around the sign of a comparison: people write
 * `cost > 1` as well as `cost>1`.
 */
const joined = (text: string) =>
  text
    .replace(new RegExp(`(^|\\s)(-?(?:${comparable}))\\s*([<>]=?|=)\\s*`, 'gi'), '$1$2$3')
    .replace(new RegExp(`(^|\\s)(-?(?:${allKeys}):)\\s+(?=[^\\s:<>=]+(?:\\s|$))`, 'gi'), '$1$2')

const wordsOf = (text: string) => joined(text).split(/\s+/).filter(Boolean)

type Parts = { isOut: boolean; key: string; sign: string; value: string }

/**
 * A word of the form `key:value`, with a dash before it where it leaves something out; a cost may be compared. An address
 * such as `https://…` and a bare colon are none.
 */
function partsOf(word: string): Parts | undefined {
  const [, dash, key, sign, value] = /^(-?)([a-z]+)(:|[<>]=?|=)(?!\/\/)(.*)$/i.exec(word) ?? []
  if (key === undefined || sign === undefined || value === undefined) return undefined
  if (sign !== ':' && conditionOf(key.toLowerCase())?.sign === undefined) return undefined
  return { isOut: dash === '-', key: key.toLowerCase(), sign, value }
}

const beginsLike = (value: Value, word: string) =>
  [value.word.toLowerCase(), ...(value.also ?? [])].some((one) => one.startsWith(word))

/** The value that a word names: exactly, or as the only one that begins like it. */
function choiceOf(condition: Condition, { value: word, sign }: Parts, known: Known): Value | undefined {
  if (word === '') return undefined
  const values = sign === ':' ? condition.values(known) : []
  const exact = exactly(values, word.toLowerCase()) ?? condition.of?.(word, known, sign)
  if (exact) return exact
  const near = values.filter((value) => beginsLike(value, word.toLowerCase()))
  return near.length === 1 ? near[0] : undefined
}

/** The values that a word names, several of which may stand behind commas; undefined where one of them names none. */
function choicesOf(condition: Condition, parts: Parts, known: Known): Value[] | undefined {
  const whole = choiceOf(condition, parts, known)
  if (whole) return [whole]
  const words = parts.value.split(',').filter(Boolean)
  const values = words.flatMap((value) => choiceOf(condition, { ...parts, value }, known) ?? [])
  return words.length > 1 && values.length === words.length ? values : undefined
}

/**
 * The conditions among typed words: the filter with them, the words that are left, and why a condition means nothing.
 * What means nothing stays among the words, so that it can be corrected, and is not searched for.
 */
export function takeConditions(text: string, filter: Filter, known: Known) {
  let narrowed = filter
  const rest: string[] = []
  const problems: string[] = []
  for (const word of wordsOf(text)) {
    const parts = partsOf(word)
    const condition = parts && conditionOf(parts.key)
    const values = parts && condition ? choicesOf(condition, parts, known) : undefined
    if (parts && values)
      for (const value of values) narrowed = parts.isOut ? value.leaveOut(narrowed) : value.narrow(narrowed)
    else {
      rest.push(word)
      if (parts) problems.push(problemWith(parts, condition, known))
    }
  }
  return { filter: narrowed, rest: rest.join(' '), problem: problems[0] }
}

function problemWith({ key, value }: Parts, condition: Condition | undefined, known: Known): string {
  if (!condition) {
    const meant = nearest(key, [...keys, ...conditions.flatMap(({ also = [] }) => also)])
    return meant === undefined
      ? `There is no condition “${key}:”. There are ${keys.map((key) => `${key}:`).join(', ')}.`
      : `There is no condition “${key}:”. Did you mean ${meant}:?`
  }
  if (value === '')
    return `What should follow “${key}:”? ${condition.means[0]!.toUpperCase()}${condition.means.slice(1)}.`
  const values = condition.values(known)
  const meant = nearest(
    value.toLowerCase(),
    values.flatMap(({ word, also = [] }) => [word, ...also]),
  )
  if (meant !== undefined) return `“${value}” is not a ${key}. Did you mean ${meant}?`
  if (condition.sign === '>')
    return `“${value}” is not a ${key}. An amount in dollars follows it: ${key}>2, ${key}<0.5.`
  return condition.isNamed || values.length === 0
    ? `No ${key} is called “${value}”.`
    : `“${value}” is not a ${key}. Known: ${values.map(({ word }) => word).join(', ')}.`
}

/** The words to search for: all that are not written as a condition. */
export const searchedWords = (text: string) =>
  wordsOf(text)
    .filter((word) => partsOf(word) === undefined)
    .join(' ')

/** Whether the last condition of a text still lacks its value: `cost >`, `state:`. */
export const isUnfinished = (text: string) => partsOf(wordsOf(text).at(-1) ?? '')?.value === ''

/** What Enter would make of typed words, as the chips say it: `state failed`. None where nothing is a condition yet. */
export const pendingConditions = (text: string, known: Known, nameOf: (agentId: string) => string): string[] =>
  chipsOf(takeConditions(text, nothingNarrowed, known).filter, nameOf).map(({ label, value }) => `${label} ${value}`)

/** What can be typed next; `count` says how many sessions it would find, where that is known. */
type Suggestion = { word: string; means: string; count?: number | undefined }

const maxSuggestions = 9

/** What the last typed word can become: a key that begins like it, or a value of its key. */
export function suggestionsFor(text: string, known: Known): Suggestion[] {
  const last = joined(text).split(/\s+/).at(-1) ?? ''
  const parts = partsOf(last)
  if (!parts) {
    const [, dash = '', begun = ''] = /^(-?)([a-z]+)$/i.exec(last) ?? []
    return begun.length < 2 && dash === ''
      ? []
      : conditions
          .filter(({ key }) => begun !== '' && key.startsWith(begun.toLowerCase()))
          .map(({ key, means, sign = ':' }) => ({ word: `${dash}${key}${sign}`, means }))
  }
  const condition = conditionOf(parts.key)
  if (!condition) return []
  const before = `${parts.isOut ? '-' : ''}${parts.key}${parts.sign}`
  const typed = parts.value.toLowerCase()
  const [first, others] = parted(condition.values(known), (value) => beginsLike(value, typed))
  const anywhere = others.filter(({ word }) => word.toLowerCase().includes(typed))
  return [...first, ...anywhere].slice(0, maxSuggestions).map(({ word, means, count }) => ({
    word: `${before}${word}`,
    means: parts.sign.startsWith('<') ? means.replace('Over', 'Below') : means,
    count,
  }))
}

function parted<One>(all: readonly One[], isFirst: (one: One) => boolean): [first: One[], others: One[]] {
  const first: One[] = []
  const others: One[] = []
  for (const one of all) (isFirst(one) ? first : others).push(one)
  return [first, others]
}

/** The text with its last word replaced. */
export const withLastWord = (text: string, word: string) => joined(text).replace(/\S*$/, () => word)
