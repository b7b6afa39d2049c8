import { expect, test } from 'bun:test'
import { axisMoney, stackLayers, stepsTo } from './chart-scale.ts'

/** Draws the axis of something that goes up to `most`. */
const check = (most: number, drawn: string) => expect(axisMoney(stepsTo(most)).join(' ')).toBe(drawn)

test('steps are round and hold the highest', () => check(13.7, '$0 $5 $10 $15'))
test('a value on a step needs no further one', () => check(30, '$0 $10 $20 $30'))
test('a value just above it does', () => check(30.01, '$0 $20 $40'))
test('cents are written where steps have them', () => check(0.7, '$0 $0.25 $0.50 $0.75'))
test('parts of a cent, too', () => check(0.004, '$0 $0.002 $0.004'))
test('thousands stand apart', () => check(7_200, '$0 $2,500 $5,000 $7,500'))
test('nothing has an axis, too', () => check(0, '$0 $1'))

test('layers stand on those below them, and a gap in all of them stays one', () =>
  expect(
    stackLayers([
      [1, null, null],
      [2, 4, null],
    ]),
  ).toEqual([
    [1, 0, null],
    [3, 4, null],
  ]))
