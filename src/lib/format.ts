/**
 * Numbers and times as people read them. Unknown is a dash, zero is a zero. All functions are pure: `now` and the zone
 * are parameters.
 */

export const unknown = '–'

/**
 * US dollars: `$14.82`, from $1,000 on without cents, below a cent `<$0.01`; `exact` writes small amounts in full,
 * `$0.0041`.
 */
export function money(usd: number | null | undefined, exact = false): string {
  if (usd === null || usd === undefined) return unknown
  const sign = usd < 0 ? '−' : ''
  const size = Math.abs(usd)
  if (size === 0) return '$0'
  if (size < 0.1 && exact) return `${sign}$${size < 0.0001 ? trimmed(size) : size.toFixed(4)}`
  if (size < 0.01) return `${sign}<$0.01`
  if (size >= 999.995) return `${sign}$${grouped(Math.round(size))}`
  return `${sign}$${size.toFixed(2)}`
}

/** The first two significant digits of a very small number, without an exponent. */
const trimmed = (size: number) => size.toFixed(Math.min(12, 1 - Math.floor(Math.log10(size))))

const integer = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
/** A whole number with separated thousands. Adding 0 makes a zero of −0. */
const grouped = (whole: number) => integer.format(whole + 0)

/**
 * A cost of which a part may have no price: `≥$0.02` is a lower bound, `unpriced` means that no part has a price, and a
 * dash that nothing is known.
 */
export function cost(usd: number | null | undefined, isLowerBound: boolean): string {
  if (usd === null || usd === undefined) return isLowerBound ? 'unpriced' : unknown
  return isLowerBound ? `≥${money(usd)}` : money(usd)
}

/** Counts of tokens with three significant digits: `842`, `38.2k`, `3.46M`. */
export function tokens(count: number | null | undefined): string {
  if (count === null || count === undefined) return unknown
  for (const [unit, size] of [
    ['T', 1e12],
    ['G', 1e9],
    ['M', 1e6],
    ['k', 1e3],
  ] as const) {
    if (count >= size * 0.9995) {
      const value = count / size
      return `${value >= 99.95 ? value.toFixed(0) : value >= 9.995 ? value.toFixed(1) : value.toFixed(2)}${unit}`
    }
  }
  return String(Math.round(count))
}

/** A whole number with separated thousands: `5,214`. */
export const whole = (count: number | null | undefined) =>
  count === null || count === undefined ? unknown : grouped(Math.round(count))

/** Bytes, 1000-based for disks and 1024-based for memory: `848 GB`, `61.2 MB`. */
export function bytes(count: number | null | undefined, base: 1000 | 1024): string {
  if (count === null || count === undefined) return unknown
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']
  let value = count
  let unit = 0
  while (value >= base * 0.9995 && unit < units.length - 1) {
    value /= base
    unit++
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}

export const percent = (share: number | null | undefined) =>
  share === null || share === undefined ? unknown : `${Math.round(share)}%`

/** A duration in at most two units: `184 ms`, `12.4 s`, `2 min 24 s`, `1 h 19`, `12 d 4 h`. */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return unknown
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`
  const seconds = Math.round(ms / 1_000)
  if (seconds < 3_600)
    return seconds % 60 === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 1_440) return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')}`
  const hours = Math.floor(minutes / 60)
  return hours % 24 === 0 ? `${hours / 24} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** The distance of a time from now, for tables: `now`, `18m`, `6h`, `3d`. */
export function shortAge(at: number | null | undefined, now: number): string {
  if (at === null || at === undefined) return unknown
  const away = Math.abs(now - at)
  if (away < minute) return 'now'
  if (away < hour) return `${Math.floor(away / minute)}m`
  if (away < day) return `${Math.floor(away / hour)}h`
  return `${Math.floor(away / day)}d`
}

/** A time in words: `4 min`, `in 19 min`, within six days `Mon 08:00`, then `12 Nov`. */
export function relativeTime(at: number | null | undefined, now: number, timezone?: string): string {
  if (at === null || at === undefined) return unknown
  const away = Math.abs(now - at)
  const ahead = at > now
  if (away < minute) return ahead ? 'in under 1 min' : 'now'
  if (away < day) {
    const text = away < hour ? `${Math.floor(away / minute)} min` : `${Math.floor(away / hour)} h`
    return ahead ? `in ${text}` : text
  }
  const zone = timezone === undefined ? {} : { timeZone: timezone }
  if (away < 6 * day)
    return new Intl.DateTimeFormat('en-GB', { weekday: 'short', hour: '2-digit', minute: '2-digit', ...zone })
      .format(at)
      .replace(',', '')
  const sameYear = new Date(at).getUTCFullYear() === new Date(now).getUTCFullYear()
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
    ...zone,
  }).format(at)
}

/** A past time as part of a sentence: `just now`, `4 min ago`, `Mon 08:00`. */
export function ago(at: number, now: number, timezone?: string): string {
  if (now - at < minute) return 'just now'
  const text = relativeTime(at, now, timezone)
  return now - at < day ? `${text} ago` : text
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** The time of day, `23:41`. */
export function clock(at: number, timezone?: string): string {
  const zone = timezone ?? ''
  let format = clocks.get(zone)
  if (!format) {
    const options = {
      hour: '2-digit',
      minute: '2-digit',
      ...(timezone === undefined ? {} : { timeZone: timezone }),
    } as const
    format = new Intl.DateTimeFormat('en-GB', options)
    // Zone names are user input, in any spelling.
    if (clocks.size >= 50) clocks.clear()
    clocks.set(zone, format)
  }
  return format.format(at)
}
