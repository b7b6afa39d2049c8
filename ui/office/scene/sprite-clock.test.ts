import { expect, test } from 'bun:test'
import { frameAt, tickMs } from './sprite-clock.ts'

test('a picture shows its frames in the order of its art', () => {
  const blink = { frames: 3, stepMs: 500, order: [0, 0, 1, 2] }
  expect([0, 500, 1_000, 1_500, 2_000].map((at) => frameAt(blink, at + 1))).toEqual([0, 0, 1, 2, 0])
})

test('a picture without an order shows one frame after the other', () => {
  expect([0, 200, 400, 600].map((at) => frameAt({ frames: 3, stepMs: 200, order: null }, at + 90))).toEqual([
    0, 1, 2, 0,
  ])
})

test('what has one frame, or no pace, keeps still', () => {
  expect(frameAt({ frames: 1, stepMs: 100, order: null }, 99_999)).toBe(0)
  expect(frameAt({ frames: 4, stepMs: 0, order: null }, 99_999)).toBe(0)
})

test('all pictures change together, twelve times a second at most', () => {
  const changes = new Set<number>()
  const animations = [110, 130, 200, 260].map((stepMs) => ({ frames: 4, stepMs, order: null }))
  let before = animations.map((animation) => frameAt(animation, 0))
  for (let at = 1; at <= 1_000; at++) {
    const now = animations.map((animation) => frameAt(animation, at))
    if (now.some((frame, k) => frame !== before[k])) changes.add(Math.floor(at / tickMs))
    before = now
  }
  expect(changes.size).toBeLessThanOrEqual(12)
})
