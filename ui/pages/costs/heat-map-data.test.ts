import { expect, test } from 'bun:test'
import { heatOf, legendOf, quartersOf, weekdaysIn } from './heat-map-data.ts'

const hour = (weekday: number, hour: number, meanUsd: number | null) => ({
  weekday,
  hour,
  days: 4,
  meanUsd,
  meanTokens: 1,
})

test('the quarters of what is spent end where a quarter of the hours does', () => {
  expect(quartersOf([5, 1, 3, 2, 4, 8, 7, 6])).toEqual([2, 4, 6, 8])
  expect(quartersOf([3])).toEqual([3, 3, 3, 3])
  expect(quartersOf([])).toEqual([])
})

test('an hour has the step of its quarter, and nothing is a step of its own', () => {
  const week = [hour(1, 0, 1), hour(1, 1, 2), hour(1, 2, 3), hour(1, 3, 4), hour(1, 4, 0), hour(1, 5, null)]
  const monday = heatOf({ week }, () => 4)[0]!
  expect(monday.slice(0, 7).map(({ step }) => step)).toEqual([1, 2, 3, 4, 0, 0, 0])
  expect(monday.slice(4, 7).map(({ usd }) => usd)).toEqual([0, null, 0])
})

test('a day of the week that was not there is unknown, not free', () => {
  const there = weekdaysIn('2026-11-20', '2026-11-21')
  const rows = heatOf({ week: [] }, there)
  expect(rows.map(([first]) => first!.usd)).toEqual([null, null, null, null, 0, 0, null])
})

test('days of the week are counted over ends of months and clocks that change', () => {
  const there = weekdaysIn('2026-10-23', '2026-11-21')
  expect([1, 2, 3, 4, 5, 6, 7].map((weekday) => there(weekday, 12))).toEqual([4, 4, 4, 4, 5, 5, 4])
})

test('the legend says what each step stands for', () =>
  expect(legendOf({ week: [hour(1, 0, 0.12), hour(1, 1, 4)] }).words).toEqual([
    'nothing',
    'up to $0.12',
    'up to $0.12',
    'up to $4.00',
    'up to $4.00',
  ]))

test('hours of today that have not come are not there yet', () => {
  const there = weekdaysIn('2026-11-14', '2026-11-21', { day: '2026-11-21', hour: 16 })
  expect([there(6, 16), there(6, 17), there(5, 17)]).toEqual([2, 1, 1])
})
