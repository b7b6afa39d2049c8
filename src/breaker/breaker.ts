import type { ActionGate } from '../audit/action-gate.ts'
import type { Caller } from '../auth/caller.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Store } from '../store/store.ts'
import type { BreakerAct, NewAct } from './act.ts'
import { actById, addAct, latestActs, openActs } from './act-rows.ts'
import { carryOut } from './carry-out.ts'
import { decide } from './decide.ts'
import type { BreakerDoors } from './doors.ts'
import type { BreakerEvent } from './events.ts'
import type { BreakerFacts } from './facts.ts'
import type { Guard } from './guard.ts'
import { guardRows, putGuard } from './guard-rows.ts'
import { settleLeftOpen } from './settle.ts'
import type { Trip } from './trip.ts'
import { createTripStore } from './trip-store.ts'

export type Breaker = ReturnType<typeof createBreaker>

type Deps = {
  /** wheelhouse.sqlite. */
  store: Store
  gate: ActionGate
  doors: BreakerDoors
  /** What is known now, by the index. */
  facts: () => Promise<BreakerFacts>
  /** Whether the history has been read: what is missing of it would look like less used. */
  isReady: () => boolean
  /** What was done before this program began, which only the demo has. */
  past?: readonly NewAct[]
  now: () => number
  publish: (event: BreakerEvent) => unknown
  /** What needs a person may have changed. */
  changed: () => void
  onError: (error: unknown) => void
}

/** Facts are looked at this often, and once so long after something was spent. Nothing is read while nothing is switched on. */
const lookEveryMs = 15_000
const soonMs = 1_500
const shownActs = 200

/**
 * Acts where a budget or a plan window runs short, as persons switched it on and confirmed: by one rule (`decide.ts`), on
 * what is known, once around its limit. What goes out is written before it is done; what a kill left open is settled by
 * what is seen at the next start, and nothing is done twice.
 */
export function createBreaker({
  store,
  gate,
  doors,
  facts,
  isReady,
  past = [],
  now,
  publish,
  changed: needsChanged,
  onError,
}: Deps) {
  const guards = new Map(guardRows(store).map((guard) => [guard.subject, guard]))
  const trips = createTripStore(store, now)
  for (const act of past) addAct(store, act)
  let isFirst = true
  let looking: Promise<void> | undefined
  let isWantedAgain = false
  let timer: Timer | undefined
  let soon: Timer | undefined
  let isStopped = false

  const isIdle = () =>
    trips.state().trips.length === 0 && ![...guards.values()].some(({ measures }) => measures.length > 0) && !isFirst

  async function look() {
    if (isIdle() || !isReady()) return
    const known = await facts()
    if (isStopped) return
    if (isFirst)
      settleLeftOpen({
        acts: openActs(store),
        facts: known,
        end: (act, outcome, detail, decision) => trips.end(act.id, outcome, detail, decision),
      })
    const all = [...guards.values()]
    const decisions = decide(trips.state(), all, known, now(), { isFirst })
    isFirst = false
    if (decisions.length === 0) return
    const kept = trips.keep(decisions)
    said()
    await carryOut(kept, {
      gate,
      doors,
      guardOf: (tripId) => guards.get(trips.find(tripId)?.subject ?? ''),
      tripOf: trips.find,
      ended: ({ decision, actId }, outcome, detail) => trips.end(actId, outcome, detail, decision),
    })
    said()
  }

  function said() {
    publish({ kind: 'breaker.changed' })
    needsChanged()
  }

  /** One look at a time; a wish meanwhile is one more look. */
  function lookNow(): Promise<void> {
    if (looking) {
      isWantedAgain = true
      return looking
    }
    looking = (async () => {
      do {
        isWantedAgain = false
        try {
          await look()
        } catch (error) {
          onError(error)
        }
      } while (isWantedAgain && !isStopped)
      looking = undefined
    })()
    return looking
  }

  const openTrips = () => trips.state().trips.filter(({ ended }) => ended === null)

  return {
    guards: (): Guard[] => [...guards.values()],
    trips: (): Trip[] => trips.state().trips,
    acts: (): BreakerAct[] => latestActs(store, shownActs),
    look: lookNow,

    /** The trips that a person should know of, and whether a need of this id is about one of them. */
    tripped: (): Trip[] =>
      openTrips().filter(({ subject, isLifted, jobs, sessions }) => {
        const hasActed = Object.values(jobs).some(({ state }) => state === 'held') || Object.keys(sessions).length > 0
        return !isLifted && (hasActed || (guards.get(subject)?.measures.includes('notify') ?? false))
      }),

    /** Something was spent, or said of a window. */
    note() {
      if (isIdle()) return
      soon ??= setTimeout(() => {
        soon = undefined
        void lookNow()
      }, soonMs)
    },

    /** Keeps what a person switched on; the gate has been passed. */
    set(guard: Guard) {
      putGuard(store, guard)
      guards.set(guard.subject, guard)
      said()
      void lookNow()
    },

    /** Lets the work of a trip go on: what it holds is released, and nothing more is done until the window opens. */
    async goOn(caller: Caller, tripId: string): Promise<Trip> {
      const trip = () => trips.find(tripId)
      return gate.pass({
        caller,
        action: 'let work go on',
        target: trip()?.name ?? tripId,
        needs: 'operator',
        async perform() {
          const known = trip()
          if (!known)
            throw new Refusal('not-found', 'This is over: the window has opened, and nothing is held any more.')
          const lifted = trips.lift(known, { by: caller.name, at: now() })
          said()
          await lookNow()
          return trip() ?? lifted
        },
        async watch(lifted) {
          const held = Object.values(lifted.jobs).filter(({ state: is }) => is === 'held')
          if (held.length > 0)
            throw new Refusal(
              'unavailable',
              `${held.map(({ name }) => name).join(', ')} could not be switched on yet. It is tried again every minute.`,
            )
        },
      })
    },

    /** Switches one job on that is held, as an act of the caller. */
    async undo(caller: Caller, actId: number): Promise<BreakerAct> {
      const act = actById(store, actId)
      return gate.pass({
        caller,
        action: 'release a held cron job',
        target: act?.target ?? String(actId),
        needs: 'operator',
        async perform() {
          const trip = trips.find(act?.tripId ?? '')
          if (!act || act.kind !== 'hold' || trip?.jobs[act.targetId]?.state !== 'held')
            throw new Refusal('not-found', 'Nothing is held by this any more.')
          await doors.setJob(caller, act.targetId, true)
          trips.release(act, { by: caller.name, at: now() })
          said()
          return actById(store, actId)!
        },
      })
    },

    start() {
      timer ??= setInterval(() => void lookNow(), lookEveryMs)
      timer.unref()
    },

    async stop() {
      isStopped = true
      clearInterval(timer)
      clearTimeout(soon)
      await looking
    },
  }
}

/** The jobs that are off because the breaker holds them. */
export const heldBy = ({ trips }: Pick<Breaker, 'trips'>): string[] =>
  trips().flatMap(({ jobs }) => Object.entries(jobs).flatMap(([id, { state }]) => (state === 'held' ? [id] : [])))
