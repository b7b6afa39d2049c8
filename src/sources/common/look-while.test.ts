import { afterEach, expect, jest, test } from 'bun:test'
import { lookWhile } from './look-while.ts'

afterEach(() => void jest.useRealTimers())

function start() {
  jest.useFakeTimers()
  const world = { isAny: true, looks: 0, change: () => {} }
  const stop = lookWhile(
    () => {
      world.looks++
      return world.isAny
    },
    {
      everyMs: 100,
      onChange(run) {
        world.change = run
        return () => {
          world.change = () => {}
        }
      },
    },
  )
  return { world, stop }
}

test('it is looked for as long as there is something to look at', () => {
  const { world, stop } = start()
  jest.advanceTimersByTime(1_000)
  expect(world.looks).toBe(10)
  stop()
  jest.advanceTimersByTime(1_000)
  expect(world.looks).toBe(10)
})

test('where there is nothing it looks for some seconds more, and then rests until something changes', () => {
  const { world } = start()
  world.isAny = false
  jest.advanceTimersByTime(4_000)
  expect(world.looks).toBe(9)
  jest.advanceTimersByTime(60_000)
  expect(world.looks).toBe(9)
  for (let n = 0; n < 50; n++) world.change()
  jest.advanceTimersByTime(100)
  expect(world.looks).toBe(10)
  // What has changed shows up late.
  jest.advanceTimersByTime(1_000)
  world.isAny = true
  jest.advanceTimersByTime(400)
  const before = world.looks
  jest.advanceTimersByTime(1_000)
  expect(world.looks).toBe(before + 10)
})
