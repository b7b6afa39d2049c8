import { expect, test } from 'bun:test'
import { composeOffice } from '../plan/compose/compose-plan.ts'
import { createPath, createPathFinder } from './find-path.ts'
import { drawnLayout } from './testing/drawn-layout.ts'
import { createWalkGrid, nearestFree, tileAt, ways } from './walk-grid.ts'

/** Draws the way from `A` to `B` as `*`; `!` are tiles in which somebody stands. */
function drawWay(drawing: string): string {
  const rows = drawing.trim().split('\n')
  const grid = createWalkGrid(drawnLayout(drawing))
  const tileOf = (sign: string) => rows.flatMap((row) => [...row]).indexOf(sign)
  const crowd = new Uint16Array(grid.width * grid.height)
  for (const [tile, sign] of rows.flatMap((row) => [...row]).entries()) if (sign === '!') crowd[tile] = 1
  const path = createPath()
  if (!createPathFinder(grid).find(tileOf('A'), tileOf('B'), crowd, path)) return 'no way'
  const signs = rows.map((row) => [...row])
  for (const tile of path.tiles.subarray(0, path.length - 1))
    signs[Math.floor(tile / grid.width)]![tile % grid.width] = '*'
  return signs.map((row) => row.join('')).join('\n')
}

test('the way is straight for as long as it can be', () => {
  expect(
    drawWay(`
#######
#A....#
#.....#
#....B#
#######`),
  ).toBe(
    `
#######
#A....#
#*....#
#****B#
#######`.trim(),
  )
})

test('a thin wall is gone round, and a wall without an opening has no way', () => {
  expect(
    drawWay(`
######
#A|.B#
#....#
######`),
  ).toBe(
    `
######
#A|.B#
#****#
######`.trim(),
  )
  expect(
    drawWay(`
#####
#A#B#
#####`),
  ).toBe('no way')
})

test('whoever stands in the way is gone round where there is room, and passed where there is none', () => {
  expect(
    drawWay(`
#######
#A.!.B#
#.....#
#######`),
  ).toBe(
    `
#######
#A.!.B#
#*****#
#######`.trim(),
  )
  expect(
    drawWay(`
#######
#A.!.B#
#######`),
  ).toBe(
    `
#######
#A***B#
#######`.trim(),
  )
})

test('a way of no length is a way, and a blocked tile leads nowhere', () => {
  const grid = createWalkGrid(drawnLayout('..#'))
  const { find } = createPathFinder(grid)
  const path = createPath()
  expect(find(0, 0, new Uint16Array(3), path)).toBe(true)
  expect(path.length).toBe(0)
  expect(find(2, 0, new Uint16Array(3), path)).toBe(false)
  expect(find(-1, 0, new Uint16Array(3), path)).toBe(false)
})

test('whoever starts in a wall starts from the nearest free tile', () => {
  const grid = createWalkGrid(drawnLayout('.....\n.###.\n.###.\n.###.\n.....'))
  expect(nearestFree(grid, { x: 40, y: 28 })).toBe(tileAt(grid, 40, 8))
  expect(nearestFree(grid, { x: 8, y: 40 })).toBe(tileAt(grid, 8, 40))
  expect(nearestFree(createWalkGrid(drawnLayout('##')), { x: 8, y: 8 })).toBe(-1)
})

test('in an office for 60 every desk is reached on ways as short as ways can be', () => {
  const layout = composeOffice(60)
  const grid = createWalkGrid(layout)
  const { find } = createPathFinder(grid)
  const crowd = new Uint16Array(grid.width * grid.height)
  const path = createPath()
  const door = nearestFree(grid, layout.door)
  const lengths = breadthFirst(door)
  expect(layout.seats.length).toBeGreaterThan(60)
  for (const { enter } of layout.seats) {
    const to = tileAt(grid, enter.x, enter.y)
    expect(find(door, to, crowd, path)).toBe(true)
    expect(path.length).toBe(lengths.get(to)!)
    let tile = door
    for (const next of path.tiles.subarray(0, path.length)) {
      const way = ways.findIndex(({ dx, dy }) => next === tile + dy * grid.width + dx)
      expect(grid.exits[tile]! & (1 << way)).toBeGreaterThan(0)
      tile = next
    }
  }

  function breadthFirst(from: number) {
    const lengths = new Map([[from, 0]])
    for (const [tile, length] of lengths)
      for (const [bit, { dx, dy }] of ways.entries()) {
        const next = tile + dy * grid.width + dx
        if (grid.exits[tile]! & (1 << bit) && !lengths.has(next)) lengths.set(next, length + 1)
      }
    return lengths
  }
})

test('a torn grid is walls and nothing else', () => {
  const torn = { width: Number.NaN, height: -3, collision: [], edges: [] }
  expect(createWalkGrid(torn).regions).toHaveLength(0)
  const short = createWalkGrid({ width: 3, height: 2, collision: ['00'], edges: [] })
  expect([...short.regions]).toEqual([1, 1, 0, 0, 0, 0])
  expect(createWalkGrid({ width: 1e9, height: 1e9, collision: [], edges: [] }).regions).toHaveLength(128 * 128)
})
