import { expect, test } from 'bun:test'
import { quarterMs } from '../../lib/timezone.ts'
import { runningSum, typicalOver } from './day-curve.ts'
import { byWallClock, type QuarterCost, quartersOf } from './wall-clock.ts'

const vienna = 'Europe/Vienna'
const length = (day: string, zone = vienna) => quartersOf(day, zone).end - quartersOf(day, zone).first

/** What was spent in the quarters that begin at these times of UTC on a day. */
const spent = (day: string, costs: Record<string, number | null>): QuarterCost[] =>
  Object.entries(costs).map(([time, usd]) => ({ quarter: Date.parse(`${day}T${time}Z`) / quarterMs, usd }))

test('a day has 96 quarters, 92 when clocks go forward, 100 when they go back', () => {
  expect([length('2026-11-20'), length('2026-03-29'), length('2026-10-25')]).toEqual([96, 92, 100])
  expect([length('2026-04-05', 'Australia/Lord_Howe'), length('2026-10-04', 'Australia/Lord_Howe')]).toEqual([98, 94])
})

test('the running sum has a point for each quarter so far, and the last is now', () => {
  const { first } = quartersOf('2026-11-20', 'UTC')
  const now = Date.parse('2026-11-20T00:40Z')
  const points = runningSum(spent('2026-11-20', { '00:00': 1, '00:30': 2 }), first, now)
  expect(points.map(({ at, usd }) => [new Date(at).toISOString().slice(11, 16), usd])).toEqual([
    ['00:00', 0],
    ['00:15', 1],
    ['00:30', 1],
    ['00:40', 3],
  ])
})

test('what has no price adds nothing to the sum, and the first moment of a day has cost nothing', () => {
  const { first } = quartersOf('2026-11-20', 'UTC')
  expect(runningSum(spent('2026-11-20', { '00:00': null }), first, first * quarterMs + 1).at(-1)!.usd).toBe(0)
  expect(runningSum([], first, first * quarterMs)).toEqual([{ at: first * quarterMs, usd: 0 }])
})

test('at the end of a long day there are as many points as it has quarters, and the beginning', () => {
  const { first, end } = quartersOf('2026-10-25', vienna)
  expect(runningSum([], first, end * quarterMs)).toHaveLength(101)
})

test('a past day is told by the clock on the wall', () => {
  const plain = byWallClock(spent('2026-11-20', { '08:00': 2, '22:45': 1 }), '2026-11-20', vienna)
  expect([plain[4 * 9 - 1], plain[4 * 9], plain[94], plain[95]]).toEqual([0, 2, 2, 3])
})

test('an hour that comes twice is added up, one that is left out cost nothing', () => {
  const back = byWallClock(spent('2026-10-25', { '00:00': 1, '01:00': 2, '12:00': 4 }), '2026-10-25', vienna)
  expect([back[7], back[8], back[4 * 13]]).toEqual([0, 3, 7])
  const forward = byWallClock(spent('2026-03-29', { '00:45': 1, '01:00': 2 }), '2026-03-29', vienna)
  expect([forward[7], forward[8], forward[11], forward[12]]).toEqual([1, 1, 1, 3])
})

test('what is usual is the middle of the days, laid over a day of any length without ever going back', () => {
  const steady = Array.from({ length: 96 }, (_, n) => n + 1)
  const days = [steady, steady.map((usd) => usd * 3), steady.map(() => 0)]
  for (const [day, quarters] of [
    ['2026-11-20', 96],
    ['2026-03-29', 92],
    ['2026-10-25', 100],
  ] as const) {
    const points = typicalOver(days, day, vienna)
    expect(points).toHaveLength(quarters + 1)
    expect([points[0]!.usd, points[1]!.usd, points.at(-1)!.usd]).toEqual([0, 1, 96])
    expect(points.every(({ usd }, n) => n === 0 || usd >= points[n - 1]!.usd)).toBe(true)
  }
})
