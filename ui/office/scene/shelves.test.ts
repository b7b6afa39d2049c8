import { expect, test } from 'bun:test'
import { createShelves } from './shelves.ts'

test('pictures of about one height stand side by side, others below them', () => {
  const shelves = createShelves(64)
  expect(shelves.place(20, 30)).toEqual({ page: 0, x: 0, y: 0 })
  expect(shelves.place(20, 27)).toEqual({ page: 0, x: 20, y: 0 })
  expect(shelves.place(20, 8)).toEqual({ page: 0, x: 0, y: 32 })
})

test('what does not fit on a page comes onto a new one', () => {
  const shelves = createShelves(64)
  for (let k = 0; k < 4; k++) expect(shelves.place(32, 32).page).toBe(0)
  expect(shelves.place(32, 32)).toEqual({ page: 1, x: 0, y: 0 })
})

test('no two pictures lie on each other, and none beyond its page', () => {
  const shelves = createShelves(256)
  const placed = Array.from({ length: 300 }, (_, k) => {
    const [width, height] = [8 + ((k * 37) % 60), 6 + ((k * 53) % 50)]
    return { width, height, ...shelves.place(width, height) }
  })
  for (const a of placed) {
    expect(a.x + a.width <= 256 && a.y + a.height <= 256).toBe(true)
    for (const b of placed)
      if (a !== b && a.page === b.page)
        expect(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y).toBe(
          true,
        )
  }
})

test('pages that were emptied are filled from the beginning', () => {
  const shelves = createShelves(64)
  for (let k = 0; k < 9; k++) shelves.place(32, 32)
  shelves.clear()
  expect(shelves.place(32, 32)).toEqual({ page: 0, x: 0, y: 0 })
})
