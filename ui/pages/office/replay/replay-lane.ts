import type { ReplayEvent } from '../../../../src/office/replay.ts'
import type { Mark } from '../../../components/state-mark.tsx'
import { maxStops } from './replay-clock.ts'

/** The sign of what mattered in a day, and what is said of it after a name. What is only part of the day has none. */
const weights: Record<ReplayEvent['kind'], { mark: Mark; weight: number; words: string } | null> = {
  failed: { mark: 'stopped', weight: 3, words: 'failed' },
  'cron-failed': { mark: 'stopped', weight: 3, words: 'had a job that failed' },
  waits: { mark: 'waiting', weight: 2, words: 'waited for somebody' },
  stalled: { mark: 'waiting', weight: 2, words: 'made no progress' },
  finished: { mark: 'healthy', weight: 1, words: 'finished' },
  'cron-ran': { mark: 'healthy', weight: 1, words: 'had a job that ran' },
  began: null,
  answered: null,
}

/** A moment that mattered. */
export type Moment = { at: number; id: string; mark: Mark; weight: number; words: string; text: string | null }

/** What mattered of all that happened, in order of time. */
export const momentsOf = (events: readonly ReplayEvent[]): Moment[] =>
  events.flatMap(({ at, kind, id, text }) => {
    const weight = weights[kind]
    return weight ? [{ at, id, text, ...weight }] : []
  })

type Span = { since: number; until: number }

/** How far along a time something is, from 0 to 1. */
export const shareOf = (at: number, { since, until }: Span) =>
  until <= since ? 0 : Math.min(1, Math.max(0, (at - since) / (until - since)))

/** What one place of a lane shows: what mattered most there, and of how much. */
export type LaneMark = Moment & { share: number; count: number }

/** The marks of a lane with so many places. Of what falls in one place the worst is shown, and the first of it. */
export function marksOf(moments: readonly Moment[], span: Span, places: number): LaneMark[] {
  const byPlace = Map.groupBy(moments, ({ at }) => Math.min(places - 1, Math.floor(shareOf(at, span) * places)))
  return [...byPlace.values()].map((all) => {
    const worst = all.reduce((a, b) => (b.weight > a.weight ? b : a))
    return { ...worst, share: shareOf(worst.at, span), count: all.length }
  })
}

/** The next moment that mattered, or with -1 the one before. Undefined where there is none. */
export const stepTo = (moments: readonly Moment[], at: number, by: 1 | -1) =>
  by === 1 ? moments.find((moment) => moment.at > at) : moments.findLast((moment) => moment.at < at)

/**
 * Where a time of which little can be seen stops: what mattered most comes first, and nothing that is so close to another
 * stop that it is seen there.
 */
export function stopsOf(moments: readonly Moment[], { since, until }: Span): number[] {
  const nearMs = (until - since) / (maxStops * 2)
  const stops: number[] = []
  for (const { at } of moments.toSorted((a, b) => b.weight - a.weight || a.at - b.at)) {
    if (stops.length === maxStops) break
    if (at > since && at < until && stops.every((other) => Math.abs(other - at) >= nearMs)) stops.push(at)
  }
  return stops.sort((a, b) => a - b)
}
