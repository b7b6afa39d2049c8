import { expect, test } from 'bun:test'
import { hourBars } from './hour-bars.ts'

test('the hour with the most is as high as the box, one with nothing keeps a foot, and a single error is seen', () => {
  expect(hourBars([0, 1, 200])).toBe('M0 15h3v1h-3zM4 13h3v3h-3zM8 0h3v16h-3z')
})
