import type { Meeting } from '../../../src/office/meetings.ts'
import type { OfficeMember } from '../../../src/office/member.ts'
import type { Actor } from './actor.ts'
import { createCrew } from './crew.ts'
import { explain } from './explain.ts'
import { createFreeTime } from './free-time.ts'
import { intentOf } from './intent.ts'
import type { Layout } from './layout.ts'
import { createMovement } from './movement.ts'
import { createParcels } from './parcels.ts'
import { createPlaces, type Place } from './places.ts'
import { stateHash } from './state-hash.ts'
import { timings } from './timings.ts'
import { createWalkGrid } from './walk-grid.ts'

/** Whoever has no work does not stay there, but for its own desk. */
const notForTheFree: ReadonlySet<Place['kind']> = new Set(['desk', 'meeting', 'door', 'beside'])

export type World = ReturnType<typeof createWorld>

/**
 * The office as plain data: who is where and does what at each moment. It knows nothing of pictures and of the clock:
 * it goes on by one `timings.stepMs` at each `step`, and the same members and steps give the same office.
 */
export function createWorld({
  layout,
  seed,
  desks = {},
}: {
  layout: Layout
  seed: string
  /** The ids of desks given by hand, by the ids of agents. */
  desks?: Readonly<Record<string, string>>
}) {
  const actors: Actor[] = []
  const grid = createWalkGrid(layout)
  const places = createPlaces(layout, grid)
  const { parcels, ...mail } = createParcels()
  const movement = createMovement(grid, arrive)
  const freeTime = createFreeTime(places, movement, actors)
  const crew = createCrew({ layout, seed, desks, grid, places, actors, movement, pursue, stopFreeTime })
  let steps = 0
  let now = 0
  let told: { at: number; now: number } | null = null

  /**
   * What the office is told: everybody who is in it, at a time of the clock in ms. Those of the first call sit already;
   * later ones come in through the door, and whoever is no longer named leaves by it.
   */
  function setMembers(members: readonly OfficeMember[], at: number, also: { meetings?: readonly Meeting[] } = {}) {
    const isFirst = told === null
    if (told && at - told.at - (now - told.now) > timings.missedMs) jump()
    told = { at, now }
    movement.begin(now)
    crew.tell(members, also.meetings ?? [], now, isFirst)
    if (isFirst) jump()
    for (const actor of actors) actor.act = actOf(actor)
  }

  /** Goes on by one `timings.stepMs`. */
  function step() {
    now = ++steps * timings.stepMs
    movement.begin(now)
    mail.step()
    let gone = 0
    for (let i = 0; i < actors.length; i++) {
      const actor = actors[i]!
      if (movement.step(actor)) {
        actor.isGone = true
        gone++
        continue
      }
      if (isFree(actor) && actor.at && !actor.goal && now >= actor.freeUntil) freeTime.next(actor, now)
      actor.act = actOf(actor)
    }
    if (gone > 0) crew.removeGone()
  }

  /** Has everybody be where they are going, and everything that flies be there. */
  function jump() {
    movement.begin(now)
    for (const actor of actors) actor.isGone = movement.finish(actor)
    crew.removeGone()
    parcels.length = 0
    for (const actor of actors) actor.act = actOf(actor)
  }

  const isFree = (actor: Actor) => actor.intent === 'free' && !actor.isLeaving

  function actOf(actor: Actor): Actor['act'] {
    if (actor.goal && actor.pathAt >= 0) return actor.carries ? 'carry' : 'walk'
    const kind = actor.at?.kind
    if (kind === 'meeting' && actor.depiction.tone === 'work') return 'talk'
    if (!isFree(actor)) return actor.depiction.act
    if (kind === 'coffee') return 'coffee'
    return freeTime.isChatting(actor) ? 'talk' : actor.depiction.act
  }

  /** Sends somebody to where it belongs by what was told of it. */
  function pursue(actor: Actor, meetingSeat: Place | undefined) {
    const before = actor.intent
    actor.intent = intentOf(actor.member.kind, actor.depiction, meetingSeat !== undefined)
    if (actor.intent !== 'free') stopFreeTime(actor)
    switch (actor.intent) {
      case 'still':
        if (actor.at ? actor.at.kind === 'desk' && actor.at !== actor.home : actor.opacity === 0)
          movement.settle(actor, actor.home!)
        return movement.halt(actor)
      case 'beside':
      case 'desk':
        return movement.send(actor, actor.home!, timings.workArriveMs)
      case 'meeting':
        return movement.send(actor, meetingSeat!, timings.workArriveMs)
      case 'rest':
        return freeTime.rest(actor)
      case 'free': {
        const place = actor.goal ?? actor.at
        if (!place || (place !== actor.home && notForTheFree.has(place.kind)))
          movement.send(actor, actor.home!, timings.arriveMs)
        else if (before !== 'free' && !actor.goal) freeTime.arrive(actor, place, now)
      }
    }
  }

  function stopFreeTime(actor: Actor) {
    freeTime.endChat(actor, now)
    actor.freeUntil = Number.POSITIVE_INFINITY
    const receiver = actor.errandTo === null ? undefined : crew.find(actor.errandTo)
    if (receiver && actor.carries) mail.send(actor.id, actor, receiver.id, receiver)
    actor.errandTo = null
    actor.carries = null
  }

  function arrive(actor: Actor, place: Place) {
    if (actor.isLeaving) actor.fade = 'out'
    else if (actor.intent === 'free') freeTime.arrive(actor, place, now)
    if (place.kind !== 'desk' && place.kind !== 'meeting') return
    for (const other of actors)
      if (other !== actor && other.at === place) {
        if (!other.isLeaving) movement.settle(other, other.home!)
        else {
          movement.forget(other)
          other.opacity = 0
          other.fade = 'out'
        }
      }
  }

  /**
   * One gives a paper to another: whoever is free carries it there and comes back, and from somebody at work it flies.
   * False: one of the two is not in the office.
   */
  function handOver(fromId: string, toId: string): boolean {
    const from = crew.find(fromId)
    const to = crew.find(toId)
    if (!from || !to || from === to || from.isLeaving || to.isLeaving) return false
    const visit = to.at === to.home ? places.visits.get(to.home!) : undefined
    if (!isFree(from) || from.errandTo !== null || !visit?.isReachable || visit.holder !== null) {
      // Whoever has just come is on the way to where it will be.
      mail.send(fromId, from, toId, to.goal ?? to)
      return true
    }
    movement.begin(now)
    freeTime.endChat(from, now)
    from.freeUntil = Number.POSITIVE_INFINITY
    from.errandTo = toId
    from.carries = 'paper'
    movement.send(from, visit, timings.arriveMs)
    return true
  }

  /** How long nothing will move if nothing is told, in ms. The steps of this time may be made up for later. */
  function quietMs(): number {
    if (parcels.length > 0) return 0
    let least = Number.POSITIVE_INFINITY
    for (const actor of actors) {
      if (actor.goal || actor.fade) return 0
      if (isFree(actor)) least = Math.min(least, Math.max(0, actor.freeUntil - now))
    }
    return least
  }

  return {
    /** Everybody who is in the office, those who came first first. */
    actors: actors as readonly Actor[],
    /** The papers in the air. */
    parcels: parcels as readonly (typeof parcels)[number][],
    setMembers,
    step,
    jump,
    handOver,
    find: crew.find,
    quietMs,
    /** Whether somebody moves or will, without anything being told. */
    get isMoving() {
      return quietMs() < Number.POSITIVE_INFINITY
    },
    /** The ids of those for whom there is no desk, and of their sub-agents. */
    get unseated() {
      return crew.unseated()
    },
    stateHash: () => stateHash(actors, parcels),
    /** Why somebody is where it is, in a sentence. */
    explain: (id: string) => explain(id, crew.find(id), crew.unseated(), now),
  }
}
