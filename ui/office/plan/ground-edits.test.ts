import { expect, test } from 'bun:test'
import type { OfficePlan } from '../../../src/office/plan.ts'
import { addRoom, growGround, nameRoom, paintGround, removeRoom, resizeRoom, type Side } from './ground-edits.ts'
import { faultsOfPlan } from './plan-faults.ts'
import { drawnPlan, largeRoom } from './testing/large-room.ts'

const small = drawnPlan(
  `
##########
#wwwwwwww#
#wwwwwwww#
#wwwwwwww#
#wwwwwwww#
#wwwwwwww#
#wwwwwwww#
#wwwwwwww#
##########`,
  {
    pieces: [
      { id: 'left', kind: 'filing', column: 1, row: 4 },
      { id: 'right', kind: 'bookshelf', column: 7, row: 4 },
    ],
    rooms: [
      { id: 'room', kind: 'bay', rect: [1, 1, 8, 7] },
      { id: 'bay', kind: 'bay', rect: [7, 1, 2, 2], area: 'shop' },
    ],
    desks: {},
  },
)
const ground = ({ ground }: OfficePlan) => ground
const places = ({ pieces, rooms }: OfficePlan) => [
  ...pieces.map(({ id, column, row }) => `${id} ${column} ${row}`),
  ...rooms.map(({ id, rect }) => `${id} ${rect.join(' ')}`),
]

test.each<[edit: string, edited: OfficePlan, part: (plan: OfficePlan) => unknown, expected: unknown]>([
  [
    'tiles are painted',
    paintGround(small, 't', [2, 2, 3, 2]),
    (plan) => ground(plan).slice(1, 5),
    ['#wwwwwwww#', '#wtttwwww#', '#wtttwwww#', '#wwwwwwww#'],
  ],
  [
    'what is painted beyond the office is left out',
    paintGround(small, 's', [8, -3, 9, 5]),
    (plan) => ground(plan).slice(0, 3),
    ['########ss', '#wwwwwwwss', '#wwwwwwww#'],
  ],
  [
    'it grows to the right',
    growGround(small, 'right', 2),
    (plan) => [ground(plan)[1], ...places(plan)],
    ['#wwwwwwww###', 'left 1 4', 'right 7 4', 'room 1 1 8 7', 'bay 7 1 2 2'],
  ],
  [
    'it grows to the left, and everything moves along',
    growGround(small, 'left', 2),
    (plan) => [ground(plan)[1], ...places(plan)],
    ['###wwwwwwww#', 'left 3 4', 'right 9 4', 'room 3 1 8 7', 'bay 9 1 2 2'],
  ],
  [
    'it grows at the top',
    growGround(small, 'top', 1),
    (plan) => [plan.ground.length, ground(plan)[2], ...places(plan)],
    [10, '#wwwwwwww#', 'left 1 5', 'right 7 5', 'room 1 2 8 7', 'bay 7 2 2 2'],
  ],
  ['it grows at the bottom', growGround(small, 'bottom', 1), (plan) => ground(plan).at(-1), '##########'],
  [
    'it shrinks on the right, and what has no ground goes',
    growGround(small, 'right', -2),
    (plan) => [ground(plan)[1], ...places(plan)],
    ['#wwwwwww', 'left 1 4', 'room 1 1 7 7', 'bay 7 1 1 2'],
  ],
  [
    'it shrinks on the left',
    growGround(small, 'left', -2),
    (plan) => [ground(plan)[1], ...places(plan)],
    ['wwwwwww#', 'right 5 4', 'room 0 1 7 7', 'bay 5 1 2 2'],
  ],
  [
    'a room is added with an id of its own',
    addRoom(small, 'bay', [2, 2, 50, 2], 'site'),
    ({ rooms }) => rooms.at(-1),
    { id: 'bay-2', kind: 'bay', rect: [2, 2, 8, 2], area: 'site' },
  ],
  ['a room is for a team', nameRoom(small, 'room', 'site'), ({ rooms }) => rooms[0]!.area, 'site'],
  ['a room is for everybody', nameRoom(small, 'bay', null), ({ rooms }) => 'area' in rooms[1]!, false],
  ['a room is resized', resizeRoom(small, 'room', [-2, 1, 6, 4]), ({ rooms }) => rooms[0]!.rect, [0, 1, 4, 4]],
  ['a room is removed', removeRoom(small, 'room'), ({ rooms }) => rooms.map(({ id }) => id), ['bay']],
])('%s', (_, edited, part, expected) => {
  expect(edited).not.toBe(small)
  expect(part(edited)).toEqual(expected)
})

test.each<[edit: string, edited: OfficePlan]>([
  ['painted as it is', paintGround(small, 'w', [2, 2, 3, 3])],
  ['painted elsewhere', paintGround(small, 't', [20, 2, 3, 3])],
  ['grown by nothing', growGround(small, 'left', 0)],
  ['made too small', growGround(small, 'left', -3)],
  ['made too large', growGround(small, 'bottom', 120)],
  ['a room outside', addRoom(small, 'bay', [20, 2, 3, 3])],
  ['an unknown room is resized', resizeRoom(small, 'hall', [1, 1, 2, 2])],
  ['a room has its size', resizeRoom(small, 'room', [1, 1, 8, 7])],
  ['a room has its name', nameRoom(small, 'bay', 'shop')],
  ['an unknown room is removed', removeRoom(small, 'hall')],
])('nothing changes: %s', (_, edited) => {
  expect(edited).toBe(small)
})

test('who had a desk on ground that is gone has none, and others keep theirs', () => {
  const plan = largeRoom(
    [
      { kind: 'desk', id: 'here', column: 5, row: 10 },
      { kind: 'desk', id: 'there', column: 35, row: 10 },
    ],
    { desks: { ann: 'here', bob: 'there' } },
  )
  expect(growGround(plan, 'right', -4).desks).toEqual({ ann: 'here' })
})

test('an office that has grown is as good as before', () => {
  const plan = largeRoom([{ kind: 'desk', column: 5, row: 10 }])
  const sides: readonly Side[] = ['left', 'right', 'top', 'bottom']
  for (const side of sides) expect(faultsOfPlan(growGround(plan, side, 3)), side).toEqual([])
})
