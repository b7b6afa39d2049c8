/**
 * An axis from the oldest time to now on which the last minutes have as much room as the days before: a time that lies
 * ten times as far back stands one equal step further left. Places are in percent, 0 for the oldest.
 */
const softMs = 10 * 60_000
const leastSpanMs = 3_600_000

export type TimeAxis = { placeOf(at: number): number; ticks: { place: number; label: string }[] }

const hour = 3_600_000
const day = 24 * hour

/** Where labels may stand, by their distance from now, and how much room each needs, in percent. */
const steps = [hour / 6, hour / 2, hour, 6 * hour, day, 3 * day, 7 * day, 14 * day, 30 * day]
const roomPercent = 11

export function timeAxis(oldest: number, now: number, timezone: string): TimeAxis {
  const span = Math.max(leastSpanMs, now - oldest)
  const whole = Math.log1p(span / softMs)
  const placeOf = (at: number) => {
    const away = Math.min(span, Math.max(0, now - at))
    return 100 * (1 - Math.log1p(away / softMs) / whole)
  }
  const ticks = [{ place: 100, label: 'now' }]
  // Minutes are named where there are only hours.
  for (const step of steps.filter((one) => one >= hour || span < day)) {
    const place = placeOf(now - step)
    if (step < span && place > roomPercent && ticks.at(-1)!.place - place >= roomPercent)
      ticks.push({ place, label: labelOf(step, now, timezone) })
  }
  ticks.push({ place: 0, label: labelOf(span, now, timezone) })
  return { placeOf, ticks: ticks.reverse() }
}

function labelOf(away: number, now: number, timezone: string): string {
  if (away < day) return away < hour ? `${Math.round(away / 60_000)} min` : `${Math.round(away / hour)} h`
  if (away < 2 * day) return 'yesterday'
  const options = away < 6 * day ? ({ weekday: 'short' } as const) : ({ day: 'numeric', month: 'short' } as const)
  return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: timezone }).format(now - away)
}
