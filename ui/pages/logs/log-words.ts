import { dayOf } from '../../../src/lib/timezone.ts'
import type { LogLevel, LogLine } from '../../../src/logs/log-line.ts'

/** A level as it is written in a row. */
export const levelName = (level: LogLevel) => (level === 'unknown' ? '–' : level)

/** How a level is coloured. */
export const toneOf = (level: LogLevel): 'error' | 'warn' | 'calm' | 'quiet' => {
  if (level === 'error' || level === 'fatal') return 'error'
  if (level === 'warn') return 'warn'
  return level === 'debug' || level === 'trace' ? 'quiet' : 'calm'
}

export const isError = ({ level }: LogLine) => toneOf(level) === 'error'

const formats = new Map<string, Intl.DateTimeFormat>()

/** A format of a zone, made once. */
function formatFor(timezone: string, name: string, options: Intl.DateTimeFormatOptions) {
  const key = `${name} ${timezone}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: timezone })
    formats.set(key, format)
  }
  return format
}

/** The time of day to the millisecond: `18:06:11.502`. */
export const exactClock = (at: number, timezone: string) =>
  formatFor(timezone, 'exact', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
  }).format(at)

/** To the second: `18:06:11`. */
export const toTheSecond = (at: number, timezone: string) => exactClock(at, timezone).slice(0, 8)

/** A day with its name: `Mon 9 Nov`. */
export const namedDay = (at: number, timezone: string) =>
  formatFor(timezone, 'named', { weekday: 'short', day: 'numeric', month: 'short' }).format(at).replace(',', '')

/** A day without it: `9 Nov`. */
export const shortDay = (at: number, timezone: string) =>
  formatFor(timezone, 'short', { day: 'numeric', month: 'short' }).format(at)

const dayMs = 86_400_000

/** A span in words: `9 Nov 18:00 to 19:30`, `5 to 11 Nov`. */
export function spanWords({ from, to }: { from: number; to: number }, timezone: string): string {
  const [first, last] = [dayOf(from, timezone), dayOf(to - 1, timezone)]
  const minute = (at: number) => toTheSecond(at, timezone).slice(0, 5)
  if (first === last) return `${shortDay(from, timezone)} ${minute(from)} to ${minute(to)}`
  if (to - from <= 3 * dayMs)
    return `${shortDay(from, timezone)} ${minute(from)} to ${shortDay(to, timezone)} ${minute(to)}`
  const begin = shortDay(from, timezone)
  const end = shortDay(to - 1, timezone)
  return `${first.slice(0, 7) === last.slice(0, 7) ? begin.split(' ')[0] : begin} to ${end}`
}

/** A moment in the past: today its time, else its day. */
export const moment = (at: number, now: number, timezone: string) =>
  dayOf(at, timezone) === dayOf(now, timezone) ? toTheSecond(at, timezone).slice(0, 5) : shortDay(at, timezone)

const written =
  /^(?:\[?(?:<time>|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*)\]?\s+)(?:\[?(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL)\]?:?\s+)?(?=\S)/i

/** What a line says, without its time and level in front: these have columns of their own. */
export const saidIn = (text: string) => text.replace(written, '')

/** A line as text, as it is copied and exported. */
export const asText = ({ at, level, source, text }: LogLine) =>
  `${new Date(at).toISOString()} ${level} ${source} ${text}`

/** What an object of a line says, a row for each name: texts as they are, anything else as JSON. */
export function fieldsOf(json: string): { name: string; value: string }[] {
  const value: unknown = JSON.parse(json)
  if (typeof value !== 'object' || value === null) return [{ name: 'value', value: String(value) }]
  return Object.entries(value).map(([name, value]) => ({
    name,
    value: typeof value === 'string' ? value : JSON.stringify(value, null, 2),
  }))
}
