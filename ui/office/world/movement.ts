import type { Actor } from './actor.ts'
import { type Place, placeInTile } from './places.ts'
import { timings } from './timings.ts'
import { nearestFree, type WalkGrid } from './walk-grid.ts'
import { createWalking } from './walking.ts'

export type Movement = ReturnType<typeof createMovement>

/** The most ways that are looked for in one step; the others set out in the next ones. */
const searchesPerStep = 6

/**
 * Sends people to places and has them be there. Whoever walks gets up first; where there is no way, one disappears here
 * and appears there. `onArrival` is told of everybody who has arrived.
 */
export function createMovement(grid: WalkGrid, onArrival: (actor: Actor, place: Place) => void) {
  const walking = createWalking(grid)
  let now = 0
  let searchesLeft = 0

  function begin(at: number) {
    now = at
    searchesLeft = searchesPerStep
  }

  /** Sends somebody to a place, where it is after `withinMs` at the latest. */
  function send(actor: Actor, place: Place, withinMs = Number.POSITIVE_INFINITY) {
    if (actor.goal === place) actor.arrivesBy = Math.min(actor.arrivesBy, now + withinMs)
    if (actor.goal === place) return
    dropGoal(actor)
    if (actor.at === place) return
    place.holder = actor.id
    actor.goal = place
    actor.arrivesBy = now + withinMs
  }

  function dropGoal(actor: Actor) {
    if (!actor.goal) return
    if (actor.goal !== actor.at) release(actor.goal, actor)
    actor.goal = null
    if (actor.pathAt < 0) return
    actor.pathAt = -1
    walking.leave(actor)
  }

  /** Stops somebody where it is. */
  function halt(actor: Actor) {
    dropGoal(actor)
    if (actor.at) return
    const tile = startOf(actor)
    if (tile >= 0) actor.at = placeInTile('the point where it stopped', 'beside', tile, actor.direction, grid)
    if (!actor.at) return
    actor.at.enter.x = actor.at.x = actor.x
    actor.at.enter.y = actor.at.y = actor.y
    walking.stand(tile)
  }

  /** Has somebody be in a place at once. */
  function settle(actor: Actor, place: Place) {
    dropGoal(actor)
    getUp(actor)
    place.holder = actor.id
    actor.at = place
    actor.place = place.id
    actor.x = place.x
    actor.y = place.y
    actor.z = place.z
    actor.direction = place.direction
    actor.stance = place.stance
    if (place.stance === 'stand') walking.stand(place.tile)
    onArrival(actor, place)
  }

  function getUp(actor: Actor) {
    const place = actor.at
    if (!place) return
    if (place.stance === 'stand') walking.standUp(place.tile)
    release(place, actor)
    actor.x = place.enter.x
    actor.y = place.enter.y
    actor.z = actor.y
    actor.stance = 'stand'
    actor.at = null
    actor.place = null
  }

  /** Lets somebody appear at a point, from where it goes on. */
  function appear(actor: Actor, { x, y }: { x: number; y: number }, startsAt: number) {
    actor.x = x
    actor.y = y
    actor.z = y
    actor.startsAt = startsAt
    actor.fade = 'in'
  }

  /** One step of one person. True: it has disappeared for good. */
  function step(actor: Actor): boolean {
    if (now < actor.startsAt) return false
    if (actor.fade && fadeOn(actor)) {
      if (actor.isLeaving) return true
      if (actor.goal) settle(actor, actor.goal)
      actor.fade = 'in'
    }
    if (!actor.goal || actor.fade === 'out') return false
    if (actor.pathAt < 0) {
      if (now >= actor.arrivesBy) settle(actor, actor.goal)
      else if (searchesLeft > 0) setOut(actor)
    } else if (walking.walk(actor, now)) settle(actor, actor.goal)
    return false
  }

  /** True: it cannot be seen any more. */
  function fadeOn(actor: Actor): boolean {
    const part = timings.stepMs / timings.fadeMs
    actor.opacity = actor.fade === 'in' ? Math.min(1, actor.opacity + part) : Math.max(0, actor.opacity - part)
    if (actor.fade === 'in' && actor.opacity === 1) actor.fade = null
    return actor.fade === 'out' && actor.opacity === 0
  }

  function setOut(actor: Actor) {
    searchesLeft--
    if (walking.setOut(actor, startOf(actor))) getUp(actor)
    else actor.fade = 'out'
  }

  const startOf = (actor: Actor) => (actor.at ? actor.at.tile : actor.tile >= 0 ? actor.tile : nearestFree(grid, actor))

  /** Has everything be over that goes on. True: it has disappeared for good. */
  function finish(actor: Actor): boolean {
    actor.startsAt = Math.min(actor.startsAt, now)
    if (actor.isLeaving) return true
    actor.fade = null
    actor.opacity = 1
    if (actor.goal) settle(actor, actor.goal)
    return false
  }

  /** Gives everything back that somebody holds who is no longer there. */
  function forget(actor: Actor) {
    dropGoal(actor)
    getUp(actor)
  }

  return { begin, send, halt, settle, appear, step, finish, forget }
}

function release(place: Place, actor: Actor) {
  if (place.holder === actor.id) place.holder = null
}
