/** Spans of time on the chart of lines. All times are in ms, shares from 0 at the left edge to 1 at the right one. */

export type Span = { from: number; to: number }

/** Steps of equal length from a time on. */
export type Steps = { since: number; stepMs: number; count: number }

export const endOf = ({ since, stepMs, count }: Steps) => since + stepMs * count

/** Where a time stands; what is outside stands at the edge. */
export const shareOf = (steps: Steps, at: number) => clamp((at - steps.since) / (steps.stepMs * steps.count), 0, 1)

/** The step below a share of the width. */
export const stepAt = ({ count }: Steps, share: number) => Math.min(count - 1, Math.max(0, Math.floor(share * count)))

/** The whole steps between two shares, in either order: at least one. */
export function brushed(steps: Steps, one: number, other: number): Span {
  const { since, stepMs } = steps
  const first = stepAt(steps, Math.min(one, other))
  const last = Math.max(first, Math.ceil(clamp(Math.max(one, other), 0, 1) * steps.count) - 1)
  return { from: since + first * stepMs, to: since + (last + 1) * stepMs }
}

/**
 * A span after a press of an arrow key: moved by a step, or with `isWider` longer or shorter by one. Without a span the
 * last tenth is one.
 */
export function nudged(steps: Steps, span: Span | undefined, by: -1 | 1, isWider: boolean): Span {
  const { since, stepMs, count } = steps
  const end = endOf(steps)
  if (!span) return { from: end - Math.max(1, Math.round(count / 10)) * stepMs, to: end }
  if (isWider) return { from: span.from, to: clamp(span.to + by * stepMs, span.from + stepMs, Math.max(end, span.to)) }
  const length = span.to - span.from
  const from = clamp(span.from + by * stepMs, since, Math.max(since, end - length))
  return { from, to: from + length }
}

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value))
