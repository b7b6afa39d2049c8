import type { DayCurve } from '../../src/costs/reports/day-curve.ts'
import { type Forecast, forecastOf, restAt } from '../../src/costs/reports/forecast.ts'
import type { DayPoint } from '../../src/costs/reports/wall-clock.ts'
import { clock } from '../../src/lib/format.ts'

/** Two curves on one axis of times: what was spent until now, and what a typical day costs. */
export type Curves = { xs: number[]; today: (number | null)[]; typical: (number | null)[] }

/** The curves of a day. The end of today's curve follows `todayUsd`, which is newer than the other points. */
export function curvesOf({ points, typical, endAt }: DayCurve, now: number, todayUsd: number | null): Curves {
  const until = Math.min(now, endAt)
  const spent = todayUsd === null ? points : [...points.filter(({ at }) => at < until), { at: until, usd: todayUsd }]
  const xs = [...new Set([...spent, ...(typical?.points ?? [])].map(({ at }) => at))].sort((a, b) => a - b)
  const heights = new Map(spent.map(({ at, usd }) => [at, usd]))
  const last = spent.at(-1)?.at ?? Number.NEGATIVE_INFINITY
  return {
    xs,
    today: xs.map((at) => (at > last ? null : (heights.get(at) ?? heightAt(spent, at)))),
    typical: xs.map((at) => (typical ? heightAt(typical.points, at) : null)),
  }
}

/** The height of a curve at a moment, on the straight line between its points; null outside of them. */
export function heightAt(points: DayPoint[], at: number): number | null {
  const next = points.findIndex((point) => point.at >= at)
  const [before, after] = [points[next - 1], points[next]]
  if (!after) return null
  if (after.at === at) return after.usd
  return before ? before.usd + ((after.usd - before.usd) * (at - before.at)) / (after.at - before.at) : null
}

/** Half of the width of the label of a line, as a share of the day. */
const halfLabel = 0.13
const places = [0.78, 0.7, 0.6, 0.5, 0.4, 0.3, 0.22, 0.15]

/** The place of the label of the dotted line: above both lines, where today rises least over the typical day. */
export function labelPlace(
  { typical, startAt, endAt, budgetUsd }: DayCurve,
  { xs, today }: Curves,
): DayPoint | undefined {
  if (!typical) return undefined
  const spent = xs.flatMap((at, index): DayPoint[] => {
    const usd = today[index] ?? null
    return usd === null ? [] : [{ at, usd }]
  })
  const highest = Math.max(...[...spent, ...typical.points].map(({ usd }) => usd), Number.MIN_VALUE)
  const found = places.map((place) => {
    const at = startAt + (endAt - startAt) * place
    const under = [-1, -0.5, 0, 0.5, 1].map((side) => at + side * halfLabel * (endAt - startAt))
    const heightOf = (line: DayPoint[]) => Math.max(...under.map((at) => heightAt(line, at) ?? 0))
    const [usual, now] = [heightOf(typical.points), heightOf(spent)]
    // Differences of less than a twentieth of the height do not count.
    return { at, usd: Math.max(usual, now), over: Math.round((20 * Math.max(0, now - usual)) / highest) }
  })
  const best = found.reduce((best, place) => (place.over < best.over ? place : best))
  // Where the line of the budget would run through the label, the label stands on that line.
  const isCrossed = budgetUsd !== null && budgetUsd >= best.usd && budgetUsd - best.usd < highest / 4
  return { at: best.at, usd: isCrossed ? budgetUsd : best.usd }
}

/** What the day comes to by what is known now; null while too few days are known. */
export const forecastNow = ({ forecast, endAt }: DayCurve, now: number, todayUsd: number | null): Forecast | null =>
  forecast === null || todayUsd === null
    ? null
    : forecastOf(todayUsd, restAt(forecast.rest, Math.min(now, endAt)), forecast)

/** The labels of the axis, every six hours of local time: `00 06 12 18 24`. */
export function hourLabels({ startAt, endAt, timezone }: DayCurve): { x: number; text: string }[] {
  const quarterMs = 900_000
  const names = [{ x: startAt, text: '00' }]
  for (let x = startAt + quarterMs; x < endAt; x += quarterMs) {
    const time = clock(x, timezone)
    const hour = time.slice(0, 2)
    // On a day when clocks go back an hour occurs twice: its first time has the label.
    if (['06:00', '12:00', '18:00'].includes(time) && names.at(-1)?.text !== hour) names.push({ x, text: hour })
  }
  return [...names, { x: endAt, text: '24' }]
}
