import { expect, test } from 'bun:test'
import { percentOf } from './percent-of.ts'

for (const [part, whole, expected] of [
  [1, 3, 33.3],
  [0, 7, 0],
  [9, 3, 300],
  [null, 3, null],
  [3, null, null],
  [3, 0, null],
  [0, 0, null],
] as const)
  test(`${part} is ${expected ?? 'no known'} percent of ${whole}`, () => expect(percentOf(part, whole)).toBe(expected))
