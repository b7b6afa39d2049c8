import type { MeasureUnit } from '../../../src/health/kept-measures.ts'
import type { MeasuresOverTime } from '../../../src/health/measure-messages.ts'
import { bytes, duration, money, percent, tokens, unknown } from '../../../src/lib/format.ts'
import { axisMoney } from '../../charts/chart-scale.ts'

/** A value of a measure, with its unit. */
export function valueWords(value: number | null | undefined, unit: MeasureUnit): string {
  if (value === null || value === undefined) return unknown
  switch (unit) {
    case 'percent':
      return value > 0 && value < 9.95 ? `${value.toFixed(1)}%` : percent(value)
    case 'load':
      return value.toFixed(value < 10 ? 2 : 1)
    case 'bytes':
      return bytes(value, 1024)
    case 'bytesPerSecond':
      return `${bytes(value, 1000)}/s`
    case 'celsius':
      return `${Math.round(value)} °C`
    case 'ms':
      return value > 0 && value < 9.95 ? `${value.toFixed(1)} ms` : duration(value)
    case 'tokensPerMinute':
      return tokens(value)
    case 'usdPerMinute':
      return money(value, true)
    case 'sessions':
      return Number.isInteger(value) ? String(value) : value.toFixed(1)
  }
}

/** How far a value is from what it was before, with its sign; `same` where one would not notice. */
export function changeWords(now: number | null, before: number | null, unit: MeasureUnit): string | null {
  if (now === null || before === null) return null
  const by = now - before
  const sign = by > 0 ? '+' : '−'
  if (unit === 'percent') {
    const points = Math.round(Math.abs(by))
    return points === 0 ? 'same' : `${sign}${points} ${points === 1 ? 'point' : 'points'}`
  }
  if (unit === 'celsius') return Math.round(by) === 0 ? 'same' : `${sign}${Math.round(Math.abs(by))} °C`
  const share = before === 0 ? Number.POSITIVE_INFINITY : Math.abs(by / before)
  if (by === 0 || share < 0.02) return 'same'
  if (unit === 'bytes' || before === 0) return `${sign}${valueWords(Math.abs(by), unit)}`
  return share > 9.99 ? `${sign}${valueWords(Math.abs(by), unit)}` : `${sign}${Math.round(share * 100)}%`
}

const memoryUnits: [size: number, name: string][] = [
  [1024 ** 4, 'TB'],
  [1024 ** 3, 'GB'],
  [1024 ** 2, 'MB'],
  [1024, 'kB'],
]

/**
 * By what the values of a chart are divided so that the steps of its axis are round, and the word for it: memory counts by
 * 1024, and an axis in whole gigabytes is the one that is read.
 */
export function axisUnit(unit: MeasureUnit, highest: number): { size: number; name: string } {
  if (unit !== 'bytes') return { size: 1, name: '' }
  const [size, name] = memoryUnits.find(([size]) => highest >= size) ?? [1, 'B']
  return { size, name }
}

/** The labels of the steps of an axis, in units that `axisUnit` has made round. */
export function axisWords(steps: number[], unit: MeasureUnit): string[] {
  switch (unit) {
    case 'usdPerMinute':
      return axisMoney(steps)
    case 'tokensPerMinute':
      return steps.map((step) => tokens(step).replace(/\.0+(?=\D|$)/, ''))
    case 'bytesPerSecond':
      return steps.map((step) => (step === 0 ? '0' : bytes(step, 1000).replace('.0', '')))
    default:
      return steps.map((step) => String(step))
  }
}

/** From what a range is drawn, in a sentence. */
export function tierWords({ tier, stepMs }: Pick<MeasuresOverTime, 'tier' | 'stepMs'>): string {
  return `${tierNames[tier].drawn}, one value for each ${stepWords(stepMs)}`
}

/** How the tiers are called, and how long each is kept. */
export const tierNames: Record<MeasuresOverTime['tier'], { name: string; kept: string; drawn: string }> = {
  reading: { name: 'Each reading', kept: '1 h, in memory', drawn: 'Drawn from single readings' },
  '10s': { name: '10 s', kept: '48 hours', drawn: 'Drawn from steps of ten seconds' },
  '1m': { name: '1 min', kept: '90 days', drawn: 'Drawn from steps of a minute' },
  '15m': { name: '15 min', kept: '3 years', drawn: 'Drawn from steps of a quarter of an hour' },
}

/** The length of a step as part of a sentence: `42 min`, `6 h`. */
export function stepWords(ms: number): string {
  if (ms < 60_000) return `${Math.round(ms / 1_000)} s`
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`
  const hours = Math.round((ms / 3_600_000) * 10) / 10
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`
}
