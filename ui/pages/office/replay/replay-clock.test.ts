import { expect, test } from 'bun:test'
import { advanced, type Course, maxStops, speedOfMinute } from './replay-clock.ts'

const course: Course = { speed: 60, until: 600_000, stops: [] }
const from = (at: number) => ({ at, isPlaying: true, heldMs: 0 })
/** Where a replay is after each of so many tenths of a second. */
function run(tenths: number, on: Course, clock = from(0)) {
  for (let i = 0; i < tenths; i++) clock = advanced(clock, 100, on)
  return clock
}

test('time passes as much faster as it was asked', () => {
  expect([1, 5, 15, 60, 120].map((speed) => run(10, { ...course, speed }).at)).toEqual([
    1_000, 5_000, 15_000, 60_000, 120_000,
  ])
})

test('what is paused stays where it is', () => {
  const paused = { at: 5, isPlaying: false, heldMs: 0 }
  expect(advanced(paused, 1_000, course)).toBe(paused)
})

test('at the end it stands', () => expect(run(200, course)).toEqual({ at: 600_000, isPlaying: false, heldMs: 0 }))

test('it stands for two seconds where something mattered, and goes on', () => {
  const on = { ...course, stops: [30_000] }
  expect(run(5, on).at).toBe(30_000)
  expect(run(24, on).at).toBe(30_000)
  expect(run(26, on).at).toBe(36_000)
})

test('one long step holds at every stop on its way', () => {
  const on = { ...course, stops: [30_000, 60_000] }
  expect(advanced(from(0), 5_000, on)).toEqual({ at: 60_000, isPlaying: true, heldMs: 0 })
  expect(advanced(from(0), 4_000, on)).toEqual({ at: 60_000, isPlaying: true, heldMs: 1_000 })
})

test('it does not stop again where it begins', () =>
  expect(advanced(from(30_000), 100, { ...course, stops: [30_000] }).at).toBe(36_000))

test('a time away lasts for a minute, however many stops there are', () => {
  for (const count of [0, 3, maxStops]) {
    const length = 20 * 3_600_000
    const stops = Array.from({ length: count }, (_, at) => ((at + 1) * length) / (count + 1))
    const on = { speed: speedOfMinute(length, count), until: length, stops }
    expect(run(598, on).isPlaying).toBe(true)
    expect(run(602, on).isPlaying).toBe(false)
  }
})
