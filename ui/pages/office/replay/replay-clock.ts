/** How much faster than it was a replay may go. */
export const speeds = [1, 5, 15, 60, 120] as const

/** Where a replay is. `heldMs` is how long it still stands at a stop. */
export type ReplayClock = { at: number; isPlaying: boolean; heldMs: number }

/** How fast a replay goes on, until when (ms), and at which moments it stops for a while. */
export type Course = { speed: number; until: number; stops: readonly number[] }

/** What lasts for a minute stands at each stop for so long, and at no more stops than leave it half of the minute. */
const stopMs = 2_000
const minuteMs = 60_000
export const maxStops = 15

/** The clock after so much time of whoever watches has passed. At the end it no longer plays. */
export function advanced(clock: ReplayClock, elapsedMs: number, { speed, until, stops }: Course): ReplayClock {
  if (!clock.isPlaying) return clock
  let { at, heldMs } = clock
  let left = elapsedMs
  for (;;) {
    const held = Math.min(heldMs, left)
    heldMs -= held
    left -= held
    if (left <= 0) return { at, heldMs, isPlaying: true }
    const to = at + left * speed
    const stop = stops.find((stop) => stop > at)
    if (stop === undefined || stop > to || stop >= until)
      return to < until ? { at: to, heldMs: 0, isPlaying: true } : { at: until, heldMs: 0, isPlaying: false }
    left -= (stop - at) / speed
    at = stop
    heldMs = stopMs
  }
}

/** The speed at which a time lasts for a minute, its stops included. */
export const speedOfMinute = (lengthMs: number, stops: number) =>
  Math.max(1, lengthMs / (minuteMs - Math.min(stops, maxStops) * stopMs))
