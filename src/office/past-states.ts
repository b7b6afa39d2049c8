import type { Session } from '../sessions/session.ts'
import { groupOfState, severityOf } from '../sessions/severity.ts'
import { type Activity, isActive, patience, type SessionState } from '../sessions/state.ts'
import type { ReplayMoment } from './replay.ts'
import { officeTimings } from './timings.ts'

/** A time (ms) in which somebody was in a state, until before `to`. */
export type PastSpan = {
  from: number
  to: number
  state: SessionState
  activity: Activity | null
  sessionId: string | null
  reason: string | null
}

/** Something that is on record because it needed a person. `to` is null while it still does. */
export type PastWait = {
  state: 'waiting' | 'stalled' | 'failed'
  /** Whom it is about: a session, else an agent. */
  sessionId: string | null
  agentId: string
  from: number
  to: number | null
  text: string | null
}

/** What is kept of a session. Times in ms. */
export type PastEvidence = {
  session: Session
  /** Between the first and the last call of a model in each minute. */
  calls: readonly { from: number; to: number }[]
  touches: readonly { at: number; activity: Activity }[]
  waits: readonly PastWait[]
}

/** An answer of a model takes so long, at least: it is dated by its end. */
const answerMs = 10_000

/** Pieces of work: calls that are no further apart than one rests within a piece. */
function piecesOf(calls: PastEvidence['calls'], startedAt: number | null): { from: number; to: number }[] {
  const pieces: { from: number; to: number }[] = []
  for (const { from, to } of calls.toSorted((a, b) => a.from - b.from)) {
    const last = pieces.at(-1)
    if (last && from - last.to <= officeTimings.samePieceMs) last.to = Math.max(last.to, to)
    else pieces.push({ from: from - answerMs, to })
  }
  const [first] = pieces
  if (first && startedAt !== null && startedAt < first.from && first.from - startedAt <= officeTimings.samePieceMs)
    first.from = startedAt
  return pieces
}

/**
 * The states that a session was in, as far as they are kept, at `now` (ms). Behind a piece of work it was ready for half
 * an hour where it would be on record had it needed somebody (from `waitsFrom` on); before that nobody knows.
 */
export function spansOf({ session, calls, touches, waits }: PastEvidence, waitsFrom: number, now: number): PastSpan[] {
  const { id: sessionId, state, startedAt, endedAt, lastAt, kind } = session
  const span = (state: SessionState, from: number, to: number, more: Partial<PastSpan> = {}): PastSpan => ({
    from,
    to,
    state,
    activity: null,
    sessionId,
    reason: null,
    ...more,
  })
  const pieces = piecesOf(calls, startedAt)
  const spans = pieces.map(({ from, to }) => span('running', from, to))

  for (const [number, { to }] of pieces.entries()) {
    const isLast = number === pieces.length - 1
    if (isLast && isActive(state)) {
      spans.push(span(state === 'thinking' ? 'thinking' : 'running', to, Math.min(now, workedUntil(session, now))))
      continue
    }
    const end = Math.min(pieces[number + 1]?.from ?? now, to + patience.asleepAfterMs)
    const rests = isLast && (kind === 'cron' || kind === 'subagent') ? 'finished' : 'idle'
    // How it ended is kept of its last piece alone.
    spans.push(span(to >= waitsFrom || isLast ? rests : 'unknown', to, end))
  }
  for (const { at, activity } of touches)
    if (pieces.some(({ from, to }) => at >= from && at <= to + officeTimings.touchSeenMs))
      spans.push(span('running', at, at + officeTimings.touchSeenMs, { activity }))

  for (const wait of waits) spans.push(...spansOfWait(wait, now))
  const isRecorded = (state: PastWait['state']) => waits.some((wait) => wait.state === state && wait.to === null)
  const endAt = Math.max(endedAt ?? 0, lastAt ?? 0)
  if (groupOfState(state) === 'stopped' && endAt > 0)
    spans.push(span(state, endAt, endAt + officeTimings.failureSeenMs, { reason: session.reason }))
  if ((state === 'waiting' || state === 'stalled') && !isRecorded(state))
    spans.push(span(state, workedUntil(session, now), now, { reason: session.reason }))
  return spans
}

/** Until when a session that is at work or needs somebody was seen at work. */
const workedUntil = ({ state, lastAt, witnessedAt }: Session, now: number) =>
  state === 'waiting' ? (witnessedAt ?? lastAt ?? now) : state === 'stalled' ? (lastAt ?? now) : now

/** What is on record of somebody, also where no session is known to it. */
export const spansOfWait = ({ state, sessionId, from, to, text }: PastWait, now: number): PastSpan[] => {
  const end = to ?? now
  const until = state === 'failed' ? Math.min(end, from + officeTimings.failureSeenMs) : end
  return from < until ? [{ from, to: until, state, activity: null, sessionId, reason: text }] : []
}

/**
 * The moments of somebody who was in these states, within a time (ms). Where several hold, the most severe is seen, of
 * those the one that says what was done, and then the latest. Where none does it slept, and before `workFrom` nobody
 * knows.
 */
export function momentsOf(
  id: string,
  spans: readonly PastSpan[],
  { since, until, workFrom }: { since: number; until: number; workFrom: number },
): ReplayMoment[] {
  const edges = spans
    .filter(({ from, to }) => from < to && from < until && to > since)
    .flatMap((span) => [
      { at: Math.max(span.from, since), span, isBegin: true },
      { at: span.to, span, isBegin: false },
    ])
    .sort((a, b) => a.at - b.at)
  const open = new Set<PastSpan>()
  const moments: ReplayMoment[] = []

  function note(at: number) {
    let best: PastSpan | undefined
    for (const span of open) if (!best || isLouder(span, best)) best = span
    const state = best?.state ?? (at < workFrom ? 'unknown' : 'asleep')
    const { activity = null, sessionId = null, reason = null } = best ?? {}
    const last = moments.at(-1)
    if (last?.state === state && last.activity === activity && last.sessionId === sessionId && last.reason === reason)
      return
    moments.push({ at, id, state, activity, sessionId, reason })
  }

  let next = 0
  const takeUntil = (at: number) => {
    for (; next < edges.length && edges[next]!.at <= at; next++) {
      const { span, isBegin } = edges[next]!
      if (isBegin) open.add(span)
      else open.delete(span)
    }
  }
  takeUntil(since)
  note(since)
  const others = new Set(edges.slice(next).map(({ at }) => at))
  if (workFrom > since) others.add(workFrom)
  for (const at of [...others].sort((a, b) => a - b)) {
    if (at >= until) break
    takeUntil(at)
    note(at)
  }
  return moments
}

const isLouder = (a: PastSpan, b: PastSpan) => {
  const difference = severityOf(a.state) - severityOf(b.state)
  if (difference !== 0) return difference > 0
  if ((a.activity === null) !== (b.activity === null)) return a.activity !== null
  return a.from > b.from
}

/** The first distance by which moments are thinned. */
const firstThinningMs = 2_000

/**
 * At most so many moments, in order of time. Where there are more, only the last of those of a member that follow
 * closely on each other is left, so that what lasts is right; those in which somebody was needed stay as well.
 */
export function thinned(moments: ReplayMoment[], max: number): { moments: ReplayMoment[]; thinnedToMs: number | null } {
  let kept = moments.toSorted((a, b) => a.at - b.at)
  let thinnedToMs: number | null = null
  while (kept.length > max) {
    thinnedToMs = thinnedToMs === null ? firstThinningMs : thinnedToMs * 2
    kept = apart(kept, thinnedToMs)
  }
  return { moments: kept, thinnedToMs }
}

function apart(moments: readonly ReplayMoment[], distanceMs: number): ReplayMoment[] {
  const firsts = new Map<string, ReplayMoment>()
  for (const moment of moments) if (!firsts.has(moment.id)) firsts.set(moment.id, moment)
  const lastSlice = new Map<string, number>()
  return moments
    .toReversed()
    .filter((moment) => {
      const slice = Math.floor(moment.at / distanceMs)
      const isLast = lastSlice.get(moment.id) !== slice
      lastSlice.set(moment.id, slice)
      const isNeeded = distanceMs <= patience.asleepAfterMs && severityOf(moment.state) >= severityOf('killed')
      return isLast || isNeeded || firsts.get(moment.id) === moment
    })
    .reverse()
}
