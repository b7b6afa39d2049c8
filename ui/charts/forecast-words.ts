import { type Forecast, minDays, type Outlook } from '../../src/costs/reports/forecast.ts'
import { money } from '../../src/lib/format.ts'

/** The range of a forecast, `$9.10–$14.30`; undefined where it has none. */
export const rangeWords = ({ lowUsd, highUsd }: Forecast) => range(lowUsd, highUsd, money)

/** The same of what a block comes to, in dollars or tokens. */
export const outlookWords = ({ mid, low, high }: Outlook, words: (value: number) => string) =>
  range(low, high, words) ?? words(mid)

function range(low: number, high: number, words: (value: number) => string) {
  const [from, to] = [words(low), words(high)]
  return from === to ? undefined : `${from}–${to}`
}

/** Why there is no forecast. */
export const tooFewDays = (knownDays: number) =>
  `a forecast needs ${minDays} days; ${knownDays === 0 ? 'none is' : knownDays === 1 ? '1 is' : `${knownDays} are`} known`
