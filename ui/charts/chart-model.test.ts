import { expect, test } from 'bun:test'
import { type ChartData, highestOf, rowsOf, type Series, xRangeOf } from './chart-model.ts'

const bars = (...values: (number | null)[]): Series => ({ kind: 'bars', ink: 'accent', values })
const line = (...values: (number | null)[]): Series => ({ kind: 'line', ink: 'text', values })
const data = (series: Series[], rest: Partial<ChartData> = {}): ChartData => ({ xs: [0, 1, 2], series, ...rest })

test('the last bar is drawn apart from the others', () =>
  expect(rowsOf(bars(1, null, 3))).toEqual([
    [1, null, null],
    [null, null, 3],
  ]))

test('the row of a stack is as high as its layers together', () => {
  const layers = [
    { ink: 'series-1' as const, values: [1, null] },
    { ink: 'series-2' as const, values: [2, null] },
  ]
  expect(rowsOf({ kind: 'stack', layers })).toEqual([[3, null]])
})

test('the y axis holds all values, what is usual, what is allowed, and as much as it was told', () => {
  expect(highestOf(data([bars(1, null, 3), line(4, 2)]))).toBe(4)
  expect(highestOf(data([line(4)], { typical: 5 }))).toBe(5)
  expect(highestOf(data([line(4)], { limit: { value: 6, words: 'budget' } }))).toBe(6)
  expect(highestOf(data([line(4)], { reach: 7 }))).toBe(7)
  expect(highestOf(data([]))).toBe(0)
})

test('the x axis has room for half a bar at both ends, a line ends at its values', () => {
  expect(xRangeOf(data([bars(1, 2, 3)]))).toEqual([-0.5, 2.5])
  expect(xRangeOf(data([line(1, 2, 3)]))).toEqual([0, 2])
  expect(xRangeOf(data([line(1)], { span: [0, 24] }))).toEqual([0, 24])
})

test('a chart of one value, or none, has an axis', () => {
  expect(xRangeOf({ xs: [7], series: [bars(1)] })).toEqual([6.5, 7.5])
  expect(xRangeOf({ xs: [7], series: [line(1)] })).toEqual([7, 8])
  expect(xRangeOf({ xs: [], series: [line()] })).toEqual([0, 1])
})
