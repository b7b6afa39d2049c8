import type { Span } from './span.ts'

/** The ranges that end now, by their word in the address. */
export const ranges = {
  '1h': { name: '1 h', long: 'the last hour', ms: 3_600_000 },
  '6h': { name: '6 h', long: 'the last six hours', ms: 6 * 3_600_000 },
  '24h': { name: '24 h', long: 'the last 24 hours', ms: 24 * 3_600_000 },
  '7d': { name: '7 d', long: 'the last seven days', ms: 7 * 86_400_000 },
  '30d': { name: '30 d', long: 'the last 30 days', ms: 30 * 86_400_000 },
  '90d': { name: '90 d', long: 'the last 90 days', ms: 90 * 86_400_000 },
  '1y': { name: '1 y', long: 'the last year', ms: 365 * 86_400_000 },
  '3y': { name: '3 y', long: 'the last three years', ms: 3 * 365 * 86_400_000 },
} as const

type RangeName = keyof typeof ranges
export const rangeNames = Object.keys(ranges) as RangeName[]

/** With what a range is compared. */
export const comparisons = {
  none: { name: 'No comparison', before: '', ms: 0 },
  day: { name: 'Day before', before: 'a day before', ms: 86_400_000 },
  week: { name: 'Week before', before: 'a week before', ms: 7 * 86_400_000 },
} as const

export type Comparison = keyof typeof comparisons

/** What the page shows, as its address says it. */
export type Address = {
  range: RangeName
  /** A stretch of the past in the place of a range that ends now. */
  span: Span | undefined
  compare: Comparison
  p95: boolean
  /** The charts that are shown, by id; all of them where it is empty. */
  show: readonly string[]
  /** The charts that are shown as tables. */
  tables: readonly string[]
}

type Params = Record<string, string | string[] | undefined>

const standard: RangeName = '24h'
const maxCharts = 40
const latest = 8_640_000_000_000_000

/** Reads an address; what makes no sense counts as not said. */
export function addressOf(params: Params): Address {
  const one = (name: string) => {
    const value = params[name]
    return Array.isArray(value) ? value[0] : value
  }
  const list = (name: string) =>
    [...new Set((one(name) ?? '').split(',').filter((id) => /^[\w-]{1,40}$/.test(id)))].slice(0, maxCharts)
  const [from, to] = [Number(one('from') ?? Number.NaN), Number(one('to') ?? Number.NaN)]
  const isSpan = Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && from < to && to <= latest
  const range = one('range') ?? ''
  const compare = one('compare') ?? ''
  return {
    range: Object.hasOwn(ranges, range) ? (range as RangeName) : standard,
    span: isSpan ? { from, to } : undefined,
    compare: Object.hasOwn(comparisons, compare) ? (compare as Comparison) : 'none',
    p95: one('p95') === '1',
    show: list('show'),
    tables: list('table'),
  }
}

/** The parameters of an address; what is as usual is left out. */
export const paramsOf = ({ range, span, compare, p95, show, tables }: Address): Record<string, string | undefined> => ({
  range: range === standard ? undefined : range,
  from: span && String(span.from),
  to: span && String(span.to),
  compare: compare === 'none' ? undefined : compare,
  p95: p95 ? '1' : undefined,
  show: show.join(',') || undefined,
  table: tables.join(',') || undefined,
})

/** The stretch that an address asks for; a range ends `now`. */
export const spanOf = ({ span, range }: Address, now: number): Span => span ?? { from: now - ranges[range].ms, to: now }
