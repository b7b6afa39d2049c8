import type { SessionKind } from '../../../src/facts/fact.ts'
import { runtimes } from '../../../src/facts/runtimes.ts'
import { joinList, splitList } from '../../../src/lib/comma-list.ts'
import { maxWildcards } from '../../../src/lib/wildcard.ts'
import { annotationMarks } from '../../../src/sessions/session-filter.ts'
import { groups, sorts } from '../../../src/sessions/session-order.ts'
import { stateGroups, statesIn } from '../../../src/sessions/severity.ts'
import { type ChoiceName, type Choices, type Filter, firstDir, inAndOut, kindWords, nothingChosen } from './filter.ts'
import { isMoment } from './moments.ts'

const tooLong = 'it is too long, or has too many stars'

/**
 * How each choice is called in an address, in their order there, and what it can be; `what` says of a value that it is
 * none of these.
 */
const choiceParams: {
  [Name in ChoiceName]: { param: string; read(words: string[]): Choices[Name]; what: string }
} = {
  states: {
    param: 'state',
    read: (words) =>
      stateGroups.filter((group) => words.includes(group) || statesIn(group).some((state) => words.includes(state))),
    what: 'there is no such state',
  },
  groups: { param: 'group', read: someOf(groups), what: 'there is no such group' },
  agents: { param: 'agent', read: texts, what: tooLong },
  runtimes: { param: 'runtime', read: someOf(runtimes), what: 'there is no such runtime' },
  kinds: { param: 'kind', read: someOf(Object.keys(kindWords) as SessionKind[]), what: 'there is no such kind' },
  models: { param: 'model', read: texts, what: tooLong },
  branches: { param: 'branch', read: texts, what: tooLong },
  projects: { param: 'project', read: texts, what: tooLong },
  worktrees: { param: 'worktree', read: texts, what: tooLong },
  tags: { param: 'tag', read: texts, what: tooLong },
  tools: { param: 'tool', read: (words) => texts(words.map((word) => word.toLowerCase())), what: tooLong },
  is: { param: 'is', read: someOf(annotationMarks), what: 'it should be pinned, archived or noted' },
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

/** Encodes a value but for what keeps the address readable. */
const encode = (value: string) =>
  encodeURIComponent(value).replace(/%3A/g, ':').replace(/%2C/g, ',').replace(/%2F/g, '/').replace(/%20/g, '+')

/** Cuts a text to its maximum, and leaves out halves of surrogate pairs, which an address cannot hold. */
const clean = (text: string) => text.slice(0, maxTextLength).toWellFormed().replaceAll('\uFFFD', '')

/** Whether a filter excludes any session. */
export const isNarrowed = (filter: Filter) =>
  writeFilter({ ...filter, sort: 'standing', dir: firstDir('standing') }) !== ''

/**
 * What an address says that no filter can be made of, in sentences; `readFilter` leaves it out. Nothing is said of names
 * that are none of a filter: they may be for another part of the page.
 */
export function unreadIn(search: string): string[] {
  const params = new URLSearchParams(search)
  const read = readFilter(search)
  const wrong: string[] = []
  const check = (name: string, isRead: boolean, what: string) => {
    const text = params.get(name) ?? ''
    if (text !== '' && !isRead) wrong.push(`“${name}=${shortened(text)}” in the address is ignored: ${what}.`)
  }
  for (const name of choiceNames) {
    const { param, read, what } = choiceParams[name]
    const words = splitList(params.get(param) ?? '')
    for (const word of words) {
      const bare = word.replace(/^-/, '')
      if (read([bare]).length === 0) wrong.push(`“${param}=${shortened(word)}” in the address is ignored: ${what}.`)
    }
    if (words.length > maxValues) wrong.push(`Only ${maxValues} values of “${param}” are used.`)
  }
  check('since', read.since !== undefined, 'it is not a day')
  check('before', read.before !== undefined, 'it is not a day')
  check('cost', read.minCostUsd !== undefined, 'it is not an amount in dollars')
  check('below', read.maxCostUsd !== undefined, 'it is not an amount in dollars')
  check('sort', params.get('sort') === read.sort, 'there is no such order')
  check('dir', params.get('dir') === read.dir, 'it should be asc or desc')
  return wrong
}

const shortened = (text: string) => (text.length > 40 ? `${text.slice(0, 39)}…` : text).toWellFormed()
