/** How a trip ended: the window opened, what was used fell, somebody switched the guard off, or the limit is another one. */
export type EndHow = 'opened' | 'fell' | 'off' | 'changed'

/** What became of a job that a trip wanted to hold. */
type HeldJob = {
  name: string
  /** `left`: somebody switched it on since; `failed`: it could not be held, and is tried again some times. */
  state: 'held' | 'failed' | 'left'
  tries: number
  at: number
}

/** One time that a guard acted, from its limit until the window opens. Plain data, kept as it is. Times in ms. */
export type Trip = {
  id: string
  subject: string
  name: string
  /** `short`: by the forecast it will be full too early; `full`: its limit is reached. */
  phase: 'short' | 'full'
  reason: string
  at: number
  /** When the window opens, as far as was known last. */
  endsAt: number | null
  /** Somebody let the work go on: nothing more is done until the window opens. */
  isLifted: boolean
  ended: { at: number; how: EndHow } | null
  jobs: Record<string, HeldJob>
  /** The sessions that it stopped, and when last. */
  sessions: Record<string, { name: string; tries: number; at: number }>
}

/** All trips that are open or still hold something, and when each guard's last one ended (ms). */
export type BreakerState = { trips: Trip[]; endedAt: Record<string, number> }

export const atRest: BreakerState = { trips: [], endedAt: {} }

/** What is to be done, in this order. All but the last three are known here alone; those go out to runtimes. */
export type Decision =
  | { kind: 'trip'; tripId: string; trip: Trip }
  | { kind: 'reach'; tripId: string; reason: string }
  | { kind: 'move'; tripId: string; endsAt: number }
  | { kind: 'end'; tripId: string; how: EndHow }
  /** Somebody switched a held job on. */
  | { kind: 'leave'; tripId: string; jobId: string; name: string }
  /** `isOff`: another trip holds it already, so that nothing is asked of its runtime. */
  | { kind: 'hold'; tripId: string; jobId: string; name: string; isOff: boolean }
  /** `staysOff`: another trip still holds it. */
  | { kind: 'release'; tripId: string; jobId: string; name: string; staysOff: boolean }
  | { kind: 'stop'; tripId: string; sessionId: string; name: string }

const without = <T>(all: Record<string, T>, key: string) =>
  Object.fromEntries(Object.entries(all).filter(([name]) => name !== key))

/** The state once a decision has been carried out; `hasFailed` where the runtime did not do it. */
export function after(state: BreakerState, decision: Decision, at: number, hasFailed = false): BreakerState {
  if (decision.kind === 'trip') return { ...state, trips: [...state.trips, decision.trip] }
  const trip = state.trips.find(({ id }) => id === decision.tripId)
  if (!trip) return state
  const endedAt = decision.kind === 'end' ? { ...state.endedAt, [trip.subject]: at } : state.endedAt
  const next = changed(trip, decision, at, hasFailed)
  return {
    endedAt,
    trips: state.trips.flatMap((one) => (one.id !== trip.id ? [one] : isOver(next) ? [] : [next])),
  }
}

/** A trip that has ended and holds nothing any more is history. */
export const isOver = ({ ended, jobs }: Trip) =>
  ended !== null && Object.values(jobs).every(({ state }) => state !== 'held')

export function changed(trip: Trip, decision: Decision, at: number, hasFailed: boolean): Trip {
  switch (decision.kind) {
    case 'trip':
      return decision.trip
    case 'reach':
      return { ...trip, phase: 'full', reason: decision.reason }
    case 'move':
      return { ...trip, endsAt: decision.endsAt }
    case 'end':
      return { ...trip, ended: { at, how: decision.how } }
    case 'leave':
      return { ...trip, jobs: { ...trip.jobs, [decision.jobId]: { ...trip.jobs[decision.jobId]!, state: 'left', at } } }
    case 'hold': {
      const tries = (trip.jobs[decision.jobId]?.tries ?? 0) + 1
      const job: HeldJob = { name: decision.name, state: hasFailed ? 'failed' : 'held', tries, at }
      return { ...trip, jobs: { ...trip.jobs, [decision.jobId]: job } }
    }
    case 'release': {
      const known = trip.jobs[decision.jobId]
      if (!hasFailed || !known) return { ...trip, jobs: without(trip.jobs, decision.jobId) }
      return { ...trip, jobs: { ...trip.jobs, [decision.jobId]: { ...known, tries: known.tries + 1, at } } }
    }
    case 'stop': {
      const tries = (trip.sessions[decision.sessionId]?.tries ?? 0) + 1
      return { ...trip, sessions: { ...trip.sessions, [decision.sessionId]: { name: decision.name, tries, at } } }
    }
  }
}
