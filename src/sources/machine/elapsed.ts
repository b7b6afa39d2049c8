/** A moment by the clock on the wall, and by one that only runs while the machine does. */
export type Moment = { wallMs: number; steadyMs: number }

/** When a reading is taken, how often readings are taken, and how late the event loop was. */
export type Tick = Moment & { everyMs: number; lateMs: number | null }

/** A difference over more ticks than this says nothing of now. */
const maxTicks = 3

/**
 * How long it was between two readings, for differences of counters; null where they are too far apart, because the
 * machine slept or somebody moved its clock on. A clock that was put back changes nothing.
 */
export function elapsedMs(before: Moment | undefined, after: Moment, tickMs: number): number | null {
  if (!before) return null
  const steady = after.steadyMs - before.steadyMs
  const slept = after.wallMs - before.wallMs - steady
  if (steady <= 0 || steady > maxTicks * tickMs || slept > maxTicks * tickMs) return null
  return steady
}
