import { quarterMs } from '../lib/timezone.ts'
import type { TimelineSpan } from './agent.ts'

/** What is known of an agent's day. Moments in ms. */
export type DayEvidence = {
  /** Quarters of an hour since the epoch in which a model answered it. */
  quarters: readonly number[]
  /** When runs of it failed. */
  failedAt: readonly number[]
  /** Since when it works, and since when it waits for somebody, where it does so now. */
  workingSince: readonly number[]
  waitingSince: readonly number[]
}

/** A failure speaks for its agent this long, or until it is known to work again. */
const failureSpeaksMs = 10 * 60_000

const louder = ['waiting', 'failed', 'working'] as const

/**
 * The spans of the last `lengthMs` in order, none over another. Where several are true the louder is told; neighbours
 * of the same state are one.
 */
export function dayTimelineOf(evidence: DayEvidence, now: number, lengthMs = 24 * 3_600_000): TimelineSpan[] {
  const worked = new Set(evidence.quarters)
  const spans: TimelineSpan[] = [
    ...evidence.quarters.map((quarter) => span('working', quarter * quarterMs, (quarter + 1) * quarterMs)),
    ...evidence.workingSince.map((from) => span('working', from, now)),
    ...evidence.waitingSince.map((from) => span('waiting', from, now)),
    ...evidence.failedAt.map((from) => {
      const next = Math.floor(from / quarterMs) + 1
      return span('failed', from, Math.min(from + failureSpeaksMs, worked.has(next) ? next * quarterMs : now))
    }),
  ]
    .map(({ state, from, to }) => span(state, Math.max(from, now - lengthMs), Math.min(to, now)))
    .filter(({ from, to }) => from < to)

  const edges = [...new Set(spans.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b)
  const ribbon: TimelineSpan[] = []
  for (const [number, from] of edges.slice(0, -1).entries()) {
    const to = edges[number + 1]!
    const here = new Set(spans.filter((one) => one.from <= from && one.to >= to).map(({ state }) => state))
    const state = louder.find((one) => here.has(one))
    const last = ribbon.at(-1)
    if (!state) continue
    if (last?.state === state && last.to === from) last.to = to
    else ribbon.push(span(state, from, to))
  }
  return ribbon
}

const span = (state: TimelineSpan['state'], from: number, to: number): TimelineSpan => ({ from, to, state })
