import { expect, test } from 'bun:test'
import { hourBars, hourFeet } from './hour-bars.ts'

test('the hour with the most is as high as the box, and a single error is seen', () => {
  expect(hourBars([0, 1, 200])).toBe('M4 13h3v3h-3zM8 0h3v16h-3z')
})

test('every hour has its place', () => {
  expect(hourFeet(2)).toBe('M0 15h3v1h-3zM4 15h3v1h-3z')
})
