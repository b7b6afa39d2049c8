/** A time at the beginning of a line, and where the text behind it begins. */
type ReadTime = { at: number; end: number }

const iso =
  /^[\s[("]*(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?\s?(Z|UTC|[+-]\d\d:?\d\d)?[\])"]*[\s:|-]*/
const apache = /^(?:\S+ \S+ \S+ )?\[(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-]\d{4})\][\s:]*/
const syslog = /^(?:<\d{1,3}>)?([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d)\s+/
const klog = /^[IWEF](\d\d)(\d\d) (\d\d):(\d\d):(\d\d)(?:\.\d+)?\s/
const epoch = /^\[?(1\d{9})(?:\.(\d{1,9})|(\d{3}))?\]?[\s:|-]+/
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const dayMs = 86_400_000
const earliest = Date.UTC(2000, 0, 1)

/** A time is believed where a clock can have shown it: none that is years ago or still to come. */
const isPlausible = (at: number, now: number) => at >= earliest && at <= now + dayMs

/** Reads the time that a line begins with. Without a zone it is the zone of this machine; without a year the last one. */
export function readTime(text: string, now: number): ReadTime | null {
  const read = readIso(text) ?? readApache(text) ?? readYearless(text, now) ?? readEpoch(text)
  return read && isPlausible(read.at, now) ? read : null
}

function readIso(text: string): ReadTime | null {
  const found = iso.exec(text)
  if (!found) return null
  const [whole, year, month, day, hour, minute, second, fraction = '', zone] = found
  const ms = Number(fraction.slice(0, 3).padEnd(3, '0'))
  const parts = [
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    ms,
  ] as const
  const at = zone === undefined ? new Date(...parts).getTime() : Date.UTC(...parts) - offsetMs(zone)
  return { at, end: whole.length }
}

function readApache(text: string): ReadTime | null {
  const found = apache.exec(text)
  if (!found) return null
  const [, day, month, year, hour, minute, second, zone] = found
  const at = Date.UTC(Number(year), months.indexOf(month!), Number(day), Number(hour), Number(minute), Number(second))
  // What stands before the time says who asked: it is part of the text.
  return { at: at - offsetMs(zone!), end: 0 }
}

function readYearless(text: string, now: number): ReadTime | null {
  const named = syslog.exec(text)
  const numbered = named ? null : klog.exec(text)
  const [whole, month, day, hour, minute, second] = named ?? numbered ?? []
  if (whole === undefined) return null
  const monthNo = named ? months.indexOf(month!) : Number(month) - 1
  if (monthNo < 0 || monthNo > 11) return null
  const inYear = (year: number) =>
    new Date(year, monthNo, Number(day), Number(hour), Number(minute), Number(second)).getTime()
  const year = new Date(now).getFullYear()
  const at = inYear(year)
  return { at: at > now + dayMs ? inYear(year - 1) : at, end: named ? whole.length : 0 }
}

function readEpoch(text: string): ReadTime | null {
  const found = epoch.exec(text)
  if (!found) return null
  const [whole, seconds, fraction, ms] = found
  const rest = ms ?? (fraction ?? '').slice(0, 3).padEnd(3, '0')
  return { at: Number(seconds) * 1_000 + Number(rest), end: whole.length }
}

/** The time that a value of a field names: a text, or seconds, ms, µs or ns since 1970. */
export function timeOfValue(value: unknown, now: number): number | null {
  const at = typeof value === 'number' ? msOf(value) : typeof value === 'string' ? textTime(value, now) : null
  return at !== null && isPlausible(at, now) ? at : null
}

function textTime(text: string, now: number): number | null {
  if (/^\d{9,19}(\.\d+)?$/.test(text)) return msOf(Number(text))
  return readTime(text, now)?.at ?? null
}

function msOf(number: number): number {
  if (number > 1e17) return Math.round(number / 1e6)
  if (number > 1e14) return Math.round(number / 1e3)
  return Math.round(number > 1e11 ? number : number * 1e3)
}

function offsetMs(zone: string): number {
  if (zone === 'Z' || zone === 'UTC') return 0
  const sign = zone.startsWith('-') ? -1 : 1
  const digits = zone.replace(/\D/g, '')
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000
}
