import { median } from '../../lib/median.ts'
import { addDays } from '../../lib/timezone.ts'
import { type Forecast, fitDays, forecastOf, maxKeptDays, outlookOfDays } from './forecast.ts'
import { type KeptDay, spentUntil, wallQuarters } from './wall-clock.ts'

/** How the forecast that was made on a day at noon did. Money in US dollars. */
export type ScoredDay = {
  day: string
  /** What was spent at noon. */
  spentUsd: number
  /** Null where fewer than three days were known before. */
  forecast: Forecast | null
  cameUsd: number
  errorUsd: number | null
  /** Of what came; null where nothing did. */
  errorPercent: number | null
  isInside: boolean | null
}

export type ForecastScore = {
  /** The days before today of which anything is known, the latest first, at most 30. */
  days: ScoredDay[]
  /** Of how many of them there was a forecast. The figures below are of these; null where there are fewer than three. */
  scored: number
  medianErrorUsd: number | null
  medianErrorPercent: number | null
  /** How many came to what lies within the range. */
  insidePercent: number | null
  goalPercent: number
}

/** The forecasts of today and of this month, and how those of the last days did. */
export type ForecastCheck = {
  timezone: string
  day: string
  /** How many days before today are known, at most 56: with fewer than three there is no forecast. */
  knownDays: number
  today: Forecast | null
  month: Forecast | null
  score: ForecastScore
}

export const scoredDays = 30
const goalPercent = 80
/** Fewer forecasts say nothing about the others. */
const minScored = 3
const noon = wallQuarters / 2

/** Makes the forecast of each day anew, as it was at noon: of that day only its morning counts, and only days before it. */
export function scoreForecasts(kept: readonly KeptDay[], today: string): ForecastScore {
  const days = kept
    .filter(({ day }) => day < today && day >= addDays(today, -scoredDays))
    .map((one) => scoreDay(one, kept))
    .reverse()
  const found = days.filter(({ forecast }) => forecast !== null)
  const isEnough = found.length >= minScored
  return {
    days,
    scored: found.length,
    medianErrorUsd: isEnough ? median(found.flatMap(({ errorUsd }) => errorUsd ?? [])) : null,
    medianErrorPercent: isEnough ? median(found.flatMap(({ errorPercent }) => errorPercent ?? [])) : null,
    insidePercent: isEnough ? (found.filter(({ isInside }) => isInside).length / found.length) * 100 : null,
    goalPercent,
  }
}

/** A rounding error is not outside. */
const tolerance = 1e-9

function scoreDay(one: KeptDay, kept: readonly KeptDay[]): ScoredDay {
  const before = kept.filter(({ day }) => day < one.day && day >= addDays(one.day, -maxKeptDays))
  const fit = fitDays(before, one.day)
  const rest = fit && outlookOfDays(fit, noon, [])
  const spentUsd = spentUntil(one, noon)
  const cameUsd = one.spent.at(-1) ?? 0
  const about = { day: one.day, spentUsd, cameUsd }
  if (!fit || !rest) return { ...about, forecast: null, errorUsd: null, errorPercent: null, isInside: null }
  const forecast = forecastOf(spentUsd, rest, { days: fit.days.length, label: fit.label })
  const errorUsd = Math.abs(forecast.usd - cameUsd)
  return {
    ...about,
    forecast,
    errorUsd,
    errorPercent: cameUsd > 0 ? (errorUsd / cameUsd) * 100 : null,
    isInside: cameUsd >= forecast.lowUsd - tolerance && cameUsd <= forecast.highUsd + tolerance,
  }
}
