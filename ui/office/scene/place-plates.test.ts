import { expect, test } from 'bun:test'
import { placePlates, type WantedPlate } from './place-plates.ts'

const plate = (id: string, x: number, y: number, rank = 0): WantedPlate => ({ id, x, y, width: 60, height: 18, rank })
const placed = (...wanted: WantedPlate[]) => new Map(placePlates(wanted).map(({ id, x, y }) => [id, { x, y }]))
const saying = (plate: WantedPlate): WantedPlate => ({ ...plate, bubble: { width: 180, height: 40 } })
const heard = (...wanted: WantedPlate[]) => placePlates(wanted).flatMap(({ id, hasBubble }) => (hasBubble ? [id] : []))

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

test('what somebody says moves no name', () => {
  const neighbours = [plate('a', 100, 100), plate('b', 200, 100), plate('c', 150, 150)]
  expect(placed(...neighbours.map(saying))).toEqual(placed(...neighbours))
})

test('a bubble is shown where it covers no name', () => {
  expect(heard(saying(plate('a', 100, 100)))).toEqual(['a'])
  expect(heard(saying(plate('a', 100, 100)), plate('b', 160, 70))).toEqual([])
})

test('of two bubbles that would cover each other, the one that matters more is shown', () => {
  expect(heard(saying(plate('a', 100, 100)), saying(plate('b', 200, 100, 5)))).toEqual(['b'])
})
