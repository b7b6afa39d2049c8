/**
 * Days, weeks and months of a time zone. Zones differ from UTC by multiples of a quarter of an hour, so each quarter
 * belongs to one day: sums are stored by quarter and added up here.
 */

export const quarterMs = 900_000

const formats = new Map<string, Intl.DateTimeFormat>()

function formatFor(timezone: string) {
  let format = formats.get(timezone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone: timezone, year: 'numeric', month: '2-digit', day: '2-digit' })
    // Zone names are user input, in any spelling.
    if (formats.size >= 50) formats.clear()
    formats.set(timezone, format)
  }
  return format
}

/** An offset from UTC as digits. A day can only begin at a quarter of an hour. */
const isOddOffset = (name: string) => {
  const [, minutes] = /^[+-]\d{2}:?(\d{2})$/.exec(name) ?? []
  return minutes !== undefined && Number(minutes) % 15 !== 0
}

/**
 * Whether the JavaScript runtime knows this zone (`Europe/Vienna`, `UTC`), and its days begin at a quarter of an hour.
 */
export function isTimezone(name: string) {
  if (isOddOffset(name)) return false
  try {
    formatFor(name)
    return true
  } catch {
    // Intl throws for an unknown name: that is the answer.
    return false
  }
}

/** The day of a time, `YYYY-MM-DD`. */
export const dayOf = (at: number, timezone: string) => formatFor(timezone).format(at)

/** The first millisecond of a day, since the epoch; where midnight does not exist, the first one that does. */
export function startOfDay(day: string, timezone: string): number {
  const noon = Date.parse(`${day}T12:00:00Z`)
  let low = Math.floor((noon - 30 * 3_600_000) / quarterMs)
  let high = Math.ceil((noon + 30 * 3_600_000) / quarterMs)
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (dayOf(middle * quarterMs, timezone) < day) low = middle + 1
    else high = middle
  }
  return low * quarterMs
}

/** The day after (or `days` after) a day; calendar days need no zone. */
export function addDays(day: string, days: number) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** The ISO week of a day, `2026-W47`; weeks begin on Monday. */
export function weekOf(day: string) {
  const date = new Date(`${day}T00:00:00Z`)
  const thursday = new Date(date.getTime() + (3 - ((date.getUTCDay() + 6) % 7)) * 86_400_000)
  const year = thursday.getUTCFullYear()
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * 86_400_000))
  return `${year}-W${String(week).padStart(2, '0')}`
}

/** The month of a day, `2026-11`. */
export const monthOf = (day: string) => day.slice(0, 7)

/** The last day of a month, `2026-11` → `2026-11-30`. */
export const lastDayOf = (month: string) =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10)

/** A day that exists in the calendar, in the form `YYYY-MM-DD`. */
export function isDay(text: string) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}
