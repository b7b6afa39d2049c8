import { type LogLevel, logLevels } from '../../../src/logs/log-line.ts'

/** How far back is looked; `all` is everything that is kept. */
export const ranges = ['24h', '7d', '30d', 'all'] as const
export type Range = (typeof ranges)[number]

/** The least serious level that is shown. */
export const leastLevels = ['error', 'warn', 'info', 'debug', 'all'] as const
type LeastLevel = (typeof leastLevels)[number]

/** What the address says of this page: which lines are listed, and the one that is open. */
export type Address = {
  q: string
  /** Whether the words are a regular expression. */
  isRegex: boolean
  level: LeastLevel
  /** Ids of sources; none means all. */
  sources: string[]
  range: Range
  /** A span within the range, in ms; both are known or neither. */
  from: number | undefined
  to: number | undefined
  /** The open line, by the cursor that leads behind it. */
  line: string | undefined
}

/** What a list of lines depends on. */
export type Narrowing = Omit<Address, 'line'>

type Params = {
  [Name in 'q' | 'regex' | 'level' | 'source' | 'range' | 'from' | 'to' | 'line']?: unknown
}

const dayMs = 86_400_000
const rangeMs: Record<Exclude<Range, 'all'>, number> = { '24h': dayMs, '7d': 7 * dayMs, '30d': 30 * dayMs }

const maxWords = 500

/** What the parameters of an address mean; what means nothing is left out. */
export function addressOf({ q, regex, level, source, range, from, to, line }: Params): Address {
  const [begin, end] = [momentOf(from), momentOf(to)]
  const isSpan = begin !== undefined && end !== undefined && begin < end
  return {
    q: typeof q === 'string' ? q.slice(0, maxWords) : '',
    isRegex: regex === '1',
    level: leastLevels.find((one) => one === level) ?? 'all',
    sources: typeof source === 'string' ? [...new Set(source.split(',').filter((id) => id !== ''))].slice(0, 100) : [],
    range: ranges.find((one) => one === range) ?? '24h',
    from: isSpan ? begin : undefined,
    to: isSpan ? end : undefined,
    line: typeof line === 'string' && /^\d{1,16}\.\d{1,16}$/.test(line) ? line : undefined,
  }
}

/** The parameters of an address, without those that say nothing. */
export const paramsOf = ({ q, isRegex, level, sources, range, from, to, line }: Address) => ({
  q: q.trim() === '' ? undefined : q,
  regex: isRegex ? '1' : undefined,
  level: level === 'all' ? undefined : level,
  source: sources.length === 0 ? undefined : sources.join(','),
  range: range === '24h' ? undefined : range,
  from: from === undefined ? undefined : String(from),
  to: to === undefined ? undefined : String(to),
  line,
})

/** Whether the address narrows the list beyond a range. */
export const isNarrowed = ({ q, level, sources, from }: Narrowing) =>
  q.trim() !== '' || level !== 'all' || sources.length > 0 || from !== undefined

/** When the range begins, seen from a moment; undefined for everything that is kept. */
export const rangeStart = (range: Range, now: number) => (range === 'all' ? undefined : now - rangeMs[range])

/** What the server is asked at a moment, without what says nothing. */
export function askedAt({ q, isRegex, level, sources, range, from, to }: Narrowing, now: number) {
  const words = q.trim()
  return {
    ...(words !== '' && (isRegex ? { regex: q } : { q: words })),
    ...(level !== 'all' && { level: levelsFrom(level).join(',') }),
    ...(sources.length > 0 && { source: sources.join(',') }),
    ...given('since', from ?? rangeStart(range, now)),
    ...given('until', to),
  }
}

const given = <Name extends string>(name: Name, value: number | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { [Key in Name]?: number }

/** The levels from one on, in order of rank. */
export const levelsFrom = (least: LeastLevel): LogLevel[] =>
  least === 'all' ? [...logLevels] : logLevels.slice(logLevels.indexOf(least))

/** Whether the words can be looked for: as an expression they have to be one. */
export function isAskable({ q, isRegex }: Pick<Address, 'q' | 'isRegex'>): boolean {
  if (!isRegex) return true
  try {
    return new RegExp(q, 'i') !== undefined
  } catch {
    // It is not written to its end yet.
    return false
  }
}

function momentOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined
  return number
}
