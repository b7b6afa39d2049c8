/** How much of a plan window was used at a moment, as its runtime said it. Times in ms. */
export type Reading = { at: number; usedPercent: number; resetsAt: number | null }

/** When a window will be full, if it goes on as it did; null for never before it resets. */
export type Outlook = {
  /** By the pace of now, the fastest and the slowest of the paces that are known. */
  fullAt: { mid: number; early: number; late: number | null } | null
  /** What of it will be used when it resets, at the pace of now. */
  percentAtEnd: number
  percentPerHour: number
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** With less time between two readings than this there is no pace: one answer would be a fortune an hour. */
const leastMs = 15 * minuteMs
/** The pace is that of the last hour; the last two and the whole window make the range. */
const spansMs = [hourMs, 2 * hourMs, Number.POSITIVE_INFINITY]
/** Two times of a reset that are closer than this are the same: some runtimes count from each answer. */
const sameResetMs = 10 * minuteMs

/** The readings of the window that is open at a moment, ascending. */
export function inWindow(readings: readonly Reading[], at: number): Reading[] {
  const known = readings.filter((reading) => reading.at <= at)
  const last = known.at(-1)
  if (!last) return []
  const begun = known.findLastIndex(
    (reading, n) =>
      n < known.length - 1 &&
      (known[n + 1]!.usedPercent < reading.usedPercent - 1 || !isSameReset(reading.resetsAt, last.resetsAt)),
  )
  return known.slice(begun + 1)
}

const isSameReset = (one: number | null, other: number | null) =>
  one === null || other === null || Math.abs(one - other) < sameResetMs

/** When the window of these readings will be full. Null where too little is known for a pace, or when it resets. */
export function outlookOf(readings: readonly Reading[], windowMinutes: number | null, at: number): Outlook | null {
  const open = inWindow(readings, at)
  const last = open.at(-1)
  if (!last || last.resetsAt === null || last.resetsAt <= at) return null
  // A window begins with nothing used, and is as long as it is.
  const startsAt = windowMinutes === null ? null : last.resetsAt - windowMinutes * minuteMs
  const points = startsAt === null || startsAt > open[0]!.at ? open : [{ at: startsAt, usedPercent: 0 }, ...open]
  const paces = spansMs.flatMap((span) => {
    const from = points.find((point) => point.at >= last.at - span)
    return from && last.at - from.at >= leastMs
      ? [Math.max(0, (last.usedPercent - from.usedPercent) / (last.at - from.at))]
      : []
  })
  const [pace] = paces
  if (pace === undefined) return null
  const fullBy = (perMs: number) => (perMs <= 0 ? null : last.at + Math.max(0, 100 - last.usedPercent) / perMs)
  const mid = fullBy(pace)
  const fast = fullBy(Math.max(...paces))
  const slow = fullBy(Math.min(...paces))
  const isBefore = (time: number | null): time is number => time !== null && time < last.resetsAt!
  return {
    fullAt: isBefore(mid)
      ? { mid: Math.round(mid), early: Math.round(fast ?? mid), late: isBefore(slow) ? Math.round(slow) : null }
      : null,
    percentAtEnd: last.usedPercent + pace * (last.resetsAt - last.at),
    percentPerHour: pace * hourMs,
  }
}
