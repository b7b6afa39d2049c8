/** How much an incident matters: `severe` needs a person, `warn` is worth knowing, `info` needs nobody. */
export const severities = ['info', 'warn', 'severe'] as const
export type Severity = (typeof severities)[number]

/**
 * What the product knows beside measures, in a closed list. `unit` is that of its value and its limits; `worse` says on
 * which side of the limit it is broken; `least` and `most` bound the limit; `scopes` is by what it can be narrowed.
 */
export const conditions = {
  waiting: {
    unit: 'ms',
    worse: 'more',
    least: 0,
    most: 7 * 86_400_000,
    scopes: ['agent', 'runtime', 'project', 'model'],
  },
  stalled: {
    unit: 'ms',
    worse: 'more',
    least: 0,
    most: 7 * 86_400_000,
    scopes: ['agent', 'runtime', 'project', 'model'],
  },
  'context-full': {
    unit: 'percent',
    worse: 'more',
    least: 80,
    most: 100,
    scopes: ['agent', 'runtime', 'project', 'model'],
  },
  burning: { unit: 'times', worse: 'more', least: 1, most: 1, scopes: ['agent', 'runtime', 'project', 'model'] },
  'cron-failed': { unit: 'times', worse: 'more', least: 1, most: 100, scopes: ['agent', 'runtime', 'job'] },
  'cron-missed': { unit: 'ms', worse: 'more', least: 60_000, most: 86_400_000, scopes: ['agent', 'runtime', 'job'] },
  budget: { unit: 'percent', worse: 'more', least: 1, most: 1_000, scopes: ['budget'] },
  'cost-today': { unit: 'usd', worse: 'more', least: 0.01, most: 1_000_000, scopes: [] },
  'disk-filling': { unit: 'days', worse: 'less', least: 0.1, most: 90, scopes: ['disk'] },
  'gateway-down': { unit: 'ms', worse: 'more', least: 0, most: 86_400_000, scopes: [] },
  'gateway-unready': { unit: 'ms', worse: 'more', least: 0, most: 86_400_000, scopes: [] },
} as const satisfies Record<string, ConditionForm>

type ConditionForm = {
  unit: ConditionUnit
  worse: 'more' | 'less'
  least: number
  most: number
  scopes: readonly ScopeName[]
}
export type ConditionUnit = 'ms' | 'percent' | 'usd' | 'days' | 'times'
export type ConditionName = keyof typeof conditions
export const conditionNames = Object.keys(conditions) as ConditionName[]

/** By what a condition can be narrowed: ids of agents and jobs, names of the others, a path. */
export const scopeNames = ['agent', 'runtime', 'project', 'model', 'job', 'budget', 'disk'] as const
export type ScopeName = (typeof scopeNames)[number]
export type Scope = Partial<Record<ScopeName, string>>

/** What a rule looks at and when it is broken. Values are in the unit of the measure, times in ms. */
export type When =
  /** Above or below a value for a time. It is over beyond `clear`, which is the value itself where that is null. */
  | {
      kind: 'level'
      measure: string
      side: 'above' | 'below'
      value: number
      severeValue: number | null
      clear: number | null
      forMs: number
    }
  /** Nothing is read of a measure that was read before. */
  | { kind: 'absent'; measure: string; forMs: number }
  /** It rises or falls by so much within a time. */
  | { kind: 'rate'; measure: string; side: 'rises' | 'falls'; by: number; withinMs: number }
  /** So many times what is usual at that hour; below `atLeast` it is never broken. */
  | { kind: 'unusual'; measure: string; times: number; atLeast: number; forMs: number }
  | { kind: 'condition'; of: ConditionName; limit: number; severeLimit: number | null; scope: Scope }

/** A rule as plain data. The measure `disk.percent:*` is each disk by itself. */
export type Rule = {
  id: string
  /** What people call it; null for the sentence that it is. */
  name: string | null
  isOn: boolean
  severity: Severity
  /** What begins again so soon after it was over is the same incident. */
  againMs: number
  when: When
}

export type RuleDraft = Omit<Rule, 'id'>

export const isDefault = (id: string) => id.startsWith('default.')

/** Whether one rule looks at several subjects of a measure. */
export const isOfMany = (measure: string) => measure.endsWith(':*')

/** The measure without what stands behind it. */
export const wordOfMeasure = (measure: string) => measure.replace(/:.*$/s, '')

/** A measure that stands for the ones of a rule where its unit is asked: `*` is any of them. */
export const sampleOfMeasure = (measure: string) =>
  isOfMany(measure) ? measure.replace(/\*$/, measure.startsWith('gpu.') ? '0' : '/') : measure
