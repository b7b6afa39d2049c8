import { expect, test } from 'bun:test'
import { contrast } from './contrast.ts'

test('contrast is what WCAG counts', () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBe(21)
  expect(contrast([118, 118, 118], [255, 255, 255])).toBeCloseTo(4.54, 2)
  expect(contrast([255, 255, 255], [255, 255, 255])).toBe(1)
})
