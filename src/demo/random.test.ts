import { expect, test } from 'bun:test'
import { between, fill, hex, pickWeighted, roll, seeded, uuid } from './random.ts'

test('the same seed rolls the same numbers', () => {
  const [one, other] = [seeded(7), seeded(7)]
  for (let count = 0; count < 100; count++) expect(roll(one)).toBe(roll(other))
})

test('numbers stay inside their bounds and reach both of them', () => {
  const random = seeded(1)
  const seen = new Set(Array.from({ length: 500 }, () => between(random, 3, 6)))
  expect([...seen].sort()).toEqual([3, 4, 5, 6])
})

test('ids look like the real ones', () => {
  const random = seeded(2)
  expect(uuid(random)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(hex(random, 43)).toMatch(/^[0-9a-f]{43}$/)
})

test('every place in a text gets a number of its own', () => {
  expect(fill(seeded(3), 'berth {4-4} of {10-12}, {plain}')).toMatch(/^berth 4 of 1[012], \{plain\}$/)
})

test('what weighs nothing is never picked', () => {
  const random = seeded(4)
  for (let count = 0; count < 200; count++) expect(pickWeighted(random, [0, 1, 2], (weight) => weight)).not.toBe(0)
})
