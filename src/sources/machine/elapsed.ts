/** A time by the wall clock, and by a clock that stands still while the machine sleeps. */
export type Moment = { wallMs: number; steadyMs: number }

/** When a reading is taken, how often readings are taken, and how late the event loop was. */
export type Tick = Moment & { everyMs: number; lateMs: number | null }

/** Differences over more ticks than this are not current. */
const maxTicks = 3

/**
 * The time between two readings, for differences of counters; null where it is too long, because the machine slept or
 * the clock was set forward. A clock that was set back changes nothing.
 */
export function elapsedMs(before: Moment | undefined, after: Moment, tickMs: number): number | null {
  if (!before) return null
  const steady = after.steadyMs - before.steadyMs
  const slept = after.wallMs - before.wallMs - steady
  if (steady <= 0 || steady > maxTicks * tickMs || slept > maxTicks * tickMs) return null
  return steady
}
