import { expect, test } from 'bun:test'
import type { Layout } from '../layout.ts'
import { faultsOf } from './check-layout.ts'
import { composeOffice, planFloors } from './compose-office.ts'
import { defaultOffice } from './default-office.ts'
import { parseLayout } from './parse-layout.ts'

/** The default office after somebody has changed it. */
const changed = (change: (layout: Layout) => void) => {
  const layout = defaultOffice()
  change(layout)
  return layout
}
const blockAt = (layout: Layout, column: number, row: number) => {
  layout.collision = layout.collision.map((line, y) =>
    y === row ? `${line.slice(0, column)}1${line.slice(column + 1)}` : line,
  )
}

test('people can live in the default office', () => {
  const office = defaultOffice()
  expect(faultsOf(office)).toEqual([])
  expect([office.seats.length, office.spots.length, office.interactive.length]).toEqual([15, 18, 14])
})

test('people can live in a composed office, and each has a seat', () => {
  for (const count of [3, 6, 12, 13, 34, 60]) {
    const office = composeOffice(count)
    expect(faultsOf(office), `for ${count}`).toEqual([])
    expect(office.seats.filter(({ isMeeting }) => !isMeeting).length).toBeGreaterThanOrEqual(count)
  }
})

test('the same number makes the same office, and the captain sits first', () => {
  for (let count = 3; count <= 60; count++) {
    const office = composeOffice(count)
    expect(office).toEqual(composeOffice(count))
    expect(office.seats[0]).toMatchObject({ id: 'captain', isMain: true })
  }
})

test('a tiny crew has the smallest office, and a floor is never larger than for sixty', () => {
  expect(composeOffice(0)).toEqual(composeOffice(3))
  expect(composeOffice(61)).toEqual(composeOffice(60))
})

test('more than sixty are spread evenly over several floors', () => {
  expect([0, 1, 60, 61, 121, 200].map(planFloors)).toEqual([[0], [1], [60], [31, 30], [41, 40, 40], [50, 50, 50, 50]])
})

test('each bay is for the area of which most have no desk yet', () => {
  const areasOf = (office: Layout) => office.rooms.filter(({ kind }) => kind === 'bay').map(({ area }) => area)
  const areas = [
    { name: 'shop', count: 4 },
    { name: 'site', count: 14 },
  ]
  expect(areasOf(composeOffice(24, areas))).toEqual(['site', 'shop', 'site'])
  expect(areasOf(composeOffice(24, [{ name: 'shop', count: 4 }]))).toEqual(['shop', undefined, undefined])
  expect(areasOf(composeOffice(24)).every((area) => area === undefined)).toBe(true)
})

test.each<[fault: string, change: (layout: Layout) => void]>([
  ['There is no sprite table.round.', ({ objects }) => objects.push({ sprite: 'table.round', x: 100, y: 100 })],
  ['There is no sprite floor.grass.', ({ floor }) => floor.push(['floor.grass', 1, 3])],
  ['There is no sprite sky.day.7.', ({ windows }) => Object.assign(windows[0]!, { sky: 7 })],
  ['There is no colour mauve.', ({ lights }) => Object.assign(lights[0]!, { colour: 'mauve' })],
  ['There is no colour to1.', ({ lights }) => Object.assign(lights[0]!, { colour: 'to1' })],
  ['The id desk-1 stands twice among the seats.', ({ seats }) => Object.assign(seats[1]!, { id: 'desk-1' })],
  [
    'The id kanban stands twice among the objects.',
    ({ objects }) => objects.push({ sprite: 'mug', x: 100, y: 100, id: 'kanban' }),
  ],
  ['The tile wall.cap.0 at 32, 3 is outside the office.', ({ walls }) => walls.push(['wall.cap.0', 32, 3])],
  ['The mug at 600, 100 is outside the office.', ({ objects }) => objects.push({ sprite: 'mug', x: 600, y: 100 })],
  ['The place coffee is outside the office.', ({ spots }) => Object.assign(spots[0]!, { y: -20 })],
  [
    'What opens kanban is outside the office.',
    ({ interactive }) => Object.assign(interactive[0]!, { box: [500, 19, 48, 28] }),
  ],
  ['The window at 500, 20 is outside the office.', ({ windows }) => Object.assign(windows[0]!, { x: 500 })],
  ['The light shaft at -1, 48 is outside the office.', ({ lights }) => Object.assign(lights[0]!, { x: -1 })],
  ['The room office is outside the office.', ({ rooms }) => Object.assign(rooms[0]!, { rect: [30, 3, 20, 14] })],
  ['The collision grid is not 32 by 18 tiles of 0 and 1.', (layout) => layout.collision.pop()],
  [
    'The collision grid is not 32 by 18 tiles of 0 and 1.',
    (layout) => {
      layout.collision[4] = layout.collision[4]!.replace('0', '2')
    },
  ],
  [
    'The thin wall at column 31 is outside the office.',
    ({ edges }) => edges.push({ column: 31, fromRow: 3, toRow: 4 }),
  ],
  ['The door leads into a wall.', (layout) => Object.assign(layout.door, { y: 20 })],
  [
    'The seat desk-3 cannot be reached from the door.',
    ({ seats }) => Object.assign(seats[2]!, { enter: { x: 104, y: 104 } }),
  ],
  ['The spot coffee cannot be reached from the door.', ({ spots }) => Object.assign(spots[0]!, { y: 20 })],
  ['The spot sofa-l cannot be reached from the door.', ({ spots }) => Object.assign(spots[4]!, { x: 470, y: 20 })],
  [
    'The place before kanban cannot be reached from the door.',
    ({ interactive }) => Object.assign(interactive[0]!, { stand: { x: 92, y: 20, direction: 'up' } }),
  ],
])('a fault is found: %s', (fault, change) => {
  expect(faultsOf(changed(change))).toContain(fault)
})

test('nobody walks through a thin wall', () => {
  // The meeting room has its doorway in the row above; with that closed only the glass is left.
  const closed = changed((layout) => {
    blockAt(layout, 6, 11)
    blockAt(layout, 7, 11)
  })
  expect(faultsOf(closed)).toContain('The seat meet-1 cannot be reached from the door.')
  closed.edges = []
  expect(faultsOf(closed)).toEqual([])
})

test('an office of somebody else is taken as it is, without what we do not know', () => {
  const sent = JSON.parse(JSON.stringify({ ...composeOffice(13), extra: 1 }))
  expect(parseLayout(sent)).toEqual({ layout: composeOffice(13) })
})

test.each<[string, unknown]>([
  ['office', null],
  ['office', 'an office'],
  ['office', []],
  ['version', { ...defaultOffice(), version: 2 }],
  ['width', { ...defaultOffice(), width: 129 }],
  ['objects', { ...defaultOffice(), objects: Array(4_001).fill({ sprite: 'mug', x: 1, y: 1 }) }],
  ['name', { ...defaultOffice(), name: 'x'.repeat(81) }],
  ['objects.0.sprite', { ...defaultOffice(), objects: [{ sprite: 'x'.repeat(81), x: 1, y: 1 }] }],
  ['door.x', { ...defaultOffice(), door: { x: Number.NaN, y: 1 } }],
  ['seats.0.direction', { ...defaultOffice(), seats: [{ ...defaultOffice().seats[0], direction: 'north' }] }],
])('an office is refused for its %s', (path, value) => {
  const judged = parseLayout(value)
  expect('faults' in judged && judged.faults.some((fault) => fault.startsWith(`${path}:`))).toBe(true)
})

test('an office in which nobody can live is refused with its faults', () => {
  expect(parseLayout(changed(({ objects }) => objects.push({ sprite: 'table.round', x: 1, y: 1 })))).toEqual({
    faults: ['There is no sprite table.round.'],
  })
  const many = parseLayout(
    changed(({ objects }) => {
      for (let k = 0; k < 4_000 - 147; k++) objects.push({ sprite: `thing.${k}`, x: 1, y: 1 })
    }),
  )
  expect('faults' in many && many.faults.length).toBe(50)
})
