import { expect, test } from 'bun:test'
import type { OfficePlan } from '../../../src/office/plan.ts'
import {
  changePart,
  changeVariant,
  copyPiece,
  giveDesk,
  movePiece,
  nudgePiece,
  placePiece,
  removePiece,
  turnPiece,
} from './plan-edits.ts'
import { largeRoom } from './testing/large-room.ts'

const plan = largeRoom(
  [
    { kind: 'desk', id: 'desk-1', column: 5, row: 10 },
    { kind: 'armchair', id: 'chair', column: 10, row: 10, nudge: [6, 0], flip: true },
    { kind: 'bookshelf', id: 'shelf', column: 15, row: 10 },
  ],
  { desks: { ann: 'desk-1' } },
)
let full: OfficePlan | undefined
const last = ({ pieces }: OfficePlan) => pieces.at(-1)
const the = (id: string) => (plan: OfficePlan) => plan.pieces.find((piece) => piece.id === id)

test.each<[edit: string, edited: OfficePlan, part: (plan: OfficePlan) => unknown, expected: unknown]>([
  [
    'a piece is placed with an id of its own',
    placePiece(plan, 'desk', 20, 10, { variant: 'up.red.duck' }),
    last,
    { id: 'desk-2', kind: 'desk', column: 20, row: 10, variant: 'up.red.duck' },
  ],
  [
    'the id of a kind with a dot has none',
    placePiece(plan, 'plant.tall', 20, 10),
    last,
    { id: 'plant-tall-1', kind: 'plant.tall', column: 20, row: 10 },
  ],
  [
    'a copy looks the same',
    copyPiece(plan, 'chair', 20, 12),
    last,
    { id: 'armchair-1', kind: 'armchair', column: 20, row: 12, nudge: [6, 0], flip: true },
  ],
  [
    'a piece is moved',
    movePiece(plan, 'shelf', 3, 4),
    the('shelf'),
    { id: 'shelf', kind: 'bookshelf', column: 3, row: 4 },
  ],
  [
    'a piece is nudged as far as a plan can say',
    nudgePiece(plan, 'chair', 100, -2),
    (plan) => the('chair')(plan)?.nudge,
    [64, -2],
  ],
  ['a nudge of nothing is none', nudgePiece(plan, 'chair', -6, 0), (plan) => the('chair')(plan)?.nudge, undefined],
  ['a desk is turned', turnPiece(plan, 'desk-1'), (plan) => the('desk-1')(plan)?.variant, 'up.navy.mug'],
  ['and back', turnPiece(turnPiece(plan, 'desk-1'), 'desk-1'), (plan) => the('desk-1')(plan)?.variant, 'down.navy.mug'],
  ['a chair is turned over', turnPiece(plan, 'chair'), (plan) => the('chair')(plan)?.flip, undefined],
  ['and back again', turnPiece(turnPiece(plan, 'chair'), 'chair'), (plan) => the('chair')(plan)?.flip, true],
  ['the next chair', changePart(plan, 'desk-1', 1), (plan) => the('desk-1')(plan)?.variant, 'down.teal.mug'],
  [
    'a chosen variant',
    changeVariant(plan, 'desk-1', 'up.grey.photo'),
    (plan) => the('desk-1')(plan)?.variant,
    'up.grey.photo',
  ],
  [
    'a piece is removed',
    removePiece(plan, 'shelf'),
    ({ pieces }) => pieces.map(({ id }) => id),
    ['door', 'desk-1', 'chair'],
  ],
  ['with its desk its owner has none', removePiece(plan, 'desk-1'), ({ desks }) => desks, {}],
  ['with another piece everybody keeps theirs', removePiece(plan, 'shelf'), ({ desks }) => desks, { ann: 'desk-1' }],
  ['a desk is given', giveDesk(plan, 'bob', 'desk-2'), ({ desks }) => desks, { ann: 'desk-1', bob: 'desk-2' }],
  ['a desk is taken from whoever had it', giveDesk(plan, 'bob', 'desk-1'), ({ desks }) => desks, { bob: 'desk-1' }],
  ['a desk is given back', giveDesk(plan, 'ann', null), ({ desks }) => desks, {}],
])('%s', (_, edited, part, expected) => {
  expect(edited).not.toBe(plan)
  expect(part(edited)).toEqual(expected)
})

test.each<[edit: string, edited: OfficePlan]>([
  ['an unknown kind', placePiece(plan, 'throne', 1, 1)],
  ['more pieces than a plan holds', placePiece(fullPlan(), 'mug', 1, 1)],
  ['an unknown piece is moved', movePiece(plan, 'nobody', 1, 1)],
  ['an unknown piece is copied', copyPiece(plan, 'nobody', 1, 1)],
  ['an unknown piece is removed', removePiece(plan, 'nobody')],
  ['moved to where it is', movePiece(plan, 'shelf', 15, 10)],
  ['nudged by nothing', nudgePiece(plan, 'chair', 0, 0)],
  ['turned that has one side', turnPiece(plan, 'shelf')],
  ['another look that it has not', changeVariant(plan, 'shelf', 'red')],
  ['the next of one look', changePart(plan, 'shelf', 0)],
  ['a desk for whoever has it', giveDesk(plan, 'ann', 'desk-1')],
  ['no desk for whoever has none', giveDesk(plan, 'constructor', null)],
])('nothing changes: %s', (_, edited) => {
  expect(edited === plan || edited === full).toBe(true)
})

function fullPlan(): OfficePlan {
  full = largeRoom(Array.from({ length: 1_999 }, (_, k) => ({ kind: 'mug', id: `mug-${k}`, column: 9, row: 9 })))
  return full
}

test('the copies of a table with several seats have no seat of another', () => {
  const table = placePiece(largeRoom(), 'table.meeting', 5, 10)
  const both = copyPiece(table, 'table-meeting-1', 20, 10)
  expect(both.pieces.map(({ id }) => id)).toEqual(['door', 'table-meeting-1', 'table-meeting-2'])
})
