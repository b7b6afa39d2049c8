import type { BudgetState } from '../../../../src/costs/budgets/budget.ts'
import type { CostFilter, Grouping } from '../../../../src/costs/reports/report.ts'
import { clock } from '../../../../src/lib/format.ts'
import { dayOf, isDay, monthOf } from '../../../../src/lib/timezone.ts'
import { weekdayNames } from '../heat-map-data.ts'
import { type Days, daysInWords, type Filter, type Range } from '../url-state.ts'

/** The calls that a figure is the sum of: of some days, or of a stretch of time in ms, narrowed by a filter. */
export type Scope = Days & CostFilter & { timezone: string; from?: number; to?: number }

/** What opens: a sum of calls, or a figure that is derived from several sums. */
export type Opened =
  | { kind: 'sum'; title: string; scope: Scope }
  | { kind: 'hour'; title: string; weekday: number; hour: number }
  | { kind: 'projected' | 'projected-month' | 'saved' | 'median' | 'idle'; title: string }

/** The state of the page that gives an id its meaning. */
export type BreakdownSources = {
  range: Range
  days: Days
  filter: Filter
  /** The zone of the page, and the configured zone of the summary's today and month. */
  timezone: string
  configuredZone: string
  /** The present day in each of the two zones. */
  today: string
  configuredToday: string
  blockMs: number
  /** The runtime whose blocks are shown; null for blocks of everything. */
  blockRuntime: string | null
  idle: Days
  budgets: Pick<BudgetState, 'name' | 'startAt' | 'endAt' | 'filter' | 'per'>[]
  nameOf(kind: string, key: string): string
}

const kinds = ['agent', 'model', 'project', 'runtime', 'cron', 'session', 'family'] as const

/** Reads the id of a figure, as addresses have it; undefined for an unknown id. */
export function breakdownOf(id: string, sources: BreakdownSources): Opened | undefined {
  const { days, filter, timezone, configuredZone } = sources
  const shown = { ...filter, timezone }
  const inRange = daysInWords(sources.range, days)
  const [, name = '', key] = /^([a-z-]+)(?::(.*))?$/s.exec(id) ?? []
  const sum = (title: string, scope: Scope): Opened => ({ kind: 'sum', title, scope })

  if (key === undefined)
    switch (name) {
      case 'today':
        return sum('Costs, today', oneDay(sources.configuredToday, { timezone: configuredZone }))
      case 'month':
        return sum('Costs, this month', {
          timezone: configuredZone,
          since: `${monthOf(sources.configuredToday)}-01`,
          until: sources.configuredToday,
        })
      case 'range':
        return sum(`Costs, ${inRange}`, { ...shown, ...days })
      case 'range-today':
        return sum('Costs, today', oneDay(sources.today, shown))
      case 'idle':
        return { kind: 'idle', title: 'Background cost' }
      case 'projected':
        return { kind: 'projected', title: 'Projected today' }
      case 'projected-month':
        return { kind: 'projected-month', title: 'Projected this month' }
      case 'saved':
        return { kind: 'saved', title: 'Cache saved' }
      case 'median':
        return { kind: 'median', title: 'Cost per session' }
      default:
        return undefined
    }

  if (name === 'day') {
    const [since = '', until = since] = key.split('.')
    if (!isDay(since) || !isDay(until)) return undefined
    return sum(`Costs, ${daysInWords('custom', { since, until })}`, { ...shown, since, until })
  }
  if (name === 'block') {
    const from = Number(key)
    if (!Number.isSafeInteger(from)) return undefined
    const to = from + sources.blockMs
    const { blockRuntime: runtime } = sources
    return sum(`Block of ${dayOf(from, timezone)}, ${clock(from, timezone)} to ${clock(to, timezone)}`, {
      ...stretch(from, to, timezone),
      ...(runtime !== null && { runtime }),
    })
  }
  if (name === 'at') {
    const from = Number(key)
    if (!Number.isSafeInteger(from)) return undefined
    const to = from + 3_600_000
    return sum(`Costs, ${dayOf(from, timezone)} ${clock(from, timezone)} to ${clock(to, timezone)}`, {
      ...shown,
      ...stretch(from, to, timezone),
    })
  }
  if (name === 'hour') {
    const [weekday = 0, hour = -1] = key.split('.').map(Number)
    if (!weekdayNames[weekday - 1] || !(hour >= 0 && hour < 24)) return undefined
    return { kind: 'hour', title: `${weekdayNames[weekday - 1]}s, ${hour}:00 to ${(hour + 1) % 24}:00`, weekday, hour }
  }
  if (name === 'budget') {
    const budget = sources.budgets.find((known) => known.name === key)
    if (!budget) return undefined
    return sum(`${budget.name}, this ${budget.per}`, {
      ...stretch(budget.startAt, budget.endAt, configuredZone),
      ...budget.filter,
    })
  }
  const kind = kinds.find((known) => name === known || name.startsWith(`${known}-`))
  if (!kind) return undefined
  const label = sources.nameOf(kind, key)
  switch (name.slice(kind.length)) {
    case '':
      return sum(`${label}, ${inRange}`, { ...shown, ...days, [kind]: key })
    case '-today':
      return sum(`${label}, today`, { ...oneDay(sources.today, shown), [kind]: key })
    case '-all':
      return sum(`${label}, all time`, { timezone: configuredZone, [kind]: key })
    case '-idle':
      return sum(label, { timezone: configuredZone, ...sources.idle, [kind]: key })
    default:
      return undefined
  }
}

/** A stretch of time in ms, and the days that it lies in. */
const stretch = (from: number, to: number, timezone: string): Scope => ({
  timezone,
  since: dayOf(from, timezone),
  until: dayOf(to - 1, timezone),
  from,
  to,
})

const oneDay = (day: string, rest: Scope): Scope => ({ ...rest, since: day, until: day })

/** The id of the figure that a line of a report opens. */
export function breakdownIdOfRow(by: Grouping, key: string): string {
  switch (by) {
    case 'day':
      return `day:${key}`
    case 'month':
      return `day:${key}-01.${lastOf(key)}`
    case 'week':
      return `day:${mondayOf(key)}.${plus(mondayOf(key), 6)}`
    default:
      return `${by}:${key}`
  }
}

const dayAt = (at: number) => new Date(at).toISOString().slice(0, 10)
const plus = (day: string, days: number) => dayAt(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000)
const lastOf = (month: string) => dayAt(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0))

/** The first day of an ISO week, `2026-W47`: the fourth of January is always in the first. */
function mondayOf(week: string): string {
  const fourth = Date.UTC(Number(week.slice(0, 4)), 0, 4)
  const weekday = (new Date(fourth).getUTCDay() + 6) % 7
  return dayAt(fourth + ((Number(week.slice(6)) - 1) * 7 - weekday) * 86_400_000)
}
