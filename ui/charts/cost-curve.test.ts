import { expect, test } from 'bun:test'
import type { DayCurve } from '../../src/costs/reports/day-curve.ts'
import { curvesOf, forecastNow, hourLabels, labelPlace } from './cost-curve.ts'

const hour = 3_600_000
const day = (startAt: number, hours = 24): DayCurve => ({
  day: '2026-11-20',
  startAt,
  endAt: startAt + hours * hour,
  timezone: 'Europe/Vienna',
  budgetUsd: null,
  points: [
    { at: startAt, usd: 0 },
    { at: startAt + hour, usd: 2 },
  ],
  typical: {
    label: 'a typical Friday',
    points: [
      { at: startAt, usd: 0 },
      { at: startAt + 2 * hour, usd: 8 },
      { at: startAt + hours * hour, usd: 10 },
    ],
  },
  forecast: {
    label: 'a typical Friday',
    days: 8,
    rest: [
      { at: startAt, mid: 10, low: 6, high: 20 },
      { at: startAt + 2 * hour, mid: 2, low: 1, high: 4 },
      { at: startAt + hours * hour, mid: 0, low: 0, high: 0 },
    ],
  },
  knownDays: 30,
  isLowerBound: false,
})
const midnight = Date.parse('2026-11-20T00:00+01:00')

test('today ends now, at what is known now, and what is usual goes on', () => {
  const { xs, today, typical } = curvesOf(day(midnight), midnight + 1.5 * hour, 3)
  expect(xs.map((at) => (at - midnight) / hour)).toEqual([0, 1, 1.5, 2, 24])
  expect(today).toEqual([0, 2, 3, null, null])
  expect(typical).toEqual([0, 4, 6, 8, 10])
})

test('where nothing of today has a price there is no curve', () => {
  const { today } = curvesOf({ ...day(midnight), points: [] }, midnight + hour, null)
  expect(today).toEqual([null, null, null])
})

test('where nothing is usual there is only today', () => {
  expect(curvesOf({ ...day(midnight), typical: null }, midnight + 2 * hour, 3).typical).toEqual([null, null, null])
  expect(forecastNow({ ...day(midnight), forecast: null }, midnight, 3)).toBeNull()
})

test('the forecast follows what is known now, with its range', () => {
  expect(forecastNow(day(midnight), midnight + 2 * hour, 3)).toMatchObject({ usd: 5, lowUsd: 4, highUsd: 7, days: 8 })
  expect(forecastNow(day(midnight), midnight + hour, 3)).toMatchObject({ usd: 9, lowUsd: 6.5, highUsd: 15 })
  expect(forecastNow(day(midnight), midnight + 99 * hour, 3)).toMatchObject({ usd: 3, lowUsd: 3, highUsd: 3 })
  expect(forecastNow(day(midnight), midnight, null)).toBeNull()
})

test('hours are those of the clock on the wall, also when it changes', () => {
  const under = (startAt: number, hours: number) =>
    hourLabels(day(startAt, hours)).map(({ x, text }) => `${text}@${(x - startAt) / hour}`)
  expect(under(midnight, 24)).toEqual(['00@0', '06@6', '12@12', '18@18', '24@24'])
  expect(under(Date.parse('2026-10-25T00:00+02:00'), 25)).toEqual(['00@0', '06@7', '12@13', '18@19', '24@25'])
  expect(under(Date.parse('2026-03-29T00:00+01:00'), 23)).toEqual(['00@0', '06@5', '12@11', '18@17', '24@23'])
})

test('the name of what is usual stands ahead of now while there is room, and never on a today that is higher', () => {
  const known = day(midnight)
  const shareOf = (at: number) => (at - midnight) / (24 * hour)
  const noon = labelPlace(known, curvesOf(known, midnight + 13 * hour, 40))!
  expect(shareOf(noon.at)).toBeCloseTo(0.78)
  expect(noon.usd).toBeLessThan(11)
  const late = { ...known, points: [...known.points, { at: midnight + 18 * hour, usd: 2 }] }
  const evening = labelPlace(late, curvesOf(late, midnight + 21 * hour, 40))!
  expect(shareOf(evening.at)).toBeLessThan(0.7)
  expect(evening.usd).toBeLessThan(11)
})

test('the line of the budget does not run through the name', () => {
  const known = { ...day(midnight), budgetUsd: 10.5 }
  expect(labelPlace(known, curvesOf(known, midnight + 13 * hour, 40))!.usd).toBe(10.5)
})

test('where nothing is usual there is no name', () => {
  const known = { ...day(midnight), typical: null }
  expect(labelPlace(known, curvesOf(known, midnight + hour, 2))).toBeUndefined()
})
