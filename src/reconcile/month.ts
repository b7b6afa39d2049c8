import type { AskedMonth } from '../facts/stated-figure.ts'
import { addDays, lastDayOf, startOfDay } from '../lib/timezone.ts'

/** A month of a zone: its first and last moment (ms, the end not included) and its last day. */
export function spanOf(month: string, timezone: string) {
  const lastDay = lastDayOf(month)
  return { from: startOfDay(`${month}-01`, timezone), to: startOfDay(addDays(lastDay, 1), timezone), lastDay }
}

/** Where clocks change within the month, its last days are told by the clock of the first. */
export function askedMonth(month: string, timezone: string): AskedMonth {
  const { from, to, lastDay } = spanOf(month, timezone)
  const firstDay = `${month}-01`
  return { month, firstDay, lastDay, offsetMinutes: (Date.parse(firstDay) - from) / 60_000, from, to }
}
