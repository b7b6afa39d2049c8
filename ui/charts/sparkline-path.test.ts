import { expect, test } from 'bun:test'
import { sparklinePath } from './sparkline-path.ts'

const box = { width: 105, height: 25 }
/** With edges of 2.5 the plot is 100 by 20. */
const line = (values: (number | null)[], top = 10) => sparklinePath(values, top, box).line

test('the oldest is at the left, zero at the foot, the top at the head', () =>
  expect(line([0, 10])).toBe('M2.5 22.5L102.5 2.5'))
test('a gap is a gap', () => expect(line([0, 10, null, 5, 5])).toBe('M2.5 22.5L27.5 2.5M77.5 12.5L102.5 12.5'))
test('a value alone is a point', () => expect(line([null, 5, null])).toBe('M52.5 12.5h0'))
test('nothing known draws nothing', () =>
  expect(sparklinePath([null, null], 10, box)).toEqual({ line: '', area: '', last: undefined }))
test('what is above the top stays inside', () => expect(line([20, -3])).toBe('M2.5 2.5L102.5 22.5'))
test('a line of zeros under a top of zero lies at the foot', () => expect(line([0, 0], 0)).toBe('M2.5 22.5L102.5 22.5'))
test('the dot is where the last value is, not where a gap ends', () =>
  expect(sparklinePath([5, null], 10, box).last).toEqual({ x: 2.5, y: 12.5 }))
