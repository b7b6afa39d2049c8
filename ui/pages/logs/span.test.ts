import { expect, test } from 'bun:test'
import { brushed, nudged, type Steps, shareOf } from './span.ts'

const steps: Steps = { since: 1_000, stepMs: 100, count: 10 }

test('a drag takes every step that it touches', () => {
  expect(brushed(steps, 0.12, 0.38)).toEqual({ from: 1_100, to: 1_400 })
})

test('a drag to the left is the same as one to the right', () => {
  expect(brushed(steps, 0.38, 0.12)).toEqual(brushed(steps, 0.12, 0.38))
})

test('a drag that ends on the line between two steps does not take the next one', () => {
  expect(brushed(steps, 0.1, 0.4)).toEqual({ from: 1_100, to: 1_400 })
})

test('a press takes one step, and a drag over the edge ends there', () => {
  expect(brushed(steps, 0.55, 0.55)).toEqual({ from: 1_500, to: 1_600 })
  expect(brushed(steps, 0.95, 1.7)).toEqual({ from: 1_900, to: 2_000 })
  expect(brushed(steps, 0.05, -1)).toEqual({ from: 1_000, to: 1_100 })
})

test('arrow keys begin with the last tenth, move it and change its length', () => {
  const span = nudged(steps, undefined, -1, false)
  expect(span).toEqual({ from: 1_900, to: 2_000 })
  expect(nudged(steps, span, -1, false)).toEqual({ from: 1_800, to: 1_900 })
  expect(nudged(steps, span, 1, false)).toEqual(span)
  expect(nudged(steps, { from: 1_200, to: 1_300 }, 1, true)).toEqual({ from: 1_200, to: 1_400 })
  expect(nudged(steps, { from: 1_200, to: 1_300 }, -1, true)).toEqual({ from: 1_200, to: 1_300 })
})

test('a time has its place on the chart, and at its edge where it is outside', () => {
  expect(shareOf(steps, 1_500)).toBe(0.5)
  expect(shareOf(steps, 5_000)).toBe(1)
  expect(shareOf(steps, 0)).toBe(0)
})
