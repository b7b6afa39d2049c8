import { expect, test } from 'bun:test'
import { placePlates, type WantedPlate } from './place-plates.ts'

const plate = (id: string, x: number, y: number, rank = 0): WantedPlate => ({ id, x, y, width: 60, height: 18, rank })
const placed = (...wanted: WantedPlate[]) => new Map(placePlates(wanted).map(({ id, x, y }) => [id, { x, y }]))

test('a plate that is in nobody’s way stays above its head', () => {
  expect(placed(plate('a', 100, 50), plate('b', 300, 50)).get('b')).toEqual({ x: 300, y: 50 })
})

test('of two that would cover each other the one that matters more stays, and the other moves', () => {
  const plates = placed(plate('a', 100, 50), plate('b', 110, 52, 5))
  expect(plates.get('b')).toEqual({ x: 110, y: 52 })
  expect(plates.get('a')!.y).toBeLessThan(50)
})

test('no plate covers another, however many stand together', () => {
  const wanted = Array.from({ length: 300 }, (_, k) => plate(`p${k}`, (k * 37) % 900, (k * 53) % 500, k % 3))
  const all = placePlates(wanted)
  expect(all.length).toBeGreaterThan(60)
  for (const a of all)
    for (const b of all) if (a.id !== b.id) expect(Math.abs(a.x - b.x) >= 60 || Math.abs(a.y - b.y) >= 18).toBe(true)
})

test('the order in which they come does not matter', () => {
  const wanted = Array.from({ length: 40 }, (_, k) => plate(`p${k}`, (k * 91) % 400, (k * 29) % 200))
  const sorted = (plates: readonly WantedPlate[]) => placePlates(plates).toSorted((a, b) => (a.id < b.id ? -1 : 1))
  expect(sorted(wanted.toReversed())).toEqual(sorted(wanted))
})
