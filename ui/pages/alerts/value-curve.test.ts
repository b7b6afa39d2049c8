import { expect, test } from 'bun:test'
import { curveOf, niceTop } from './value-curve.ts'

test('a gap is a gap: the line ends before it and begins anew behind it', () => {
  const curve = curveOf([0, 1, 2, 3, 4], [10, 20, null, 20, 10], null)!
  expect(curve.lines).toHaveLength(2)
  expect(curve.lines[0]).toStartWith('M0 ')
})

test('a limit is in sight, also where no value comes near it', () => {
  const curve = curveOf([0, 1], [1, 2], 90)!
  expect(curve.y(90)).toBeGreaterThan(0)
  expect(curve.ticks[0]).toBe(100)
})

test('where nothing is known there is no curve', () => {
  expect(curveOf([0, 1], [null, null], 90)).toBeUndefined()
  expect(curveOf([], [], 90)).toBeUndefined()
})

test('the axis ends at a round number', () => {
  expect([0, 0.5, 7.1, 96, 101, 1_300].map(niceTop)).toEqual([1, 0.5, 8, 100, 150, 1_500])
})
