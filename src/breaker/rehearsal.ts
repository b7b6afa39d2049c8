import { decide } from './decide.ts'
import type { Gauge, JobFact, SessionFact } from './facts.ts'
import type { Guard } from './guard.ts'
import { after, atRest, type BreakerState, type Decision } from './trip.ts'

/** Something that would have been done, and what it would have come to. */
export type RehearsedAct = {
  at: number
  tripId: string
  kind: Exclude<Decision['kind'], 'move'>
  /** The job or the session; else what it is about. */
  target: string
  /** Why it would have begun to act; null for what follows from that. */
  reason: string | null
  /** How many runs of a job would have waited; null for anything else. */
  runs: number | null
}

/** What a guard would have done. Times in ms. */
export type Rehearsal = {
  since: number
  until: number
  /** Since when something is known to rehearse with; null where nothing is. */
  knownSince: number | null
  acts: RehearsedAct[]
  trips: number
  runsHeld: number
  jobsHeld: number
  sessionsStopped: number
}

export type Past = {
  /** Full quarters of an hour, ascending. */
  moments: readonly number[]
  /** How the gauge stood at each of them; null where it is not known. */
  gauges: readonly (Gauge | null)[]
  knownSince: number | null
  /** The jobs as they are now. */
  jobs: readonly JobFact[]
  sessionsAt: (n: number) => SessionFact[]
  runsBetween: (jobId: string, from: number, to: number) => number
}

/** Lets a guard decide over the past, quarter of an hour by quarter of an hour, as it would decide now. */
export function rehearse(guard: Guard, past: Past): Rehearsal {
  const acts: (RehearsedAct & { targetId: string })[] = []
  let state: BreakerState = atRest
  for (const [n, at] of past.moments.entries()) {
    const gauge = past.gauges[n]
    const heldNow = new Set(state.trips.flatMap(({ jobs }) => Object.keys(jobs)))
    const facts = {
      gauges: gauge ? [gauge] : [],
      jobs: past.jobs.map((job) => ({ ...job, enabled: job.enabled && !heldNow.has(job.id) })),
      // Who is at work is looked for only where somebody could be stopped.
      get sessions() {
        return past.sessionsAt(n)
      },
    }
    const decisions = decide(state, [guard], facts, at, { isFirst: false })
    for (const decision of decisions) {
      if (decision.kind !== 'move') acts.push(actOf(decision, state, at))
      state = after(state, decision, at)
    }
  }
  const until = past.moments.at(-1) ?? 0
  for (const act of acts)
    if (act.kind === 'hold') {
      const end = acts.find(
        ({ kind, at, targetId, tripId }) =>
          kind === 'release' && targetId === act.targetId && tripId === act.tripId && at >= act.at,
      )
      act.runs = past.runsBetween(act.targetId, act.at, end?.at ?? until)
    }
  const held = acts.filter(({ kind }) => kind === 'hold')
  return {
    since: past.moments[0] ?? 0,
    until,
    knownSince: past.knownSince,
    acts: acts.map(({ targetId: _, ...act }) => act),
    trips: acts.filter(({ kind }) => kind === 'trip').length,
    runsHeld: held.reduce((sum, { runs }) => sum + (runs ?? 0), 0),
    jobsHeld: new Set(held.map(({ targetId }) => targetId)).size,
    sessionsStopped: acts.filter(({ kind }) => kind === 'stop').length,
  }
}

function actOf(decision: Exclude<Decision, { kind: 'move' }>, state: BreakerState, at: number) {
  const about = { at, tripId: decision.tripId, kind: decision.kind, reason: null as string | null, runs: null }
  switch (decision.kind) {
    case 'trip':
      return { ...about, targetId: '', target: decision.trip.name, reason: decision.trip.reason }
    case 'reach':
    case 'end': {
      const trip = state.trips.find(({ id }) => id === decision.tripId)
      return { ...about, targetId: '', target: trip?.name ?? '', reason: 'reason' in decision ? decision.reason : null }
    }
    case 'hold':
    case 'release':
    case 'leave':
      return { ...about, targetId: decision.jobId, target: decision.name }
    case 'stop':
      return { ...about, targetId: decision.sessionId, target: decision.name }
  }
}
