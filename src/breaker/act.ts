import type { Decision, Trip } from './trip.ts'

/** Something that the breaker did, as its page shows it. Times in ms. */
export type BreakerAct = {
  id: number
  tripId: string
  subject: string
  /** What the budget or the plan window is called. */
  subjectName: string
  kind: Exclude<Decision['kind'], 'move'>
  targetId: string
  /** The job, or the session. */
  target: string
  at: number
  endedAt: number | null
  /** `unsettled`: Wheelhouse ended in between, and whether it took effect is not known. */
  outcome: 'open' | 'done' | 'failed' | 'unsettled'
  /** Why it was done, or why it was not. */
  detail: string | null
  undoneAt: number | null
  undoneBy: string | null
}

export type NewAct = Omit<BreakerAct, 'id' | 'undoneAt' | 'undoneBy'>

/** Whether a decision is carried out at a runtime. */
export const goesOut = (decision: Decision) =>
  decision.kind === 'stop' ||
  (decision.kind === 'hold' && !decision.isOff) ||
  (decision.kind === 'release' && !decision.staysOff)

/** A decision as the row that is written before it is carried out; what goes out has no end yet. */
export function newAct(decision: Exclude<Decision, { kind: 'move' }>, trip: Trip, at: number): NewAct {
  const isOutward = goesOut(decision)
  return {
    tripId: trip.id,
    subject: trip.subject,
    subjectName: trip.name,
    kind: decision.kind,
    ...targetOf(decision),
    at,
    endedAt: isOutward ? null : at,
    outcome: isOutward ? 'open' : 'done',
    detail: detailOf(decision),
  }
}

function targetOf(decision: Decision): { targetId: string; target: string } {
  if ('jobId' in decision) return { targetId: decision.jobId, target: decision.name }
  if ('sessionId' in decision) return { targetId: decision.sessionId, target: decision.name }
  return { targetId: '', target: '' }
}

function detailOf(decision: Decision): string | null {
  switch (decision.kind) {
    case 'trip':
      return decision.trip.reason
    case 'reach':
      return decision.reason
    case 'end':
      return endWords[decision.how]
    case 'leave':
      return 'switched on by somebody, or gone'
    case 'hold':
      return decision.isOff ? 'is off already, held by another rule' : null
    case 'release':
      return decision.staysOff ? 'stays off, another rule holds it' : null
    default:
      return null
  }
}

const endWords = {
  opened: 'the window has opened',
  fell: 'less is used again',
  off: 'it was switched off, or what it guarded is gone',
  changed: 'the limit is another one since it was confirmed',
}
