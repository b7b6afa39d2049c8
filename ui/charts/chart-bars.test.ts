import { expect, test } from 'bun:test'
import { gapsIn } from './chart-bars.ts'

/** Bars drawn as known `#` and unknown `.`, and the gaps that are hatched. */
function check(bars: string, gaps: [number, number][]) {
  expect(gapsIn([...bars].map((bar) => bar === '#'))).toEqual(gaps)
}

test('three unknown in a row are hatched, two are not', () => {
  check('...##', [[0, 2]])
  check('..###', [])
})
test('each row by itself, also at the end', () =>
  check('...#....#....', [
    [0, 2],
    [4, 7],
    [9, 12],
  ]))
test('of nothing there is nothing', () => check('', []))
