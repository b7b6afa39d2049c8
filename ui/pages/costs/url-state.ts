import { type CostFilter, type Grouping, groupings } from '../../../src/costs/reports/report.ts'
import { type Stacking, stackings } from '../../../src/costs/reports/stack.ts'
import { addDays, isDay, monthOf } from '../../../src/lib/timezone.ts'

export const ranges = ['today', '7d', '30d', '90d', 'month', 'all'] as const
type NamedRange = (typeof ranges)[number]
export type Range = NamedRange | 'custom'

/** The name of a range on its button, and in a sentence. */
export const rangeWords: Record<NamedRange, { short: string; long: string }> = {
  today: { short: 'Today', long: 'today' },
  '7d': { short: '7 d', long: 'last 7 days' },
  '30d': { short: '30 d', long: 'last 30 days' },
  '90d': { short: '90 d', long: 'last 90 days' },
  month: { short: 'Month', long: 'this month' },
  all: { short: 'All', long: 'all time' },
}

export const filterKinds = ['agent', 'model', 'project', 'runtime', 'cron', 'session'] as const
export type FilterKind = (typeof filterKinds)[number]
export type Filter = Pick<CostFilter, FilterKind>

export const filterWords: Record<FilterKind, string> = {
  agent: 'Agent',
  model: 'Model',
  project: 'Project',
  runtime: 'Runtime',
  cron: 'Cron job',
  session: 'Session',
}

export type Days = { since?: string; until?: string }

/** The state of the page in its address. Missing values have their defaults, and unreadable ones are ignored. */
export type UrlState = {
  range: Range
  days: Days
  timezone: string | undefined
  filter: Filter
  stack: Stacking
  by: Grouping
  asTable: string[]
  figure: string | undefined
  tab: string | undefined
}

const defaults = { range: '30d', stack: 'model', by: 'session' } as const

/** Reads an address; `today` is the day in the zone of the page. */
export function readUrl(params: Record<string, string | string[] | undefined>, today: string): UrlState {
  const one = (name: string) => {
    const value = params[name]
    return Array.isArray(value) ? value[0] : value
  }
  const [since, until] = [one('since'), one('until')]
  const named = ranges.find((known) => known === one('range'))
  const custom = named === undefined ? customDays(since, until) : undefined
  const range = named ?? (custom ? 'custom' : defaults.range)
  const filter: Filter = {}
  for (const kind of filterKinds) {
    const value = one(kind)
    if (value !== undefined) filter[kind] = value
  }
  return {
    range,
    days: custom ?? daysOf(range as NamedRange, today),
    timezone: one('timezone'),
    filter,
    stack: stackings.find((known) => known === one('stack')) ?? defaults.stack,
    by: groupings.find((known) => known === one('by')) ?? defaults.by,
    asTable: (one('table') ?? '').split(',').filter(Boolean),
    figure: one('figure') || undefined,
    tab: one('tab'),
  }
}

/** Two valid days in either order; a single one leaves the other end open. */
function customDays(since: string | undefined, until: string | undefined): Days | undefined {
  const [from, to] = [since, until].map((day) => (day !== undefined && isDay(day) ? day : undefined))
  if (from === undefined && to === undefined) return undefined
  if (from !== undefined && to !== undefined)
    return from <= to ? { since: from, until: to } : { since: to, until: from }
  return { ...(from !== undefined && { since: from }), ...(to !== undefined && { until: to }) }
}

/** The first and the last day of a range; the last is today. */
export function daysOf(range: NamedRange, today: string): Days {
  switch (range) {
    case 'today':
      return { since: today, until: today }
    case '7d':
      return { since: addDays(today, -6), until: today }
    case '30d':
      return { since: addDays(today, -29), until: today }
    case '90d':
      return { since: addDays(today, -89), until: today }
    case 'month':
      return { since: `${monthOf(today)}-01`, until: today }
    case 'all':
      return {}
  }
}

/** The parameters that a change writes into the address. Null removes a parameter, so that defaults have the shortest address. */
export type Change = Record<string, string | null>

export const changes = {
  range: (range: NamedRange): Change => ({ range: range === defaults.range ? null : range, since: null, until: null }),
  days: ({ since, until }: Days): Change => ({ range: null, since: since ?? null, until: until ?? null }),
  stack: (stack: Stacking): Change => ({ stack: stack === defaults.stack ? null : stack }),
  by: (by: Grouping): Change => ({ by: by === defaults.by ? null : by }),
  filter: (kind: FilterKind, value: string | null): Change => ({ [kind]: value }),
  noFilter: (): Change => Object.fromEntries(filterKinds.map((kind) => [kind, null])),
  figure: (figure: string | null): Change => ({ figure, tab: null }),
  tab: (tab: string | null): Change => ({ tab }),
  asTable: (before: string[], name: string, on: boolean): Change => ({
    table: [...before.filter((other) => other !== name), ...(on ? [name] : [])].join(',') || null,
  }),
}

/** The search of an address after a change: `?range=7d&figure=today`. */
export function searchWith(search: string, change: Change): string {
  const params = new URLSearchParams(search)
  for (const [name, value] of Object.entries(change))
    if (value === null) params.delete(name)
    else params.set(name, value)
  return `?${params}`
}

/** A range in a sentence: `last 30 days`, `12 Nov`, `1 to 12 Nov`, `since 3 Oct`. */
export function daysInWords(range: Range, { since, until }: Days): string {
  if (range !== 'custom') return rangeWords[range].long
  if (since !== undefined && until !== undefined) {
    if (since === until) return dayWords(since)
    const sameMonth = since.slice(0, 7) === until.slice(0, 7)
    return `${sameMonth ? String(Number(since.slice(8))) : dayWords(since)} to ${dayWords(until)}`
  }
  return since !== undefined ? `since ${dayWords(since)}` : `until ${dayWords(until!)}`
}

const dayWords = (day: string) =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    Date.parse(`${day}T00:00:00Z`),
  )
