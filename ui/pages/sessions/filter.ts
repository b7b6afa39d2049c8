import type { SessionKind } from '../../../src/facts/fact.ts'
import { type Runtime, runtimes } from '../../../src/facts/runtimes.ts'
import { addDays, dayOf, isDay, startOfDay } from '../../../src/lib/timezone.ts'
import { type Group, groups, type Sort, sorts } from '../../../src/sessions/listing.ts'
import type { Session } from '../../../src/sessions/session.ts'
import { groupOfState, type StateGroup, stateGroups, statesIn } from '../../../src/sessions/severity.ts'

export const stateGroupLabels: Record<StateGroup, string> = {
  waiting: 'Waiting',
  stopped: 'Stopped or failed',
  working: 'Working',
  idle: 'Idle',
  finished: 'Finished',
  unknown: 'Unknown',
}

export const kindWords: Record<SessionKind, string> = {
  main: 'Main',
  direct: 'Direct',
  group: 'Group',
  cron: 'Cron',
  subagent: 'Sub-agent',
  other: 'Other',
}

export const groupWords: Record<Group, string> = {
  needs: 'Needs you',
  working: 'Working',
  today: 'Earlier today',
  earlier: 'Earlier',
}

/** Today, the seven days that end with today, or all days from one on (`YYYY-MM-DD`). */
export type Since = 'today' | 'week' | (string & {})

/** The filter and the order of the list, as the address of the page has them. */
export type Filter = {
  q: string
  states: StateGroup[]
  agents: string[]
  runtimes: Runtime[]
  kinds: SessionKind[]
  group: Group | undefined
  since: Since | undefined
  minCostUsd: number | undefined
  sort: Sort
  dir: 'asc' | 'desc'
}

/** The direction in which a column is sorted at first. */
export const firstDir = (sort: Sort): Filter['dir'] => (sort === 'title' ? 'asc' : 'desc')

export const nothingNarrowed: Filter = {
  q: '',
  states: [],
  agents: [],
  runtimes: [],
  kinds: [],
  group: undefined,
  since: undefined,
  minCostUsd: undefined,
  sort: 'standing',
  dir: 'desc',
}

const maxTextLength = 200
const maxAgents = 50

/** Reads the filter of an address. Unknown values are ignored. */
export function readFilter(search: string): Filter {
  const params = new URLSearchParams(search)
  const list = (name: string) => [...new Set((params.get(name) ?? '').split(',').filter(Boolean))]
  const oneOf = <Word extends string>(words: readonly Word[], name: string) =>
    words.find((word) => word === params.get(name))
  const someOf = <Word extends string>(words: readonly Word[], name: string) =>
    words.filter((word) => list(name).includes(word))
  const named = list('state')
  const since = params.get('since') ?? ''
  const cost = Number(params.get('cost') || Number.NaN)
  const sort = oneOf(sorts, 'sort') ?? 'standing'
  return {
    q: clean(params.get('q') ?? ''),
    states: stateGroups.filter(
      (group) => named.includes(group) || statesIn(group).some((state) => named.includes(state)),
    ),
    agents: list('agent')
      .filter((id) => id.length <= maxTextLength)
      .slice(0, maxAgents),
    runtimes: someOf(runtimes, 'runtime'),
    kinds: someOf(Object.keys(kindWords) as SessionKind[], 'kind'),
    group: oneOf(groups, 'group'),
    since: since === 'today' || since === 'week' || isDay(since) ? since : undefined,
    minCostUsd: Number.isFinite(cost) && cost > 0 ? cost : undefined,
    sort,
    dir: oneOf(['asc', 'desc'], 'dir') ?? firstDir(sort),
  }
}

/** Writes a filter as the search of an address: `?since=today&state=working`. Defaults are left out. */
export function writeFilter(filter: Filter): string {
  const params: [string, string][] = []
  const add = (name: string, value: string | undefined) => value && params.push([name, value])
  add('q', clean(filter.q).trim())
  add('since', filter.since)
  add('state', filter.states.join())
  add('group', filter.group)
  add('agent', filter.agents.join())
  add('runtime', filter.runtimes.join())
  add('kind', filter.kinds.join())
  add('cost', filter.minCostUsd === undefined ? undefined : String(filter.minCostUsd))
  if (filter.sort !== 'standing') add('sort', filter.sort)
  if (filter.dir !== firstDir(filter.sort)) add('dir', filter.dir)
  const text = params.map(([name, value]) => `${name}=${encode(value)}`).join('&')
  return text && `?${text}`
}

/** Encodes a value but for colons, commas and spaces, so that the address stays readable. */
const encode = (value: string) =>
  encodeURIComponent(value).replace(/%3A/g, ':').replace(/%2C/g, ',').replace(/%20/g, '+')

/** Cuts a text to its maximum, and leaves out halves of surrogate pairs, which an address cannot hold. */
const clean = (text: string) => text.slice(0, maxTextLength).toWellFormed().replaceAll('\uFFFD', '')

/** Whether a filter excludes any session. */
export const isNarrowed = (filter: Filter) => chipsOf(filter, () => '').length > 0 || filter.q.trim() !== ''

/** One condition of a filter, and the filter without it. */
type Chip = { label: string; value: string; without: Filter }

/** The conditions of a filter in words. Backspace removes the last one first. */
export function chipsOf(filter: Filter, nameOf: (agentId: string) => string): Chip[] {
  const chips: Chip[] = []
  const add = (label: string, value: string, without: Partial<Filter>) =>
    chips.push({ label, value, without: { ...filter, ...without } })

  if (filter.group) add('standing', groupWords[filter.group].toLowerCase(), { group: undefined })
  if (filter.since) add('since', sinceWords(filter.since), { since: undefined })
  const left = stateGroups.filter((group) => !filter.states.includes(group))
  const known = left.filter((word) => word !== 'unknown')
  if (filter.states.length > 1 && known.length === 1)
    add('state', `not ${stateGroupLabels[known[0]!].toLowerCase()}`, { states: [] })
  else if (filter.states.length > 0)
    add('state', filter.states.map((state) => stateGroupLabels[state].toLowerCase()).join(' or '), { states: [] })
  for (const agent of filter.agents)
    add('agent', nameOf(agent), { agents: filter.agents.filter((other) => other !== agent) })
  if (filter.runtimes.length > 0) add('source', filter.runtimes.join(' or '), { runtimes: [] })
  if (filter.kinds.length > 0)
    add('kind', filter.kinds.map((kind) => kindWords[kind].toLowerCase()).join(' or '), { kinds: [] })
  if (filter.minCostUsd !== undefined) add('cost', `over ${dollars(filter.minCostUsd)}`, { minCostUsd: undefined })
  return chips
}

/** An amount that a person set: `$2`, `$0.05`, `$0.002`. */
export const dollars = (usd: number) => `$${usd.toLocaleString('en-US', { maximumSignificantDigits: 6 })}`

const sinceWords = (since: Since) => (since === 'week' ? 'the last 7 days' : since)

/** When `since` begins, in ms: the first moment of its day in the configured zone. */
export function sinceMs(since: Since | undefined, now: number, timezone: string): number | undefined {
  if (since === undefined) return undefined
  const today = dayOf(now, timezone)
  // Nothing is known of the time before 1970.
  return Math.max(0, startOfDay(since === 'today' ? today : since === 'week' ? addDays(today, -6) : since, timezone))
}

/** The filter as a query of the server, without the order. */
export function toQuery(filter: Filter, now: number, timezone: string) {
  const since = sinceMs(filter.since, now, timezone)
  const q = filter.q.trim()
  return {
    ...(q && { q }),
    ...(filter.states.length > 0 && { state: filter.states.flatMap(statesIn).join() }),
    ...(filter.agents.length > 0 && { agent: filter.agents.join() }),
    ...(filter.runtimes.length > 0 && { runtime: filter.runtimes.join() }),
    ...(filter.kinds.length > 0 && { kind: filter.kinds.join() }),
    ...(filter.group && { group: filter.group }),
    ...(since !== undefined && { since }),
    ...(filter.minCostUsd !== undefined && { minCostUsd: filter.minCostUsd }),
  }
}

/**
 * Whether a session of an event may pass the filter. The server searches words in more than an event holds, so with words
 * the answer is no: a search gets no newcomers.
 */
export function mayFit(filter: Filter, session: Session, now: number, timezone: string): boolean {
  if (!session.current || filter.q.trim()) return false
  const has = <Word>(chosen: readonly Word[], word: Word) => chosen.length === 0 || chosen.includes(word)
  return (
    has(filter.states, groupOfState(session.state)) &&
    has(filter.agents, session.agentId) &&
    has(filter.runtimes, session.runtime) &&
    has(filter.kinds, session.kind) &&
    (session.lastAt ?? 0) >= (sinceMs(filter.since, now, timezone) ?? 0) &&
    (session.costUsd ?? 0) >= (filter.minCostUsd ?? 0)
  )
}

/** Adds a word to a list, or removes it. */
export const toggled = <Word>(words: Word[], word: Word) =>
  words.includes(word) ? words.filter((other) => other !== word) : [...words, word]
