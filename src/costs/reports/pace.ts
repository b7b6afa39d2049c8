/**
 * How fast a session spends, by one rule: what it spent in the five minutes before a moment. Calls come in one piece, so
 * that a single minute says little.
 */

const minuteMs = 60_000
const paceMinutes = 5

/** Since when (ms) what was spent counts for the pace at a moment; what was spent at that time itself does not. */
export const paceSince = (at: number) => at - paceMinutes * minuteMs

/** US dollars a minute, and an hour, of what was spent in that time. */
export const perMinute = (usd: number) => usd / paceMinutes
export const perHour = (usd: number) => perMinute(usd) * 60
