import { expect, test } from 'bun:test'
import { anchored, followsOn, followWords, isAtEnd, type Place } from './auto-scroll.ts'

const place = (scrollTop: number, scrollHeight = 2_000, clientHeight = 500): Place => ({
  scrollTop,
  clientHeight,
  scrollHeight,
})
const end = place(1_500)

test('the last lines are the end', () => {
  expect(isAtEnd(end)).toBe(true)
  expect(isAtEnd(place(1_470))).toBe(true)
  expect(isAtEnd(place(1_460))).toBe(false)
})
test('less than a window is at its end', () => expect(isAtEnd(place(0, 300))).toBe(true))

test('who scrolls up stops following', () => expect(followsOn(true, end, place(1_300))).toBe(false))
test('who comes back to the end follows again', () => expect(followsOn(false, place(1_300), end)).toBe(true))
test('who reads further down without reaching the end does not', () =>
  expect(followsOn(false, place(800), place(1_000))).toBe(false))
test('text that grows below does not stop following', () =>
  expect(followsOn(true, end, place(1_500, 2_600))).toBe(true))
test('text that folds up does not stop following', () =>
  expect(followsOn(true, place(1_500), place(1_200, 1_800))).toBe(true))
test('a window made lower does not stop following', () =>
  expect(followsOn(true, end, { scrollTop: 1_400, clientHeight: 300, scrollHeight: 2_000 })).toBe(true))

test('what one reads stays where it is when older text comes above', () => expect(anchored(10, 40, 3_040)).toBe(3_010))
test('nothing is above the beginning', () => expect(anchored(5, 40, 0)).toBe(0))

test('the chip says what is new', () => {
  expect(followWords(14, false)).toBe('14 new, End to follow')
  expect(followWords(400, true)).toBe('400+ new, End to follow')
  expect(followWords(0, false)).toBe('End to follow')
})
