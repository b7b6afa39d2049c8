import { duration, percent } from '../lib/format.ts'
import { type BreakerFacts, type Gauge, isJobOf, isSessionOf, type JobFact } from './facts.ts'
import type { Guard, Measure } from './guard.ts'
import { after, type BreakerState, type Decision, type EndHow, type Trip } from './trip.ts'

const minuteMs = 60_000
/** What is used has to fall this far below the level before a trip ends: around its limit a guard acts once. */
const hysteresisPercent = 5
/** A forecast counts where the window would be full this long before it resets, and no longer once so much stays free. */
const tooEarlyMs = 30 * minuteMs
const lastsPercent = 90
/** A guard that has just ended a trip does not begin another one at once. */
const restMs = 15 * minuteMs
/** A runtime that did not do it is asked again after this, and to hold a job or to stop a session only so often. */
const againMs = minuteMs
const maxTries = 3

/** What is so for as long as this program runs, beside the facts. */
type Circumstances = {
  /** This is the first look after a start: what it finds may have been so for long. */
  isFirst: boolean
}

/**
 * What is to be done now, in order. Pure: the same state, guards, facts and moment come to the same, whether that is now
 * or a rehearsal of last month. What is not known decides nothing.
 */
export function decide(
  before: BreakerState,
  guards: readonly Guard[],
  facts: BreakerFacts,
  at: number,
  { isFirst }: Circumstances,
): Decision[] {
  const decisions: Decision[] = []
  let state = before
  const emit = (decision: Decision) => {
    decisions.push(decision)
    state = after(state, decision, at)
  }
  const guardOf = (subject: string) => guards.find((guard) => guard.subject === subject)
  const gaugeOf = (subject: string) => facts.gauges.find((gauge) => gauge.subject === subject)
  const jobs = new Map(facts.jobs.map((job) => [job.id, job]))
  const justReached = new Set<string>()

  for (const trip of state.trips.filter(({ ended }) => ended === null)) {
    const [guard, gauge] = [guardOf(trip.subject), gaugeOf(trip.subject)]
    const how = endOf(trip, guard, gauge, at)
    if (how) emit({ kind: 'end', tripId: trip.id, how })
    else if (gauge && guard) {
      if (gauge.usedPercent !== null && isMoved(trip.endsAt, gauge.endsAt))
        emit({ kind: 'move', tripId: trip.id, endsAt: gauge.endsAt! })
      if (trip.phase === 'short' && isReached(guard, gauge)) {
        justReached.add(trip.id)
        emit({ kind: 'reach', tripId: trip.id, reason: reachedWords(guard, gauge, isFirst) })
      }
    }
  }

  for (const guard of guards) {
    const gauge = gaugeOf(guard.subject)
    if (!gauge || gauge.limit !== guard.limit || guard.measures.length === 0) continue
    if (state.trips.some(({ subject, ended }) => subject === guard.subject && ended === null)) continue
    if (isResting(state.endedAt[guard.subject], at)) continue
    const phase = isReached(guard, gauge) ? 'full' : isShort(gauge, at) ? 'short' : undefined
    if (phase === undefined) continue
    const reason = phase === 'full' ? reachedWords(guard, gauge, isFirst) : shortWords(gauge)
    const trip: Trip = {
      id: `${guard.subject}@${at}`,
      subject: guard.subject,
      name: gauge.name,
      phase,
      reason,
      at,
      endsAt: gauge.endsAt,
      isLifted: false,
      ended: null,
      jobs: {},
      sessions: {},
    }
    if (phase === 'full') justReached.add(trip.id)
    emit({ kind: 'trip', tripId: trip.id, trip })
  }

  for (const { id, subject } of state.trips) {
    const trip = () => state.trips.find((one) => one.id === id)
    const guard = guardOf(subject)
    const gauge = gaugeOf(subject)
    leaveJobs(trip()!)
    const isActing = (measure: Measure) => {
      const now = trip()
      return now?.ended === null && !now.isLifted && (guard?.measures.includes(measure) ?? false)
    }
    if (guard && gauge && isActing('hold-crons')) holdJobs(trip()!, guard, gauge)
    if (!isActing('hold-crons')) releaseJobs(trip())
    const stops = isActing('pause') || (isActing('stop-sessions') && justReached.has(id))
    if (gauge && stops && trip()?.phase === 'full') stopSessions(trip()!, gauge)
  }
  return decisions

  /** A job that somebody switched on, or that is gone, is none of ours any more. */
  function leaveJobs(trip: Trip) {
    for (const [jobId, { state, name }] of Object.entries(trip.jobs))
      if (state === 'held' && jobs.get(jobId)?.enabled !== false) emit({ kind: 'leave', tripId: trip.id, jobId, name })
  }

  function holdJobs(trip: Trip, guard: Guard, gauge: Gauge) {
    for (const job of facts.jobs) {
      const known = trip.jobs[job.id]
      if (known && (known.state !== 'failed' || known.tries >= maxTries || isRecent(known.at, at))) continue
      if (!isWanted(job, guard, gauge)) continue
      const isOff = isHeldElsewhere(trip.id, job.id)
      if (job.enabled || isOff) emit({ kind: 'hold', tripId: trip.id, jobId: job.id, name: job.name, isOff })
    }
  }

  function releaseJobs(trip: Trip | undefined) {
    for (const [jobId, { state, name, tries, at: since }] of Object.entries(trip?.jobs ?? {})) {
      if (state !== 'held' || (tries > 1 && isRecent(since, at))) continue
      const staysOff = isHeldElsewhere(trip!.id, jobId)
      emit({ kind: 'release', tripId: trip!.id, jobId, name, staysOff })
    }
  }

  function stopSessions(trip: Trip, gauge: Gauge) {
    for (const session of facts.sessions) {
      if (!isSessionOf(session, gauge.scope)) continue
      const known = trip.sessions[session.id]
      // Whoever goes on all the same is stopped again, more and more seldom.
      if (known && isRecent(known.at, at, againMs * known.tries)) continue
      emit({ kind: 'stop', tripId: trip.id, sessionId: session.id, name: session.name })
    }
  }

  function isHeldElsewhere(tripId: string, jobId: string) {
    return state.trips.some(
      ({ id, jobs, ended, isLifted }) => id !== tripId && ended === null && !isLifted && jobs[jobId]?.state === 'held',
    )
  }
}

const isWanted = (job: JobFact, { jobs }: Guard, { scope }: Gauge) =>
  jobs === null ? isJobOf(job, scope) : jobs.includes(job.id)

/** A clock that was set back makes nothing recent for long. */
const isRecent = (since: number, at: number, withinMs = againMs) => at >= since && at - since < withinMs
const isResting = (endedAt: number | undefined, at: number) =>
  endedAt !== undefined && at >= endedAt && at - endedAt < restMs

/** Some runtimes count the time until a reset from each answer, and so it differs by seconds. */
const isMoved = (known: number | null, endsAt: number | null) =>
  endsAt !== null && (known === null || Math.abs(endsAt - known) > minuteMs)

const isReached = ({ atPercent }: Guard, { usedPercent }: Gauge) => usedPercent !== null && usedPercent >= atPercent

const isShort = ({ usedPercent, outlook, endsAt }: Gauge, at: number) =>
  usedPercent !== null &&
  endsAt !== null &&
  endsAt > at &&
  outlook?.fullAt != null &&
  outlook.fullAt.mid <= endsAt - tooEarlyMs

/** How a trip ends now; undefined where it goes on, as it does where nothing is known. */
function endOf(trip: Trip, guard: Guard | undefined, gauge: Gauge | undefined, at: number): EndHow | undefined {
  if (!guard || guard.measures.length === 0) return 'off'
  if (gauge && gauge.limit !== guard.limit) return 'changed'
  if (trip.endsAt !== null && at >= trip.endsAt) return 'opened'
  // The period of a budget that begins after the trip is another one, whatever the clock did.
  if (gauge?.startsAt != null && gauge.kind === 'budget' && gauge.startsAt > trip.at) return 'opened'
  if (!gauge || gauge.usedPercent === null || gauge.usedPercent >= guard.atPercent - hysteresisPercent) return undefined
  if (trip.phase === 'full') return 'fell'
  return gauge.outlook !== null && gauge.outlook.percentAtEnd < lastsPercent ? 'fell' : undefined
}

const reachedWords = ({ atPercent }: Guard, { usedPercent }: Gauge, isFirst: boolean) =>
  `${percent(usedPercent)} used, set to act at ${percent(atPercent)}${isFirst ? '; found at the start of Wheelhouse' : ''}`

const shortWords = ({ usedPercent, outlook, endsAt }: Gauge) =>
  `${percent(usedPercent)} used; at this pace full ${duration(Math.floor((endsAt! - outlook!.fullAt!.mid) / minuteMs) * minuteMs)} before it resets`
