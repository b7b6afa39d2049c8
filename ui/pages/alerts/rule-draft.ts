import {
  type ConditionName,
  conditions,
  type Rule,
  type RuleDraft,
  type ScopeName,
  type Severity,
  type When,
} from '../../../src/alerts/rule.ts'
import { unitOf, type ValueUnit } from '../../../src/alerts/rule-words.ts'

/** What is typed while a rule is edited: texts, in the units that people use. */
export type Draft = {
  name: string
  isOn: boolean
  severity: Severity
  againMin: string
  kind: When['kind']
  measure: string
  side: 'above' | 'below' | 'rises' | 'falls'
  value: string
  severeValue: string
  clear: string
  forMin: string
  times: string
  atLeast: string
  of: ConditionName
  limit: string
  severeLimit: string
  scopeName: ScopeName | ''
  scopeValue: string
}

const minuteMs = 60_000

/** In which unit a value is typed, and how many of ours that is. */
export function scaleOf(unit: ValueUnit | null): { words: string; size: number } {
  switch (unit) {
    case 'bytes':
      return { words: 'MB', size: 2 ** 20 }
    case 'bytesPerSecond':
      return { words: 'MB/s', size: 1e6 }
    case 'percent':
      return { words: '%', size: 1 }
    case 'celsius':
      return { words: '°C', size: 1 }
    case 'tokensPerMinute':
      return { words: 'tokens a minute', size: 1 }
    case 'usdPerMinute':
      return { words: 'dollars a minute', size: 1 }
    case 'usd':
      return { words: 'dollars', size: 1 }
    case 'days':
      return { words: 'days', size: 1 }
    case 'times':
      return { words: 'times', size: 1 }
    case 'sessions':
      return { words: 'sessions', size: 1 }
    case 'ms':
      return { words: 'ms', size: 1 }
    default:
      return { words: '', size: 1 }
  }
}

/** The same for the limit of a condition, whose times are minutes. */
export const scaleOfCondition = (of: ConditionName) =>
  conditions[of].unit === 'ms' ? { words: 'min', size: minuteMs } : scaleOf(conditions[of].unit)

const shown = (value: number | null, size: number) => (value === null ? '' : String(Number((value / size).toFixed(3))))

/** A rule as it is typed. */
export function draftOf({ name, isOn, severity, againMs, when }: RuleDraft): Draft {
  const { size } = scaleOf(unitOf(when))
  const [scope] = when.kind === 'condition' ? Object.entries(when.scope) : []
  const forMs = 'forMs' in when ? when.forMs : when.kind === 'rate' ? when.withinMs : 5 * minuteMs
  return {
    name: name ?? '',
    isOn,
    severity,
    againMin: shown(againMs, minuteMs),
    kind: when.kind,
    measure: when.kind === 'condition' ? 'cpu.percent' : when.measure,
    side: when.kind === 'level' || when.kind === 'rate' ? when.side : 'above',
    value: when.kind === 'level' ? shown(when.value, size) : when.kind === 'rate' ? shown(when.by, size) : '90',
    severeValue: when.kind === 'level' ? shown(when.severeValue, size) : '',
    clear: when.kind === 'level' ? shown(when.clear, size) : '',
    forMin: shown(forMs, minuteMs),
    times: when.kind === 'unusual' ? shown(when.times, 1) : '3',
    atLeast: when.kind === 'unusual' ? shown(when.atLeast, size) : '0',
    of: when.kind === 'condition' ? when.of : 'waiting',
    limit: when.kind === 'condition' ? shown(when.limit, scaleOfCondition(when.of).size) : '10',
    severeLimit: when.kind === 'condition' ? shown(when.severeLimit, scaleOfCondition(when.of).size) : '',
    scopeName: (scope?.[0] as ScopeName | undefined) ?? '',
    scopeValue: scope?.[1] ?? '',
  }
}

/** The rule that was typed, or what is no number in it. */
export function ruleOf(draft: Draft): { rule: RuleDraft } | { fault: string } {
  const faults: string[] = []
  const number = (text: string, words: string, size = 1): number => {
    const value = Number(text.trim().replace(',', '.'))
    if (text.trim() === '' || !Number.isFinite(value)) faults.push(`${words} is no number.`)
    return value * size
  }
  const orNull = (text: string, words: string, size: number) => (text.trim() === '' ? null : number(text, words, size))
  const time = (text: string, words: string) => Math.round(number(text, words, minuteMs))
  const rule: RuleDraft = {
    name: draft.name.trim() || null,
    isOn: draft.isOn,
    severity: draft.severity,
    againMs: time(draft.againMin, 'The time in which it is the same incident'),
    when: whenOf(),
  }
  return faults.length > 0 ? { fault: faults.join(' ') } : { rule }

  function whenOf(): When {
    const { measure } = draft
    const { size } = scaleOf(unitOf({ kind: 'absent', measure, forMs: 0 }))
    switch (draft.kind) {
      case 'level':
        return {
          kind: 'level',
          measure,
          side: draft.side === 'below' ? 'below' : 'above',
          value: number(draft.value, 'The value', size),
          severeValue: orNull(draft.severeValue, 'The value from which it is severe', size),
          clear: orNull(draft.clear, 'The value at which it is over', size),
          forMs: time(draft.forMin, 'The time'),
        }
      case 'absent':
        return { kind: 'absent', measure, forMs: time(draft.forMin, 'The time') }
      case 'rate':
        return {
          kind: 'rate',
          measure,
          side: draft.side === 'falls' || draft.side === 'below' ? 'falls' : 'rises',
          by: number(draft.value, 'By how much', size),
          withinMs: time(draft.forMin, 'The time'),
        }
      case 'unusual':
        return {
          kind: 'unusual',
          measure,
          times: number(draft.times, 'How many times the usual'),
          atLeast: number(draft.atLeast, 'From which value on', size),
          forMs: time(draft.forMin, 'The time'),
        }
      case 'condition': {
        const { of } = draft
        const scale = scaleOfCondition(of)
        const isNarrow =
          draft.scopeName !== '' &&
          draft.scopeValue.trim() !== '' &&
          (conditions[of].scopes as readonly string[]).includes(draft.scopeName)
        return {
          kind: 'condition',
          of,
          limit: number(draft.limit, 'The limit', scale.size),
          severeLimit: orNull(draft.severeLimit, 'The limit from which it is severe', scale.size),
          scope: isNarrow ? { [draft.scopeName]: draft.scopeValue.trim() } : {},
        }
      }
    }
  }
}

/** A rule to begin a new one with. */
export const newRule: RuleDraft = {
  name: null,
  isOn: true,
  severity: 'warn',
  againMs: 30 * minuteMs,
  when: {
    kind: 'level',
    measure: 'cpu.percent',
    side: 'above',
    value: 90,
    severeValue: null,
    clear: null,
    forMs: 5 * minuteMs,
  },
}

/** Under which heading a rule stands. */
export function groupOfRule({ when }: Pick<Rule, 'when'>): RuleGroup {
  if (when.kind === 'condition')
    switch (when.of) {
      case 'waiting':
      case 'stalled':
      case 'context-full':
        return 'Needs a person'
      case 'cron-failed':
      case 'cron-missed':
        return 'Work'
      case 'budget':
      case 'cost-today':
      case 'burning':
        return 'Money'
      default:
        return 'Machine'
    }
  if (/^(usd|tokens)\./.test(when.measure)) return 'Money'
  return when.measure.startsWith('sessions.') ? 'Needs a person' : 'Machine'
}

export const ruleGroups = ['Needs a person', 'Machine', 'Money', 'Work'] as const
type RuleGroup = (typeof ruleGroups)[number]
