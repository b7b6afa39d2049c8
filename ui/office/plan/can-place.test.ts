import { expect, test } from 'bun:test'
import type { OfficePlan } from '../../../src/office/plan.ts'
import { canPlace } from './can-place.ts'
import { paintGround } from './ground-edits.ts'
import { largeRoom } from './testing/large-room.ts'

const plan = paintGround(
  largeRoom([
    { kind: 'bookshelf', id: 'shelf', column: 10, row: 10 },
    { kind: 'clock', column: 10, row: 1, nudge: [4, 0] },
    { kind: 'poster', column: 20, row: 1 },
    { kind: 'counter', column: 20, row: 10 },
  ]),
  '+',
  [30, 0, 1, 3],
)

/** Why something does not fit; nothing where it does. */
const why = (kind: string, column: number, row: number, movingId?: string, on: OfficePlan = plan) => {
  const answer = canPlace(on, kind, column, row, movingId)
  return answer.fits ? '' : answer.why
}

const rows: [why: string, kind: string, column: number, row: number, movingId?: string][] = [
  ['', 'desk', 15, 15],
  ['Something stands there.', 'desk', 8, 10],
  ['Something stands there.', 'desk', 11, 10],
  ['', 'desk', 12, 10],
  ['', 'bookshelf', 11, 10, 'shelf'],
  ['A wall is there.', 'desk', 0, 10],
  ['A wall is there.', 'rug.red', 35, 10],
  ['A doorway stays free.', 'filing', 30, 2],
  ['That is outside the office.', 'desk', 38, 10],
  ['That is outside the office.', 'desk', -1, 10],
  ['', 'rug.red', 9, 9],
  ['It hangs on the front of a wall.', 'poster', 15, 10],
  ['It hangs on the front of a wall.', 'poster', 15, 2],
  ['', 'poster', 15, 1],
  ['Something stands there.', 'poster', 11, 1],
  ['', 'poster', 12, 1],
  // They touch each other.
  ['', 'poster', 19, 1],
  ['', 'poster', 21, 1],
  ['', 'clock', 11, 1, 'clock'],
  ['A doorway stays free.', 'window', 28, 1],
  ['', 'window', 27, 1],
  ['It stands on a desk, a counter or a table.', 'mug', 10, 10],
  ['', 'mug', 21, 10],
  ['It needs a wall beside it.', 'entrance', 5, 10],
  ['', 'entrance', 1, 20],
  ['', 'light.ceiling', 10, 10],
  ['Nobody knows what this is.', 'throne', 15, 15],
]

test.each(rows.map((row) => ({ row })))('what fits is told from what does not: $row', ({
  row: [expected, ...place],
}) => {
  expect(why(...place)).toBe(expected)
})

test('a piece that is moved goes as it is turned and nudged', () => {
  const turned = largeRoom([
    { kind: 'entrance', id: 'exit', column: 37, row: 10, flip: true },
    { kind: 'clock', column: 10, row: 1, nudge: [0, 0] },
    { kind: 'poster', column: 12, row: 1, nudge: [-4, 0] },
  ])
  expect(why('entrance', 37, 20, 'exit', turned)).toBe('')
  expect(why('entrance', 1, 20, 'exit', turned)).toBe('It needs a wall beside it.')
  expect(why('poster', 11, 1, 'poster', turned)).toBe('Something stands there.')
})

test('a plan is looked through once, however often it is asked', () => {
  let reads = 0
  const counted = largeRoom([], {
    pieces: [
      {
        id: 'one',
        column: 5,
        row: 5,
        get kind() {
          reads++
          return 'desk'
        },
      },
    ],
  })
  for (let k = 0; k < 100; k++) canPlace(counted, 'desk', 20, 20)
  expect(reads).toBe(1)
})
