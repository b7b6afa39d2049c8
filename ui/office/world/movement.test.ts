import { expect, test } from 'bun:test'
import { type Actor, createActor } from './actor.ts'
import { createMovement } from './movement.ts'
import { placeInTile } from './places.ts'
import { drawnLayout } from './testing/drawn-layout.ts'
import { depictionByState, member } from './testing/members.ts'
import { timings } from './timings.ts'
import { createWalkGrid, tileAt } from './walk-grid.ts'

/** Puts people into a drawing who walk from each capital letter to its small one, and says when all have arrived. */
function walkAll(drawing: string, withinMs?: number) {
  const signs = drawing
    .trim()
    .split('\n')
    .map((row) => [...row])
  const grid = createWalkGrid(drawnLayout(drawing.replace(/[A-Za-z]/g, '.')))
  const { width } = grid
  const arrived: string[] = []
  const movement = createMovement(grid, ({ id }) => arrived.push(id))
  const all = signs.flat().join('')
  const names = [...new Set(all.replace(/[^A-Z]/g, ''))].toSorted()
  const actors = names.map((name, rank) => {
    const idle = member(name)
    const actor = createActor(idle, depictionByState(idle), 'a', rank)
    movement.settle(actor, placeInTile(`from ${name}`, 'beside', all.indexOf(name), 'down', grid))
    actor.opacity = 1
    return actor
  })
  arrived.length = 0
  movement.begin(0)
  for (const actor of actors)
    movement.send(
      actor,
      placeInTile(`to ${actor.id}`, 'beside', all.indexOf(actor.id.toLowerCase()), 'up', grid),
      withinMs,
    )
  const tiles: number[][] = actors.map(() => [])
  let ms = 0
  for (; arrived.length < actors.length && ms < 60_000; ms += timings.stepMs) {
    movement.begin(ms)
    for (const [number, actor] of actors.entries()) {
      movement.step(actor)
      const tile = tileAt(grid, actor.x, actor.y)
      expect(grid.regions[tile]).toBeGreaterThan(0)
      if (tiles[number]!.at(-1) !== tile) tiles[number]!.push(tile)
    }
  }
  return {
    ms,
    arrived: arrived.join(''),
    actors,
    tiles: tiles.map((list) => list.map((tile) => [tile % width, Math.floor(tile / width)])),
  }
}

const walkMs = (tiles: number) => (tiles * 16 * 1_000) / timings.walkPxPerS
const isAtGoal = ({ at, goal, id }: Actor) => at?.id === `to ${id}` && goal === null

test('a walk takes as long as it is far, and one in a hurry as long as it may', () => {
  expect(walkAll('A.........a').ms).toBeWithin(walkMs(10), walkMs(10) + 100)
  expect(walkAll('A.........a', 1_000).ms).toBeWithin(1_000, 1_100)
  expect(walkAll('A.........a', 60_000).ms).toBeWithin(walkMs(10), walkMs(10) + 100)
})

test('two who meet head-on in a narrow passage pass each other without a halt', () => {
  const { ms, actors } = walkAll('Ab........Ba')
  expect(actors.every(isAtGoal)).toBe(true)
  expect(ms).toBeLessThan(walkMs(11) + timings.patienceMs)
})

test('two who come to a doorway at once go through it one after the other', () => {
  const { arrived, ms, tiles } = walkAll(`
#######
A..#..a
#.....#
B..#..b
#######`)
  expect(arrived).toBe('AB')
  expect(ms).toBeLessThan(walkMs(9) + 3_000)
  for (const list of tiles) expect(list).toContainEqual([3, 2])
})

test('a crowd in both directions gets through a narrow passage', () => {
  const { actors, ms } = walkAll(`
AB....gh
CD####ef
EF####cd
GH####ab`)
  expect(actors).toHaveLength(8)
  expect(actors.every(isAtGoal)).toBe(true)
  expect(ms).toBeLessThan(walkMs(14) + 6_000)
})

test('four who go round a corner and each want the tile of the next do not lock', () => {
  const { actors, ms } = walkAll(`
######
##.bA#
#Bcd.#
#.DC.#
##.a##
######`)
  expect(actors.every(isAtGoal)).toBe(true)
  expect(ms).toBeLessThan(6_000)
})
