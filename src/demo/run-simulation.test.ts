import { expect, test } from 'bun:test'
import { calmAfter } from './run-simulation.ts'

test('a crew is lively for a quarter of an hour, and calm after one', () => {
  expect(calmAfter(0)).toBe(1)
  expect(calmAfter(15 * 60_000)).toBe(1)
  expect(calmAfter(60 * 60_000)).toBe(6)
  expect(calmAfter(86_400_000)).toBe(6)
})
