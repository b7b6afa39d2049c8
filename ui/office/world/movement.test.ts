import { expect, test } from 'bun:test'
import { depictionOf } from '../../../src/office/depiction.ts'
import { createActor } from './actor.ts'
import { createMovement } from './movement.ts'
import { placeInTile } from './places.ts'
import { drawnLayout } from './testing/drawn-layout.ts'
import { member } from './testing/members.ts'
import { timings } from './timings.ts'
import { createWalkGrid, tileAt } from './walk-grid.ts'

/** Has everybody walk from the capital letter to the small one, which may be in a drawing of its own, until all are there. */
function walkAll(from: string, { to = from, withinMs }: { to?: string; withinMs?: number } = {}) {
  const grid = createWalkGrid(drawnLayout(from.replace(/[A-Za-z]/g, '.')))
  const tileOf = (drawing: string, sign: string) => drawing.trim().replace(/\n/g, '').indexOf(sign)
  const arrived: string[] = []
  const movement = createMovement(grid, ({ id }) => arrived.push(id))
  const names = [...new Set(from.replace(/[^A-Z]/g, ''))].toSorted()
  const actors = names.map((name, rank) => {
    const idle = member(name)
    const actor = createActor(idle, depictionOf(idle), 'a', rank)
    movement.settle(actor, placeInTile(`from ${name}`, 'beside', tileOf(from, name), 'down', grid))
    actor.opacity = 1
    return actor
  })
  arrived.length = 0
  movement.begin(0)
  for (const actor of actors) {
    const tile = tileOf(to, actor.id.toLowerCase())
    movement.send(actor, placeInTile(`to ${actor.id}`, 'beside', tile, 'up', grid), withinMs)
  }
  /** Where each has been, as `column row`, and how near two came to each other while they walked. */
  const tiles: string[][] = actors.map(() => [])
  let nearestPx = Number.POSITIVE_INFINITY
  let ms = 0
  for (; arrived.length < actors.length && ms < 60_000; ms += timings.stepMs) {
    movement.begin(ms)
    for (const [number, actor] of actors.entries()) {
      movement.step(actor)
      const tile = tileAt(grid, actor.x, actor.y)
      expect(grid.regions[tile]).toBeGreaterThan(0)
      tiles[number]!.push(`${tile % grid.width} ${Math.floor(tile / grid.width)}`)
      for (const other of actors)
        if (other !== actor && !actor.at && !other.at)
          nearestPx = Math.min(nearestPx, Math.hypot(actor.x - other.x, actor.y - other.y))
    }
  }
  const areThere = actors.every(({ at, goal, id }) => at?.id === `to ${id}` && goal === null)
  return { ms, arrived: arrived.join(''), areThere, tiles, nearestPx }
}

const walkMs = (tiles: number) => (tiles * 16 * 1_000) / timings.walkPxPerS

test('a walk takes as long as it is far, and one in a hurry as long as it may', () => {
  expect(walkAll('A.........a').ms).toBeWithin(walkMs(10), walkMs(10) + 200)
  expect(walkAll('A.........a', { withinMs: 1_000 }).ms).toBeWithin(850, 1_001)
  expect(walkAll('A.........a', { withinMs: 60_000 }).ms).toBeWithin(walkMs(10), walkMs(10) + 200)
})

test('two who meet head-on in a narrow passage pass each other without a halt', () => {
  const { ms, areThere, nearestPx } = walkAll('A..........B', { to: 'b..........a' })
  expect(areThere).toBe(true)
  expect(nearestPx).toBeGreaterThan(5)
  expect(ms).toBeWithin(walkMs(11), walkMs(11) + 200)
})

test('two who come to a doorway at once go through it one after the other', () => {
  const { arrived, ms, tiles, nearestPx } = walkAll(`
#######
A..#..a
#.....#
B..#..b
#######`)
  expect(arrived).toBe('AB')
  expect(nearestPx).toBeGreaterThan(8)
  expect(ms).toBeLessThan(walkMs(9) + 3_000)
  for (const list of tiles) expect(list).toContain('3 2')
})

test('a crowd in both directions gets through a narrow passage', () => {
  const { areThere, ms } = walkAll(`
AB....gh
CD####ef
EF####cd
GH####ab`)
  expect(areThere).toBe(true)
  expect(ms).toBeLessThan(walkMs(14) + 6_000)
})

test('four who each want the tile of the next do not lock', () => {
  const { areThere, ms } = walkAll('AB\nDC', { to: 'da\ncb' })
  expect(areThere).toBe(true)
  expect(ms).toBeLessThan(walkMs(1) + timings.patienceMs * 3)
})
