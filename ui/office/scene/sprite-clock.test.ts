import { expect, test } from 'bun:test'
import { frameAt, shortestBeatMs, untilNextBeat } from './sprite-clock.ts'

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

const drawingsAMinute = (stepMs: number, shortestMs?: number) => {
  let count = 0
  for (let at = 0; at < 60_000; at += untilNextBeat(stepMs, at, shortestMs) + 2) count++
  return count
}

test('an office is drawn as often as its quickest hands move, six times a second at most and once in five seconds at least', () => {
  const perSecond = (stepMs: number) => Math.round(drawingsAMinute(stepMs) / 6) / 10
  expect([80, 110, 260, 500, 900, Number.POSITIVE_INFINITY].map(perSecond)).toEqual([6, 6, 3.9, 2, 1.1, 0.2])
})

test('where the processor draws, it is four times a second at most', () => {
  const perSecond = (stepMs: number) => Math.round(drawingsAMinute(stepMs, shortestBeatMs.processor) / 60)
  expect([80, 110, 260, 500].map(perSecond)).toEqual([4, 4, 4, 2])
})
