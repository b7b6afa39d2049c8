import type { Need, NeedKind } from './need.ts'

/** What is remembered of a need to know it again. */
type Known = Pick<Need, 'id' | 'kind' | 'reason' | 'since'>

/**
 * What makes a need of each kind another one. `sameWithinMs`: how far apart two moments of its beginning may be while it
 * stays in sight; after a gap, such as a restart, never more than a minute. `byReason`: another reason is
 * another need.
 */
const rules: Record<NeedKind, { sameWithinMs: number; byReason: boolean }> = {
  // The id is that of one request.
  'terminal-asks': { sameWithinMs: Number.POSITIVE_INFINITY, byReason: false },
  'pairing-asked': { sameWithinMs: Number.POSITIVE_INFINITY, byReason: false },
  'approval-asked': { sameWithinMs: Number.POSITIVE_INFINITY, byReason: false },
  'agent-asked': { sameWithinMs: 0, byReason: false },
  // A transcript may go on a little while a question waits.
  waiting: { sameWithinMs: Number.POSITIVE_INFINITY, byReason: true },
  stalled: { sameWithinMs: Number.POSITIVE_INFINITY, byReason: false },
  // A store writes the end of a failed run shortly after its transcript does.
  failed: { sameWithinMs: 60_000, byReason: true },
  // Each run is another failure.
  'cron-failed': { sameWithinMs: 0, byReason: false },
  // A success in between makes another one of it, as another time to succeed within does.
  'cron-overdue': { sameWithinMs: 0, byReason: false },
  // Each period is another one.
  'budget-passed': { sameWithinMs: 0, byReason: false },
  // Each time that a rule begins to act is another one.
  'breaker-tripped': { sameWithinMs: 0, byReason: false },
  'context-full': { sameWithinMs: Number.POSITIVE_INFINITY, byReason: false },
  'context-filling': { sameWithinMs: Number.POSITIVE_INFINITY, byReason: false },
  burning: { sameWithinMs: Number.POSITIVE_INFINITY, byReason: false },
  // It is another one once somebody new has written, which the reason counts.
  'file-conflict': { sameWithinMs: Number.POSITIVE_INFINITY, byReason: true },
  // The id is that of one incident.
  incident: { sameWithinMs: Number.POSITIVE_INFINITY, byReason: false },
}

const afterGapMs = 60_000

/** Under this name only one need can be open at a time. */
export const nameOfNeed = ({ id, kind }: Pick<Need, 'id' | 'kind'>) => `${kind} ${id}`

/**
 * Whether a need is the one that is known. `goneMs` is how long it was out of sight: 0 where it was always seen. A need
 * that went away for a moment and comes back as it was is the same; a new failure, another question and a later run are
 * not.
 */
export function isSameNeed(known: Known, need: Known, goneMs: number): boolean {
  if (nameOfNeed(known) !== nameOfNeed(need)) return false
  const { sameWithinMs, byReason } = rules[need.kind]
  // A reason may become known later than the state.
  const isOtherReason = known.reason !== need.reason && known.reason !== null && need.reason !== null
  if (byReason && isOtherReason) return false
  if (known.since === null || need.since === null) return known.since === need.since && goneMs <= afterGapMs
  const withinMs = goneMs === 0 ? sameWithinMs : Math.min(sameWithinMs, afterGapMs)
  return Math.abs(known.since - need.since) <= withinMs
}

/** What of a need a person sees: a snooze until it changes ends when this does. */
export const faceOfNeed = ({ reason, percent, since }: Pick<Need, 'reason' | 'percent' | 'since'>) =>
  // Of a measure only steps of five count, so that a window that fills up does not come back with each answer.
  JSON.stringify(percent === null ? [reason, since] : [Math.floor(percent / 5), since])
