import { addDays, dayOf, quarterMs, startOfDay } from '../lib/timezone.ts'
import type { QuietHours } from './channel.ts'

/** Moments by the clock on the wall, over days on which it is put forward or back. */

const minuteMs = 60_000
const clocks = new Map<string, Intl.DateTimeFormat>()

/** The minute of the day that the clock on the wall of a zone shows. */
function minuteOfDay(at: number, timezone: string): number {
  let clock = clocks.get(timezone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: timezone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    if (clocks.size >= 50) clocks.clear()
    clocks.set(timezone, clock)
  }
  const [hours, minutes] = clock.format(at).split(':')
  return Number(hours) * 60 + Number(minutes)
}

/** `07:30` as minutes; null for what is no time. */
export function minutesOf(text: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? []
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes)
}

function isQuiet(minute: number, { from, to }: Pick<QuietHours, 'from' | 'to'>): boolean {
  const [begins, ends] = [minutesOf(from) ?? 0, minutesOf(to) ?? 0]
  return begins <= ends ? minute >= begins && minute < ends : minute >= begins || minute < ends
}

/** The moment itself, or the end of the quiet hours that it falls into. */
export function afterQuiet(at: number, quiet: QuietHours, timezone: string): number {
  const isQuietAt = (moment: number) => isQuiet(minuteOfDay(moment, timezone), quiet)
  if (!isQuietAt(at)) return at
  let next = at
  // A day has at most 100 quarters; where all of them are quiet it is never quiet.
  for (let quarters = 0; isQuietAt(next); quarters++) {
    if (quarters > 110) return at
    next = Math.floor(next / quarterMs) * quarterMs + quarterMs
  }
  while (next - minuteMs > at && !isQuietAt(next - minuteMs)) next -= minuteMs
  return next
}

/** The first moment after `at` at which the clock shows this time; where it skips it that day, the first one behind it. */
export function nextTime(at: number, time: string, timezone: string): number {
  const wanted = minutesOf(time) ?? 0
  for (let day = dayOf(at, timezone); ; day = addDays(day, 1)) {
    const moment = timeOn(day, wanted, timezone)
    if (moment > at) return moment
  }
}

function timeOn(day: string, wanted: number, timezone: string): number {
  const quarter = wanted - (wanted % 15)
  let moment = startOfDay(day, timezone)
  while (minuteOfDay(moment, timezone) < quarter && dayOf(moment + quarterMs, timezone) === day) moment += quarterMs
  return minuteOfDay(moment, timezone) === quarter ? moment + (wanted % 15) * minuteMs : moment
}
