import { expect, test } from 'bun:test'
import { paintMoon } from './paint-moon.ts'

/** How many pixels of each half are lit. */
function litIn(phase: number) {
  const { width, height, data } = paintMoon(phase)
  const middle = (width - 1) / 2
  const count = (is: (x: number) => boolean) => {
    let lit = 0
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) if (is(x) && data[(y * width + x) * 4 + 3] === 255) lit++
    return lit
  }
  return { left: count((x) => x < middle), right: count((x) => x > middle) }
}

test('a new moon is dark, a full one is lit on both sides alike', () => {
  expect(litIn(0)).toEqual({ left: 0, right: 0 })
  const full = litIn(0.5)
  expect(full.left).toBe(full.right)
  expect(full.left).toBeGreaterThan(20)
})

test('it waxes on the right and wanes on the left', () => {
  const first = litIn(0.25)
  expect([first.left, first.right > 20]).toEqual([0, true])
  const last = litIn(0.75)
  expect([last.left > 20, last.right]).toEqual([true, 0])
})

test('from night to night it never shrinks until it is full', () => {
  const whole = (phase: number) => litIn(phase).left + litIn(phase).right
  for (let phase = 0.02; phase < 0.5; phase += 0.02) expect(whole(phase)).toBeGreaterThanOrEqual(whole(phase - 0.02))
})
