import { quarterMs } from '../lib/timezone.ts'
import type { TimelineSpan } from './agent.ts'

/** What is known of an agent's day. Times in ms. */
export type DayEvidence = {
  /** The quarters of an hour since the epoch in which it called a model. */
  quarters: readonly number[]
  /** When its runs failed. */
  failedAt: readonly number[]
  /** Since when each session that works now does so, and since when each that waits now. */
  workingSince: readonly number[]
  waitingSince: readonly number[]
}

/** How long a failure is shown, unless the agent is known to work again before. */
const failureShownMs = 10 * 60_000

const byPriority = ['waiting', 'failed', 'working'] as const

/**
 * The spans of the last `lengthMs` in order; none overlaps another. Where several states hold, waiting comes before
 * failed and failed before working. Neighbours of the same state are one span.
 */
export function dayTimelineOf(evidence: DayEvidence, now: number, lengthMs = 24 * 3_600_000): TimelineSpan[] {
  const worked = new Set(evidence.quarters)
  const spans: TimelineSpan[] = [
    ...evidence.quarters.map((quarter) => span('working', quarter * quarterMs, (quarter + 1) * quarterMs)),
    ...evidence.workingSince.map((from) => span('working', from, now)),
    ...evidence.waitingSince.map((from) => span('waiting', from, now)),
    ...evidence.failedAt.map((from) => {
      const next = Math.floor(from / quarterMs) + 1
      return span('failed', from, Math.min(from + failureShownMs, worked.has(next) ? next * quarterMs : now))
    }),
  ]
    .map(({ state, from, to }) => span(state, Math.max(from, now - lengthMs), Math.min(to, now)))
    .filter(({ from, to }) => from < to)

  const edges = [...new Set(spans.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b)
  const timeline: TimelineSpan[] = []
  for (const [number, from] of edges.slice(0, -1).entries()) {
    const to = edges[number + 1]!
    const here = new Set(spans.filter((one) => one.from <= from && one.to >= to).map(({ state }) => state))
    const state = byPriority.find((one) => here.has(one))
    const last = timeline.at(-1)
    if (!state) continue
    if (last?.state === state && last.to === from) last.to = to
    else timeline.push(span(state, from, to))
  }
  return timeline
}

const span = (state: TimelineSpan['state'], from: number, to: number): TimelineSpan => ({ from, to, state })
