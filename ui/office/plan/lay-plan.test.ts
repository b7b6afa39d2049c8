import { expect, test } from 'bun:test'
import type { Layout } from '../world/layout.ts'
import { layoutOfPlan } from './lay-plan.ts'
import { drawnPlan, largeRoom } from './testing/large-room.ts'

/** Draws what each tile shows of a wall: `^` its top, `f` the upper half of a front, `.` none; the lower half is blocked. */
function drawWalls({ walls, width, height }: Layout): string {
  const rows = Array.from({ length: height }, () => Array<string>(width).fill('.'))
  for (const [sprite, x, y] of walls) {
    if (sprite.startsWith('wall.cap')) rows[y]![x] = '^'
    if (sprite.startsWith('wall.face')) rows[y]![x] = 'f'
  }
  return rows.map((row) => row.join('')).join('\n')
}
const walls = (drawing: string) => drawWalls(layoutOfPlan(drawnPlan(drawing)))

test('a wall shows its front above a floor, and its top everywhere else', () => {
  expect(
    walls(`
########
########
########
#wwwwww#
#wwwwww#
########`),
  ).toBe(
    `
^^^^^^^^
^ffffff^
^......^
^......^
^......^
^^^^^^^^`.trim(),
  )
})

test('the end of a wall between two rooms, and one that is one tile thick, have no front', () => {
  expect(
    walls(`
########
########
########
#ww#www#
#ww#www#
#wwwwww#
########
#wwwwww#
########`),
  ).toBe(
    `
^^^^^^^^
^ff^fff^
^..^...^
^..^...^
^..^...^
^......^
^^^^^^^^
^......^
^^^^^^^^`.trim(),
  )
})

test('a front has the look of the floor below it', () => {
  const looks = (sign: string) => {
    const { walls } = layoutOfPlan(
      drawnPlan(['####', '####', '####', `#${sign}${sign}#`, `#${sign}${sign}#`, '####'].join('\n')),
    )
    return walls.flatMap(([sprite]) => (sprite.startsWith('wall.face') ? [sprite] : []))
  }
  for (const sign of 'wcd') expect(looks(sign)).toEqual(['wall.face.office.l', 'wall.face.office.r'])
  expect(looks('t')).toEqual(['wall.face.kitchen.l', 'wall.face.kitchen.r'])
  expect(looks('s')).toEqual(['wall.face.server.l', 'wall.face.server.r'])
})

test('a doorway through a wall has a frame and can be walked through', () => {
  const { objects, collision, floor } = layoutOfPlan(
    drawnPlan(`
########
#wwwwww#
###+####
###+####
###+####
#wwwwww#
########`),
  )
  expect(objects).toEqual([{ sprite: 'frame.door', x: 48, y: 32, wall: 1 }])
  expect(collision.slice(2, 5)).toEqual(['11101111', '11101111', '11101111'])
  expect(floor.filter(([, x, y]) => x === 3 && y === 3).map(([sprite]) => sprite.slice(0, 10))).toEqual(['floor.deck'])
})

test('floors end with a sill above a deck, and tiles with an edge beside another floor', () => {
  const has = (name: string) =>
    layoutOfPlan(
      drawnPlan(`
######
#wwtt#
#ddtt#
######`),
    ).floor.flatMap(([sprite, x, y]) => (sprite === name ? [[x, y]] : []))
  expect(has('floor.sill')).toEqual([
    [1, 1],
    [2, 1],
  ])
  expect(has('floor.threshold')).toEqual([
    [3, 1],
    [3, 2],
  ])
})

test('nobody walks through what stands on the floor, and everybody over rugs and below lights', () => {
  const blocked = (kind: string, row = 10) =>
    layoutOfPlan(largeRoom([{ kind, column: 10, row }])).collision.flatMap((line, y) =>
      [...line.slice(1, -1)].flatMap((sign, x) => (sign === '1' && y > 2 && y < 29 ? [`${x + 1} ${y}`] : [])),
    )
  expect(blocked('bookshelf')).toEqual(['10 10', '11 10'])
  for (const kind of ['rug.red', 'light.ceiling', 'chat', 'mug']) expect(blocked(kind)).toEqual([])
  expect(blocked('window', 1)).toEqual([])
})

test('a seat is of the smallest room that holds it, and the captain sits first, those of a meeting last', () => {
  const { seats, lights } = layoutOfPlan(
    largeRoom(
      [
        { kind: 'table.meeting', id: 'table', column: 20, row: 10 },
        { kind: 'desk', id: 'mine', column: 5, row: 10 },
        { kind: 'desk.captain', id: 'helm', column: 5, row: 20 },
      ],
      {
        rooms: [
          { id: 'all', kind: 'office', rect: [1, 3, 38, 26] },
          { id: 'corner', kind: 'meeting', rect: [16, 8, 12, 8] },
        ],
      },
    ),
  )
  expect(seats.map(({ id, room }) => [id, room])).toEqual([
    ['helm', 'all'],
    ['mine', 'all'],
    ['table', 'corner'],
    ['table-2', 'corner'],
    ['table-3', 'corner'],
    ['table-4', 'corner'],
  ])
  expect(lights.find(({ kind, seat }) => kind === 'room' && !seat)?.room).toBe('corner')
})

test('one stands before a thing on the side that is free', () => {
  const standOf = (more: Parameters<typeof largeRoom>[0]) =>
    layoutOfPlan(largeRoom([{ kind: 'archive', column: 10, row: 10 }, ...more!])).interactive.find(
      ({ role }) => role === 'sessions',
    )!.stand
  const below = { kind: 'bookshelf', column: 10, row: 11 }
  const left = { kind: 'trash', column: 9, row: 10 }
  expect(standOf([])).toEqual({ x: 168, y: 188, direction: 'up' })
  expect(standOf([below])).toEqual({ x: 152, y: 172, direction: 'right' })
  expect(standOf([below, left])).toEqual({ x: 184, y: 172, direction: 'left' })
})

test('what stands on furniture stands at its height, and is drawn before it', () => {
  const mug = (under: string) =>
    layoutOfPlan(
      largeRoom([
        { kind: 'mug', column: 10, row: 10 },
        { kind: under, column: 10, row: 10 },
      ]),
    ).objects.find(({ sprite }) => sprite === 'mug')
  expect(mug('counter')).toMatchObject({ x: 168, y: 152, z: 175 })
  expect(mug('desk.captain')).toMatchObject({ x: 168, y: 171, z: 172 })
  expect(mug('bookshelf')).toEqual({ sprite: 'mug', x: 168, y: 160 })
})

test('the light of a window ends at a wall, and nobody looks out of one that something stands before', () => {
  const at = (column: number, before: Parameters<typeof largeRoom>[0] = []) => {
    const { lights, spots } = layoutOfPlan(largeRoom([{ kind: 'window', column, row: 1 }, ...before]))
    return [lights.filter(({ kind }) => kind === 'shaft').length, spots.length]
  }
  expect(at(10)).toEqual([1, 1])
  expect(at(36)).toEqual([0, 1])
  expect(at(10, [{ kind: 'bookshelf', column: 10, row: 3 }])).toEqual([1, 0])
})

test('pieces that nobody knows and those outside are left out, and there is no door without an entrance', () => {
  const plain = layoutOfPlan(largeRoom())
  expect(
    layoutOfPlan(
      largeRoom([
        { kind: 'throne', column: 10, row: 10 },
        { kind: 'sofa', column: 37, row: 10 },
      ]),
    ),
  ).toEqual(plain)
  expect(layoutOfPlan(largeRoom([], { pieces: [] })).door).toEqual({ x: -1, y: -1 })
})
