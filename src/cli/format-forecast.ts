import { type Forecast, minDays } from '../costs/reports/forecast.ts'
import type { ForecastCheck, ScoredDay } from '../costs/reports/forecast-score.ts'
import { money, percent } from '../lib/format.ts'
import { drawTable } from './table.ts'

/** What today and this month come to. */
export function formatForecast({ today, month, knownDays, timezone, day }: ForecastCheck): string {
  if (knownDays < minDays) return tooFew(knownDays)
  const line = (name: string, forecast: Forecast | null) =>
    `${name.padEnd(12)}${forecast === null ? 'unknown: nothing of it has a price' : `${money(forecast.usd)} (${rangeOf(forecast)}), ${forecast.how}`}`
  return `${[line('Today', today), line('This month', month)].join('\n')}\n\nDays of ${timezone}; today is ${day}.\n`
}

/** How the forecasts of the last days did, day by day. */
export function formatForecastScore(
  { score, knownDays }: ForecastCheck,
  { colour, width }: { colour: boolean; width?: number | undefined },
): string {
  if (score.scored === 0) return tooFew(knownDays)
  const table = drawTable<ScoredDay>(
    [
      { head: 'Day', of: ({ day }) => day },
      { head: 'At 12:00', of: ({ spentUsd }) => money(spentUsd), right: true },
      { head: 'Forecast', of: ({ forecast }) => money(forecast?.usd), right: true },
      { head: 'Range', of: ({ forecast }) => (forecast ? rangeOf(forecast) : 'too few days'), right: true },
      { head: 'Came', of: ({ cameUsd }) => money(cameUsd), right: true },
      { head: 'Error', of: ({ errorUsd }) => money(errorUsd), right: true },
      { head: 'Inside', of: ({ isInside }) => (isInside === null ? '–' : isInside ? 'yes' : 'no') },
    ],
    score.days,
    { colour, width },
  )
  return `${table}\n${scoreWords(score)}\n`
}

const rangeOf = ({ lowUsd, highUsd }: Forecast) => `${money(lowUsd)}–${money(highUsd)}`

const tooFew = (knownDays: number) =>
  `A forecast needs ${minDays} days with known costs; ${knownDays === 1 ? '1 is' : `${knownDays} are`} known.\n`

function scoreWords({
  scored,
  insidePercent,
  goalPercent,
  medianErrorUsd,
  medianErrorPercent,
}: ForecastCheck['score']) {
  if (insidePercent === null)
    return `Of ${scored === 1 ? 'one forecast' : `${scored} forecasts`} there is no score yet; three are enough.`
  const share = medianErrorPercent === null ? '' : ` (${percent(medianErrorPercent)})`
  return `${percent(insidePercent)} of ${scored} days came to lie inside the range, goal ${goalPercent}%. Median error ${money(medianErrorUsd)}${share}.`
}
