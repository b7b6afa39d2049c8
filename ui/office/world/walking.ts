import type { Actor } from './actor.ts'
import { createPathFinder } from './find-path.ts'
import { tileSize } from './layout.ts'
import { timings } from './timings.ts'
import { centreX, centreY, type WalkGrid } from './walk-grid.ts'

/** How far to the right of the middle one walks, so that those who meet are seen beside each other. */
const lanePx = 3

/** What is kept for turning corners of the time that somebody has who must be somewhere. */
const cornersMs = 100

/**
 * How people walk without running into each other. Whoever walks has the tile that it walks in to itself and takes the
 * next one when nobody is there. Two who meet head-on pass each other; otherwise one waits for a moment, the later of
 * the two for longer, and then passes, so that no crowd can lock. Whoever is in a hurry does not wait. Those who stand
 * somewhere are gone round where there is room.
 */
export function createWalking(grid: WalkGrid) {
  const finder = createPathFinder(grid)
  const tiles = grid.width * grid.height
  const standing = new Uint16Array(tiles)
  const walker: (Actor | null)[] = Array.from({ length: tiles }, () => null)

  /** Finds the way from a tile to the goal. False: there is none. */
  function setOut(actor: Actor, from: number): boolean {
    const goal = actor.goal!
    if (!goal.isReachable || !finder.find(from, goal.tile, standing, actor.path)) return false
    actor.pathAt = 0
    actor.walkedPx = 0
    actor.blockedMs = 0
    enter(actor, from)
    return true
  }

  /** Goes on for the time of a step. True: it is where its goal is entered. */
  function walk(actor: Actor, now: number): boolean {
    const { path } = actor
    const goal = actor.goal!
    const leftMs = Math.max(timings.stepMs, actor.arrivesBy - now - cornersMs)
    const pxPerS = Math.max(timings.walkPxPerS, (distanceLeft(actor) * 1_000) / leftMs)
    const isHurried = pxPerS > timings.walkPxPerS
    let reach = (pxPerS * timings.stepMs) / 1_000
    while (true) {
      const isLast = actor.pathAt >= path.length
      const next = isLast ? goal.tile : path.tiles[actor.pathAt]!
      if (next !== actor.tile && !makeWay(actor, next, isHurried)) return false
      const before = actor.pathAt > 0 ? path.tiles[actor.pathAt - 1]! : next
      const dx = (isLast ? goal.enter.x : laneX(before, next)) - actor.x
      const dy = (isLast ? goal.enter.y : laneY(before, next)) - actor.y
      const distance = Math.hypot(dx, dy)
      const part = distance > reach ? reach / distance : 1
      actor.x += dx * part
      actor.y += dy * part
      actor.z = actor.y
      actor.walkedPx += distance * part
      if (distance > 0.5)
        actor.direction = Math.abs(dx) > Math.abs(dy) ? (dx > 0 ? 'right' : 'left') : dy > 0 ? 'down' : 'up'
      if (part < 1) return false
      if (isLast) return true
      reach -= distance
      actor.pathAt++
    }
  }

  /** The point of a tile that one walks through who comes from another: a little to the right of the middle. */
  const laneX = (before: number, next: number) =>
    centreX(grid, next) - Math.sign(centreY(grid, next) - centreY(grid, before)) * lanePx
  const laneY = (before: number, next: number) =>
    centreY(grid, next) + Math.sign(centreX(grid, next) - centreX(grid, before)) * lanePx

  function makeWay(actor: Actor, next: number, isHurried: boolean): boolean {
    const other = walker[next]
    if (other && other !== actor && !isHurried && !meetsHeadOn(actor, other)) {
      const patienceMs = timings.patienceMs + (actor.rank % 4) * timings.patienceStepMs
      actor.blockedMs += timings.stepMs
      if (actor.blockedMs < patienceMs) return false
    }
    actor.blockedMs = 0
    enter(actor, next)
    return true
  }

  /** Whether the other wants to go where this one comes from, once it is where it is going now. */
  function meetsHeadOn(actor: Actor, { path, pathAt, tile }: Actor) {
    const after = path.tiles[pathAt] === tile ? pathAt + 1 : pathAt
    return after < path.length && path.tiles[after] === actor.tile
  }

  function distanceLeft({ path, pathAt, goal, x, y }: Actor): number {
    if (pathAt >= path.length) return Math.hypot(goal!.enter.x - x, goal!.enter.y - y)
    const next = path.tiles[pathAt]!
    const last = path.tiles[path.length - 1]!
    return (
      Math.hypot(centreX(grid, next) - x, centreY(grid, next) - y) +
      (path.length - 1 - pathAt) * tileSize +
      Math.hypot(goal!.enter.x - centreX(grid, last), goal!.enter.y - centreY(grid, last))
    )
  }

  function enter(actor: Actor, tile: number) {
    leave(actor)
    actor.tile = tile
    walker[tile] ??= actor
  }

  /** It walks no more. */
  function leave(actor: Actor) {
    if (walker[actor.tile] === actor) walker[actor.tile] = null
    actor.tile = -1
  }

  /** Others go round whoever stands in a tile. */
  function stand(tile: number) {
    standing[tile]!++
  }

  function standUp(tile: number) {
    standing[tile]!--
  }

  return { setOut, walk, leave, stand, standUp }
}
