import type { Rule, Severity } from './rule.ts'
import type { ValueUnit } from './rule-words.ts'

/** One time that a rule would have fired. Times in ms. */
export type PastFiring = {
  at: number
  endedAt: number | null
  peak: number | null
  severity: Severity
  subject: string
}

/** What a rule would have done in the last thirty days. */
export type Backtest = {
  /** `wrong` keeps it from being saved, `odd` is worth knowing: that it can never fire, or always would. */
  faults: { wrong: string[]; odd: string[] }
  /** From when on something is known; null where nothing is. */
  since: number | null
  until: number
  /** The latest of them, the oldest first, and how many there were. */
  firings: PastFiring[]
  count: number
  /** What else should be said of it. */
  about: string | null
  /** The measure of its first subject, for a chart. */
  chart: { at: number[]; values: (number | null)[]; subject: string } | null
  /** Of the peaks. */
  unit: ValueUnit | null
}

/** A rule as it is listed: with what it was from the start, where it differs from that, and how often it fired. */
export type RuleRow = {
  rule: Rule
  isDefault: boolean
  isChanged: boolean
  fired: number
  lastAt: number | null
  /** Since when it fires, where it does. */
  firingSince: number | null
}
