import { expect, test } from 'bun:test'
import { median } from './median.ts'

test('the middle of an odd number of values is one of them', () => expect(median([9, 1, 5])).toBe(5))
test('of an even number it lies between two', () => expect(median([4, 1, 2, 10])).toBe(3))
test('of nothing there is none', () => expect(median([])).toBeNull())
test('what was asked stays as it was', () => {
  const values = [3, 1, 2]
  median(values)
  expect(values).toEqual([3, 1, 2])
})
