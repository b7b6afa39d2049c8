import { expect, test } from 'bun:test'
import { barsOfMinutes } from './bars-of-minutes.ts'

const minutes = Array.from({ length: 100 }, (_, n) => ({ at: n * 60_000, costUsd: n % 10 }))

test('minutes share bars where there are more of them, and no cost is lost', () => {
  const bars = barsOfMinutes(minutes, 25)
  expect(bars.length).toBe(25)
  const sum = bars.reduce((all, { costUsd }) => all + costUsd * 4, 0)
  expect(sum).toBeCloseTo(minutes.reduce((all, { costUsd }) => all + costUsd, 0))
  expect(barsOfMinutes(minutes.slice(0, 3), 25).length).toBe(3)
  expect(barsOfMinutes([], 25)).toEqual([])
})

test('the last quarter of an hour is current', () =>
  expect(barsOfMinutes(minutes, 100).filter(({ isCurrent }) => isCurrent).length).toBe(15))
