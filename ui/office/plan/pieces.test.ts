import { expect, test } from 'bun:test'
import { officePlan } from '../../../src/office/plan.ts'
import { isColour } from '../art/palette.ts'
import { artOf } from '../art/sprites.ts'
import type { Layout } from '../world/layout.ts'
import { layoutOfPlan } from './lay-plan.ts'
import { type PieceKind, partsOf, pieceGroups, variantParts } from './piece-kind.ts'
import { addOwnPiece, kindOf, ownPieces, pieceKinds } from './pieces.ts'
import { faultsOfPlan } from './plan-faults.ts'
import { largeRoom } from './testing/large-room.ts'

const kinds = Object.entries(pieceKinds)

/** A plan with one piece of a kind where it belongs. */
function planWith(name: string, kind: PieceKind, variant?: string) {
  const place = kind.on === 'wall' ? { column: 12, row: 1 } : { column: kind.isInWallBeside ? 1 : 12, row: 12 }
  return largeRoom([
    ...(kind.on === 'top' ? [{ kind: 'counter', column: 12, row: 12 }] : []),
    { kind: name, id: 'it', ...place, ...(variant && { variant }) },
  ])
}

/** What of a layout could not be drawn. */
function undrawn({ objects, floor, walls, windows, lights }: Layout): string[] {
  const isDrawn = (name: string) => artOf(name) ?? artOf(name.replace(/\.\d+$/, ''))
  const sprites = [...objects, ...windows.map(({ sky }) => ({ sprite: `sky.day.${sky}` }))].map(({ sprite }) => sprite)
  return [
    ...[...sprites, ...[...floor, ...walls].map(([sprite]) => sprite)].filter((name) => !isDrawn(name)),
    ...lights.map(({ colour }) => colour).filter((colour) => !isColour(colour)),
  ]
}

test.each(kinds)('a %s can be placed in a large room, however it looks', (name, kind) => {
  expect(artOf(kind.sprite)).toBeDefined()
  for (const variant of [undefined, ...(kind.variants ?? [])]) {
    const plan = planWith(name, kind, variant)
    expect(faultsOfPlan(plan)).toEqual([])
    expect(officePlan.safeParse(plan).error).toBeUndefined()
    expect(undrawn(layoutOfPlan(plan))).toEqual([])
  }
})

test('what is turned over stands on the same ground, mirrored', () => {
  const chair = (flip: object) =>
    layoutOfPlan(largeRoom([{ kind: 'cat', column: 10, row: 10, nudge: [6, 0], ...flip }])).spots[0]!
  expect(chair({})).toMatchObject({ x: 160 + 6 + 36, direction: 'left' })
  expect(chair({ flip: true })).toMatchObject({ x: 160 + 6 + 32 - 36, direction: 'right' })
})

test('every role of an object is opened by some piece', () => {
  const roles = kinds.flatMap(([, { role }]) => role ?? [])
  expect([...new Set(roles)].toSorted()).toEqual([
    'alerts',
    'approvals',
    'crons',
    'exports',
    'gateway',
    'health',
    'memory',
    'messages',
    'missions',
    'services',
    'sessions',
    'skills',
    'spawn',
    'updates',
    'visitors',
  ])
  for (const [name, kind] of kinds)
    expect(
      layoutOfPlan(planWith(name, kind)).interactive.filter(({ id }) => id === 'it'),
      name,
    ).toHaveLength(kind.role ? 1 : 0)
})

test("every group has something to offer, that of one's own as soon as there are sprites", () => {
  addOwnPiece('own:ships-anchor', 24)
  expect(ownPieces()).toMatchObject([['own:ships-anchor', { name: 'Ships anchor', tiles: [2, 1] }]])
  expect(kindOf('own:ships-anchor')?.on).toBe('floor')
  const groups = [...kinds, ...ownPieces()].map(([, { group }]) => group)
  expect(new Set(groups)).toEqual(new Set(pieceGroups))
})

test('a variant is taken apart, and what is not known of it is the default', () => {
  expect(variantParts(pieceKinds.desk).map((options) => options.length)).toEqual([2, 4, 7])
  expect(partsOf(pieceKinds.desk, undefined)).toEqual(['down', 'navy', 'mug'])
  expect(partsOf(pieceKinds.desk, 'up.red.duck')).toEqual(['up', 'red', 'duck'])
  expect(partsOf(pieceKinds.desk, 'up.mauve')).toEqual(['up', 'navy', 'mug'])
  expect(partsOf(pieceKinds.sofa, 'up')).toEqual([])
})

test('a name of everything that JavaScript knows is no piece', () => {
  for (const name of ['constructor', 'toString', '__proto__', 'throne']) expect(kindOf(name)).toBeUndefined()
})
