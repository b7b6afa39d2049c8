import { addDays, dayOf, startOfDay } from '../../src/lib/timezone.ts'
import { namedDay, shortDay, toTheSecond } from '../components/time-words.ts'

export type Tick = { at: number; label: string }

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const minuteMs = 60_000
const clockSteps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360].map((minutes) => minutes * minuteMs)
const daySteps = [1, 2, 3, 5, 7, 14, 30, 60, 90, 180, 360]

/** About `most` labels for a span: round times of day for one of hours, days for a longer one, in the zone of the person. */
export function ticksOf({ from, to }: { from: number; to: number }, timezone: string, most = 9): Tick[] {
  const length = to - from
  const first = dayOf(from, timezone)
  if (length <= 1.5 * dayMs) {
    const step = clockSteps.find((one) => length / one <= most) ?? clockSteps.at(-1)!
    const ticks: Tick[] = []
    // Each day begins anew, so that labels stay round where a clock was changed in between.
    for (let day = first; startOfDay(day, timezone) < to; day = addDays(day, 1)) {
      const end = Math.min(to, startOfDay(addDays(day, 1), timezone))
      for (let at = startOfDay(day, timezone); at < end; at += step)
        if (at >= from) ticks.push({ at, label: toTheSecond(at, timezone).slice(0, 5) })
    }
    return ticks
  }
  const step = daySteps.find((one) => length / dayMs / one <= most) ?? daySteps.at(-1)!
  const ticks: Tick[] = []
  for (let day = addDays(first, 1); startOfDay(day, timezone) < to; day = addDays(day, step)) {
    const at = startOfDay(day, timezone)
    ticks.push({ at, label: step === 1 ? namedDay(at, timezone) : shortDay(at, timezone) })
  }
  return ticks
}
