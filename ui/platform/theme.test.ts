import { expect, test } from 'bun:test'
import { densityFor, motionFor, themeFor, themes } from './theme.ts'

test('a kept theme is worn whatever the computer and the clock say', () => {
  for (const theme of themes) expect(themeFor(theme, true, false, 12)).toBe(theme)
})

test('without a choice the computer decides, at any hour', () => {
  expect(themeFor(null, true, false, 3)).toBe('daylight')
  expect(themeFor('auto', false, true, 12)).toBe('night')
})

test('a computer that does not say gets daylight from 07 to 19 h', () => {
  const at = (hour: number) => themeFor('auto', false, false, hour)
  expect([6, 7, 18, 19].map(at)).toEqual(['night', 'daylight', 'daylight', 'night'])
})

test('what was kept by another version and is no theme counts as no choice', () => {
  expect(themeFor('neon', false, true, 12)).toBe('night')
  expect(densityFor('kiosk')).toBe('comfortable')
  expect(motionFor('wild', false)).toBe('full')
})

test('a page moves less than its computer allows, never more', () => {
  expect(motionFor('reduced', false)).toBe('reduced')
  expect(motionFor('system', true)).toBe('reduced')
  expect(motionFor(null, false)).toBe('full')
})

test('density is comfortable unless it was made compact', () => {
  expect([null, 'comfortable', 'compact'].map(densityFor)).toEqual(['comfortable', 'comfortable', 'compact'])
})
