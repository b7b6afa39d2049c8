import { dayOf } from '../../src/lib/timezone.ts'

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
