import { type MeasureUnit, measureOf, nameOfMeasure } from '../health/kept-measures.ts'
import { bytes, money, tokens } from '../lib/format.ts'
import {
  type ConditionName,
  type ConditionUnit,
  conditions,
  isOfMany,
  type Rule,
  type Scope,
  sampleOfMeasure,
  type When,
} from './rule.ts'

export type ValueUnit = MeasureUnit | ConditionUnit

/** A time as a person would set it: `90 s`, `5 min`, `2 h`, `3 d`. */
export function spanWords(ms: number): string {
  for (const [size, unit] of [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
  ] as const)
    if (ms >= size && ms % size === 0) return `${ms / size} ${unit}`
  if (ms >= 2 * 3_600_000) return `${trimmed(ms / 3_600_000)} h`
  if (ms >= 600_000) return `${Math.round(ms / 60_000)} min`
  return `${Math.round(ms / 1_000)} s`
}

/** A value with its unit. */
export function valueWords(value: number | null, unit: ValueUnit | null): string {
  if (value === null) return '–'
  switch (unit) {
    case 'percent':
      return `${trimmed(value)}%`
    case 'bytes':
      return bytes(value, 1024)
    case 'bytesPerSecond':
      return `${bytes(value, 1000)}/s`
    case 'celsius':
      return `${trimmed(value)} °C`
    case 'ms':
      return value < 1_000 ? `${Math.round(value)} ms` : spanWords(value)
    case 'tokensPerMinute':
      return `${tokens(value)} a minute`
    case 'usdPerMinute':
      return `${money(value)} a minute`
    case 'usd':
      return money(value)
    case 'days':
      return `${trimmed(value)} ${value === 1 ? 'day' : 'days'}`
    case 'times':
      return value === 1 ? 'once' : `${trimmed(value)} times`
    default:
      return trimmed(value)
  }
}

const trimmed = (value: number) => String(Number(value.toFixed(Math.abs(value) < 10 ? 1 : 0)))

/** The name of what a rule looks at: `Disk /`, `Any disk`. */
export function measureWords(measure: string): string {
  if (!isOfMany(measure)) return measureOf(measure) ? nameOfMeasure(measure) : measure
  const name = nameOfMeasure(sampleOfMeasure(measure)).replace(/ \S+$/, '')
  return `Any ${/^[A-Z]{2}/.test(name) ? name : name.toLowerCase()}`
}

export const unitOf = (when: When): ValueUnit | null =>
  when.kind === 'condition' ? conditions[when.of].unit : (measureOf(sampleOfMeasure(when.measure))?.unit ?? null)

/** What is broken, as a sentence without its end: `CPU above 90% for 5 min`. */
export function sentenceOf(when: When): string {
  if (when.kind === 'condition') return conditionWords(when.of, when.limit) + scopeWords(when.scope)
  const name = measureWords(when.measure)
  const unit = unitOf(when)
  switch (when.kind) {
    case 'level':
      return `${name} ${when.side} ${valueWords(when.value, unit)}${forWords(when.forMs)}`
    case 'absent':
      return `No reading of ${name} for ${spanWords(when.forMs)}`
    case 'rate':
      return `${name} ${when.side} by ${valueWords(when.by, unit)} within ${spanWords(when.withinMs)}`
    case 'unusual':
      return `${name} over ${trimmed(when.times)}× the usual of that hour${forWords(when.forMs)}`
  }
}

const forWords = (ms: number) => (ms > 0 ? ` for ${spanWords(ms)}` : '')

function conditionWords(of: ConditionName, limit: number): string {
  switch (of) {
    case 'waiting':
      return limit === 0 ? 'Somebody waits for you' : `Somebody waits for you longer than ${spanWords(limit)}`
    case 'stalled':
      return limit === 0 ? 'An agent stalls' : `An agent makes no progress for ${spanWords(limit)}`
    case 'context-full':
      return `A context over ${valueWords(limit, 'percent')}`
    case 'burning':
      return 'A session spends unusually fast'
    case 'cron-failed':
      return limit <= 1 ? 'A cron job fails' : `A cron job fails ${valueWords(limit, 'times')} in a row`
    case 'cron-missed':
      return `A cron job is over ${spanWords(limit)} late`
    case 'budget':
      return limit === 100 ? 'A budget is passed' : `A budget is used to ${valueWords(limit, 'percent')}`
    case 'cost-today':
      return `Today costs more than ${money(limit)}`
    case 'disk-filling':
      return `A disk will be full within ${valueWords(limit, 'days')}`
    case 'gateway-down':
      return limit === 0 ? 'The gateway is down' : `The gateway is down for ${spanWords(limit)}`
    case 'gateway-unready':
      return limit === 0 ? 'The gateway is not ready' : `The gateway is not ready for ${spanWords(limit)}`
  }
}

function scopeWords(scope: Scope): string {
  const parts = Object.entries(scope).map(([name, value]) => `${name} ${value.replace(/^[a-z-]+:/, '')}`)
  return parts.length === 0 ? '' : `, only ${parts.join(', ')}`
}

/** What makes it severe beside its sentence: `severe above 95%`; '' where nothing does. */
export function severeWords(when: When): string {
  const at = when.kind === 'level' ? when.severeValue : when.kind === 'condition' ? when.severeLimit : null
  if (at === null) return ''
  if (when.kind === 'level') return `severe ${when.side} ${valueWords(at, unitOf(when))}`
  const { unit, worse } = conditions[(when as Extract<When, { kind: 'condition' }>).of]
  return `severe ${worse === 'less' ? 'within' : unit === 'ms' ? 'after' : 'at'} ${valueWords(at, unit)}`
}

/** How people call a rule. */
export const nameOfRule = ({ name, when }: Pick<Rule, 'name' | 'when'>) => name ?? sentenceOf(when)
