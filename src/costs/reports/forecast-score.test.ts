import { expect, test } from 'bun:test'
import { addDays } from '../../lib/timezone.ts'
import { scoreForecasts } from './forecast-score.ts'
import type { KeptDay } from './wall-clock.ts'

const today = '2026-11-20'
/** A day that spends so much at nine and so much at six in the evening. */
const kept = (day: string, morning: number, evening: number): KeptDay => ({
  day,
  spent: Array.from({ length: 96 }, (_, n) => (n >= 36 ? morning : 0) + (n >= 72 ? evening : 0)),
})
const before = (count: number, eveningOf: (n: number) => number) =>
  Array.from({ length: count }, (_, n) => kept(addDays(today, n - count), 10, eveningOf(n)))

test('each of the last days has the forecast that was made at noon, of the days before it alone', () => {
  // Evenings of 1, 1, 1, 1 and then 7: the last forecast knows nothing of the 7.
  const { days, ...score } = scoreForecasts(
    before(5, (n) => (n === 4 ? 7 : 1)),
    today,
  )
  expect(
    days.map(({ day, spentUsd, cameUsd, forecast, errorUsd, isInside }) => [
      day.slice(8),
      spentUsd,
      cameUsd,
      forecast?.usd ?? null,
      errorUsd,
      isInside,
    ]),
  ).toEqual([
    ['19', 10, 17, 11, 6, false],
    ['18', 10, 11, 11, 0, true],
    ['17', 10, 11, null, null, null],
    ['16', 10, 11, null, null, null],
    ['15', 10, 11, null, null, null],
  ])
  // Two forecasts say nothing about the others.
  expect(score).toEqual({
    scored: 2,
    medianErrorUsd: null,
    medianErrorPercent: null,
    insidePercent: null,
    goalPercent: 80,
  })
})

test('the score is the middle error, and the share that came to lie inside the range', () => {
  const score = scoreForecasts(
    before(8, (n) => (n === 7 ? 7 : n === 6 ? 2 : 1)),
    today,
  )
  expect(score.scored).toBe(5)
  expect(score).toMatchObject({ medianErrorUsd: 0, medianErrorPercent: 0, insidePercent: 60 })
  expect(score.days[0]!.errorPercent).toBeCloseTo((6 / 17) * 100)
})

test('thirty days are scored, today is not, and a day on which nothing was spent has no share of an error', () => {
  const many = [...before(60, () => 1), kept(today, 99, 99)]
  expect(scoreForecasts(many, today)).toMatchObject({ scored: 30, medianErrorUsd: 0, insidePercent: 100 })
  const zeros = scoreForecasts(
    Array.from({ length: 30 }, (_, n) => kept(addDays(today, n - 30), 0, 0)),
    today,
  )
  expect(zeros).toMatchObject({ scored: 27, medianErrorUsd: 0, medianErrorPercent: null, insidePercent: 100 })
  expect(scoreForecasts([], today)).toMatchObject({ days: [], scored: 0, insidePercent: null })
})
