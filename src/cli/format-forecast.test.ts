import { expect, test } from 'bun:test'
import type { Forecast } from '../costs/reports/forecast.ts'
import type { ForecastCheck } from '../costs/reports/forecast-score.ts'
import { formatForecast, formatForecastScore } from './format-forecast.ts'

const forecast: Forecast = {
  usd: 12,
  lowUsd: 10,
  highUsd: 15,
  days: 20,
  how: 'spent so far + what a typical day still brings, of 20 days',
}
const check = (rest: Partial<ForecastCheck> = {}): ForecastCheck => ({
  timezone: 'UTC',
  day: '2026-11-20',
  knownDays: 30,
  today: forecast,
  month: null,
  score: {
    days: [
      { day: '2026-11-19', spentUsd: 5, forecast, cameUsd: 16, errorUsd: 4, errorPercent: 25, isInside: false },
      {
        day: '2026-11-18',
        spentUsd: 5,
        forecast: null,
        cameUsd: 9,
        errorUsd: null,
        errorPercent: null,
        isInside: null,
      },
    ],
    scored: 1,
    medianErrorUsd: null,
    medianErrorPercent: null,
    insidePercent: null,
    goalPercent: 80,
  },
  ...rest,
})

test('a forecast is a sum with a range, and says of what it is made', () =>
  expect(
    formatForecast(check()),
  ).toBe(`Today       $12.00 ($10.00–$15.00), spent so far + what a typical day still brings, of 20 days
This month  unknown: nothing of it has a price

Days of UTC; today is 2026-11-20.
`))

test('with too few days it says so and guesses nothing', () => {
  const few = check({ knownDays: 2, today: null, score: { ...check().score, days: [], scored: 0 } })
  expect(formatForecast(few)).toBe('A forecast needs 3 days with known costs; 2 are known.\n')
  expect(formatForecastScore(few, { colour: false })).toBe(formatForecast(few))
})

test('the score has a line for each day, and what all of them come to', () => {
  expect(formatForecastScore(check(), { colour: false })).toContain('Of one forecast there is no score yet')
  const { score } = check()
  const whole = check({
    score: { ...score, scored: 30, medianErrorUsd: 1.5, medianErrorPercent: 9, insidePercent: 86.7 },
  })
  const text = formatForecastScore(whole, { colour: false })
  expect(text).toContain('2026-11-19')
  expect(text).toContain('too few days')
  expect(text).toContain('87% of 30 days came to lie inside the range, goal 80%. Median error $1.50 (9%).')
})
