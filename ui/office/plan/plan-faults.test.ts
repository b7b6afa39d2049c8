import { expect, test } from 'bun:test'
import type { OfficePlan } from '../../../src/office/plan.ts'
import { composePlan } from './compose/compose-plan.ts'
import { layoutOfPlan } from './lay-plan.ts'
import { faultsOfPlan, type PlanFault } from './plan-faults.ts'
import { largeRoom } from './testing/large-room.ts'

type Drafts = NonNullable<Parameters<typeof largeRoom>[0]>

const rows: [fault: string, pieceId: string | undefined, pieces: Drafts, more?: Partial<OfficePlan>][] = [
  [
    'Sofa sofa stands where Bookshelf bookshelf is.',
    'sofa',
    [
      { kind: 'bookshelf', column: 10, row: 10 },
      { kind: 'sofa', column: 8, row: 10 },
    ],
  ],
  ['Sofa sofa is in a wall.', 'sofa', [{ kind: 'sofa', column: 10, row: 2 }]],
  ['Red rug rug-red is in a wall.', 'rug-red', [{ kind: 'rug.red', column: 35, row: 10 }]],
  ['Clock clock hangs on no wall.', 'clock', [{ kind: 'clock', column: 10, row: 10 }]],
  [
    'Clock second stands where Clock clock is.',
    'second',
    [
      { kind: 'clock', column: 10, row: 1 },
      { kind: 'clock', id: 'second', column: 11, row: 1 },
    ],
  ],
  ['Sofa sofa is outside the office.', 'sofa', [{ kind: 'sofa', column: 38, row: 10 }]],
  ['Nobody knows what throne throne is.', 'throne', [{ kind: 'throne', column: 10, row: 10 }]],
  ['Mug mug stands on nothing.', 'mug', [{ kind: 'mug', column: 10, row: 10 }]],
  ['Entrance second has no wall beside it.', 'second', [{ kind: 'entrance', id: 'second', column: 10, row: 10 }]],
  [
    'Two pieces have the id sofa.',
    'sofa',
    [
      { kind: 'sofa', column: 10, row: 10 },
      { kind: 'sofa', column: 10, row: 20 },
    ],
  ],
  [
    'Two seats have the id table-2.',
    'table-2',
    [
      { kind: 'table.meeting', id: 'table', column: 10, row: 10 },
      { kind: 'desk', id: 'table-2', column: 20, row: 10 },
    ],
  ],
  ['There is no entrance.', undefined, [], { pieces: [] }],
  ['The door leads into a wall.', undefined, [{ kind: 'filing', column: 1, row: 5 }]],
  [
    'Desk desk cannot be reached from the door.',
    'desk',
    [
      { kind: 'desk', column: 1, row: 28 },
      { kind: 'bookshelf', column: 1, row: 26 },
      { kind: 'bookshelf', id: 'b', column: 3, row: 26 },
      { kind: 'filing', id: 'c', column: 4, row: 27 },
    ],
  ],
  [
    'The room far is not within the office.',
    undefined,
    [],
    { rooms: [{ id: 'far', kind: 'bay', rect: [30, 3, 20, 4] }] },
  ],
  [
    'Two rooms have the id bay.',
    undefined,
    [],
    { rooms: [1, 5].map((row) => ({ id: 'bay', kind: 'bay', rect: [1, row, 4, 4] })) },
  ],
  [
    'claude:main was given the desk desk-9, which does not exist.',
    undefined,
    [],
    { desks: { 'claude:main': 'desk-9' } },
  ],
  [
    'The desk desk was given to two agents.',
    'desk',
    [{ kind: 'desk', column: 10, row: 10 }],
    { desks: { a: 'desk', b: 'desk' } },
  ],
]

test.each(rows.map((row) => ({ row })))('a fault is found: $row.0', ({ row: [text, pieceId, pieces, more] }) => {
  expect(faultsOfPlan(largeRoom(pieces, more))).toContainEqual({ text, ...(pieceId && { pieceId }) })
})

test('a seat at a table for meetings is nobody’s desk', () => {
  const plan = largeRoom([{ kind: 'table.meeting', id: 'table', column: 10, row: 10 }], { desks: { a: 'table-2' } })
  expect(faultsOfPlan(plan)).toEqual([{ text: 'a was given the desk table-2, which does not exist.' }])
})

test('in a doorway nothing stands and nothing hangs', () => {
  const plan = composePlan(12)
  const row = plan.ground.findIndex((line) => line.includes('+'))
  const column = plan.ground[row]!.indexOf('+')
  const faults = faultsOfPlan({
    ...plan,
    pieces: [
      ...plan.pieces,
      { id: 'box', kind: 'trash', column, row },
      { id: 'picture', kind: 'poster', column, row: row + 1 },
    ],
  })
  expect(faults).toContainEqual({ text: 'Waste paper box is in a doorway.', pieceId: 'box' })
  expect(faults).toContainEqual({ text: 'Poster picture is in a doorway.', pieceId: 'picture' })
})

test('nobody walks through glass', () => {
  const closed = (gap: number) =>
    largeRoom([
      { kind: 'desk', column: 30, row: 20 },
      ...Array.from({ length: 26 }, (_, k) => ({
        kind: 'glass.side',
        id: `glass-${k}`,
        column: 20,
        row: 3 + k,
      })).filter(({ row }) => row !== gap),
    ])
  const cutOff: PlanFault = { text: 'Desk desk cannot be reached from the door.', pieceId: 'desk' }
  expect(faultsOfPlan(closed(10))).toEqual([])
  expect(faultsOfPlan(closed(0))).toEqual([cutOff])
})

const piled = (kind: string, count: number) =>
  Array.from({ length: count }, (_, k) => ({ kind, id: `${kind.replaceAll('.', '-')}-${k}`, column: 12, row: 12 }))

test.each<[string, OfficePlan]>([
  ['no floor at all', largeRoom([], { ground: Array<string>(30).fill('#'.repeat(40)) })],
  ['no ground', largeRoom([{ kind: 'sofa', column: 1, row: 1 }], { ground: [] })],
  ['a torn ground', largeRoom([], { ground: ['####', '#w', '?????????', ''] })],
  ['places from another world', largeRoom([{ kind: 'desk', column: -5, row: Number.NaN, nudge: [1e9, -1e9] }])],
  ['everything in one place', largeRoom(piled('desk', 2_000))],
  ['every kind of wall in one place', largeRoom([...piled('clock', 900), ...piled('glass.side', 1_000)])],
  [
    'ids of another world',
    largeRoom([{ kind: '__proto__', id: 'constructor', column: 9, row: 9 }], { desks: { '': '' } }),
  ],
  ['rooms without end', largeRoom([], { rooms: [{ id: 'r', kind: 'r', rect: [0, 0, 1e12, Number.NaN] }] })],
])('a plan with %s has faults and is drawn all the same', (_, plan) => {
  expect(faultsOfPlan(plan).length).toBeGreaterThan(0)
  expect(() => layoutOfPlan(plan)).not.toThrow()
})

test('the faults of a large plan are found in work that grows with its pieces', () => {
  /** How often the kind of a piece is read while faults are looked for. */
  const work = (count: number) => {
    let reads = 0
    const pieces = piled('desk', count).map(({ kind, ...rest }) => ({
      ...rest,
      get kind() {
        reads++
        return kind
      },
    }))
    expect(faultsOfPlan(largeRoom([], { pieces })).length).toBeLessThan(3 * count)
    return reads
  }
  expect(work(2_000)).toBeLessThan(20 * 2_000)
})
