import type { DayCurve, DayPoint } from '../../../src/costs/day.ts'
import { clock } from '../../../src/lib/format.ts'

/** Two curves on one axis of times: what was spent until now, and what is usual all day. */
export type Curves = { xs: number[]; today: (number | null)[]; typical: (number | null)[] }

/** The end of today's curve moves with what is known now; what was asked earlier stays as it was. */
export function curvesOf({ points, typical, endAt }: DayCurve, now: number, todayUsd: number | null): Curves {
  const until = Math.min(now, endAt)
  const spent = todayUsd === null ? points : [...points.filter(({ at }) => at < until), { at: until, usd: todayUsd }]
  const xs = [...new Set([...spent, ...(typical?.points ?? [])].map(({ at }) => at))].sort((a, b) => a - b)
  const heights = new Map(spent.map(({ at, usd }) => [at, usd]))
  const last = spent.at(-1)?.at ?? Number.NEGATIVE_INFINITY
  return {
    xs,
    today: xs.map((at) => (at > last ? null : (heights.get(at) ?? onLine(spent, at)))),
    typical: xs.map((at) => (typical ? onLine(typical.points, at) : null)),
  }
}

/** The height of a curve at a moment: on the straight line between its points, unknown outside of it. */
export function onLine(points: DayPoint[], at: number): number | null {
  const next = points.findIndex((point) => point.at >= at)
  const [before, after] = [points[next - 1], points[next]]
  if (!after) return null
  if (after.at === at) return after.usd
  return before ? before.usd + ((after.usd - before.usd) * (at - before.at)) / (after.at - before.at) : null
}

/** What the day comes to, now that more is known of it than when the rest was asked for; null where nothing is usual. */
export function projectedNow({ typical, endAt }: DayCurve, now: number, todayUsd: number | null): number | null {
  if (!typical || todayUsd === null) return null
  const usual = onLine(typical.points, Math.min(now, endAt))
  const whole = typical.points.at(-1)?.usd
  return usual === null || whole === undefined ? null : todayUsd + whole - usual
}

/** Every six hours by the clock on the wall: `00 06 12 18 24`. */
export function hoursUnder({ startAt, endAt, timezone }: DayCurve): { x: number; text: string }[] {
  const quarterMs = 900_000
  const names = [{ x: startAt, text: '00' }]
  for (let x = startAt + quarterMs; x < endAt; x += quarterMs) {
    const time = clock(x, timezone)
    const hour = time.slice(0, 2)
    // On a day when clocks go back an hour comes twice: its first time has the name.
    if (['06:00', '12:00', '18:00'].includes(time) && names.at(-1)?.text !== hour) names.push({ x, text: hour })
  }
  return [...names, { x: endAt, text: '24' }]
}
