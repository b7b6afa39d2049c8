import type { ShownGauge } from '../../../src/breaker/read-breaker.ts'

/** The room above the full line, in percent of the plot. */
const head = 14
const timesShown = 5

/** The curve of a plan window in a square of 100 by 100; undefined where too little of it is known to draw. */
export function curveOf({ readings, startsAt, endsAt, outlook }: ShownGauge, now: number) {
  const last = readings.at(-1)
  if (!last || startsAt === null || endsAt === null || endsAt <= startsAt) return undefined
  const x = (at: number) => Math.min(100, Math.max(0, ((at - startsAt) / (endsAt - startsAt)) * 100))
  const y = (share: number) => head + (1 - Math.min(100, share) / 100) * (100 - head)
  const at = (time: number, share: number) => `${round(x(time))} ${round(y(share))}`
  const points = [
    { at: startsAt, usedPercent: 0 },
    ...readings,
    { at: Math.max(last.at, now), usedPercent: last.usedPercent },
  ]
  const line = `M${points.map((point) => at(point.at, point.usedPercent)).join('L')}`
  const from = at(now, last.usedPercent)
  const full = outlook?.fullAt ?? null
  return {
    x,
    y,
    line,
    area: `${line}V100H0Z`,
    nowX: x(now),
    last: { percent: last.usedPercent },
    /** Where it goes at the pace of now. */
    ahead: full ? `M${from}L${at(full.mid, 100)}` : outlook && `M${from}L${at(endsAt, outlook.percentAtEnd)}`,
    /** Between the fastest and the slowest pace. */
    fan: full && `M${from}L${at(full.early, 100)}L${at(full.late ?? endsAt, 100)}Z`,
    times: Array.from({ length: timesShown }, (_, n) => startsAt + ((endsAt - startsAt) * n) / (timesShown - 1)),
  }
}

const round = (value: number) => Math.round(value * 100) / 100
