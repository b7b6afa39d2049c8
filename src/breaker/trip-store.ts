import type { Store } from '../store/store.ts'
import { type BreakerAct, goesOut, newAct } from './act.ts'
import { addAct, endAct, endedSince, openTrips, putTrip, together, undoHold } from './act-rows.ts'
import type { Kept } from './carry-out.ts'
import { after, type BreakerState, changed, type Decision, type Trip } from './trip.ts'

/** A trip that ended longer ago does not keep its guard from acting, in ms. */
const dayMs = 86_400_000

type Person = { by: string; at: number }

/** The state of the breaker, and its rows: each change is written before it counts. */
export function createTripStore(store: Store, now: () => number) {
  let state: BreakerState = { trips: openTrips(store), endedAt: endedSince(store, now() - dayMs) }
  const find = (tripId: string) => state.trips.find(({ id }) => id === tripId)

  /** Applies a decision that was carried out, or failed, and writes its trip with whatever else is written beside it. */
  function apply(decision: Decision, hasFailed = false, write = () => {}) {
    const at = now()
    const before = find(decision.tripId)
    const trip = decision.kind === 'trip' ? decision.trip : before && changed(before, decision, at, hasFailed)
    together(store, () => {
      if (trip) putTrip(store, trip)
      write()
    })
    state = after(state, decision, at, hasFailed)
  }

  return {
    state: () => state,
    find,

    /** Writes what was decided, and applies what is done with that; answers what has still to go out. */
    keep(decisions: readonly Decision[]): Kept[] {
      const kept: Kept[] = []
      for (const decision of decisions) {
        const trip = decision.kind === 'trip' ? decision.trip : find(decision.tripId)
        if (!trip) continue
        if (decision.kind === 'move') apply(decision)
        else if (goesOut(decision)) kept.push({ decision, actId: addAct(store, newAct(decision, trip, now())) })
        else apply(decision, false, () => void addAct(store, newAct(decision, trip, now())))
      }
      return kept
    },

    /** Ends an act that went out; the decision with it counts as carried out, or failed. */
    end(actId: number, outcome: BreakerAct['outcome'], detail: string | null, decision?: Decision) {
      const write = () => endAct(store, { id: actId, outcome, detail, endedAt: now() })
      if (decision) apply(decision, outcome === 'failed', write)
      else write()
    },

    /** Notes that a person lets the work of a trip go on. */
    lift(trip: Trip, { by, at }: Person): Trip {
      const lifted = { ...trip, isLifted: true }
      together(store, () => {
        putTrip(store, lifted)
        for (const [targetId, { state: is }] of Object.entries(trip.jobs))
          if (is === 'held') undoHold(store, { tripId: trip.id, targetId, at, by })
      })
      state = { ...state, trips: state.trips.map((one) => (one.id === trip.id ? lifted : one)) }
      return lifted
    },

    /** Notes that a person has switched on a job that was held. */
    release({ tripId, targetId, target }: BreakerAct, { by, at }: Person) {
      apply({ kind: 'leave', tripId, jobId: targetId, name: target }, false, () =>
        undoHold(store, { tripId, targetId, at, by }),
      )
    },
  }
}
