/** A stretch of time; both ends in ms since the epoch. */
export type Span = { from: number; to: number }

/** Shorter is no chart: readings are two seconds apart. */
const shortestMs = 2 * 60_000
/** So far back something may be kept. */
const farthestMs = 3 * 365 * 86_400_000

/** A span of at least two minutes that does not go beyond now, nor farther back than anything is kept. */
export function clamped({ from, to }: Span, now: number): Span {
  const length = Math.min(Math.max(to - from, shortestMs), farthestMs)
  const end = Math.min(Math.max(to, now - farthestMs + length), now)
  return { from: Math.round(end - length), to: Math.round(end) }
}

/** The span from its middle, or from another moment in it, so many times as long: half of it is closer. */
export function zoomed({ from, to }: Span, times: number, now: number, about = (from + to) / 2): Span {
  return clamped({ from: about - (about - from) * times, to: about + (to - about) * times }, now)
}

/** The span moved by a share of its length; back where that is below zero. */
export function panned({ from, to }: Span, share: number, now: number): Span {
  const by = (to - from) * share
  return clamped({ from: from + by, to: to + by }, now)
}

/** The span between two places on a chart, as shares of its width; undefined where they are too close to mean one. */
export function brushed({ from, to }: Span, begin: number, end: number, now: number): Span | undefined {
  const [first, last] = [Math.max(0, Math.min(begin, end)), Math.min(1, Math.max(begin, end))]
  if (last - first < 0.01) return undefined
  return clamped({ from: from + first * (to - from), to: from + last * (to - from) }, now)
}
