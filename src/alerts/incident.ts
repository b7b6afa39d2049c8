import type { ConditionName, Severity } from './rule.ts'
import type { ValueUnit } from './rule-words.ts'

/** What an incident is about. `id` is `machine`, `gateway:HOME`, `session:ID`, `job:ID`, `budget:NAME`, `disk:PATH`, `gpu:NUMBER`, `costs` or `agents`. */
export type Subject = { id: string; name: string }

/** `over`: it is as it should be; `gone`: nothing is read or known of it any more; `rule`: the rule was changed, switched off or removed. */
export type EndedHow = 'over' | 'gone' | 'rule'

/** One time that a rule was broken. Times in ms; values in `unit`. */
export type Incident = {
  id: number
  ruleId: string
  /** The rule as people called it, and what it said then. */
  title: string
  sentence: string
  severity: Severity
  subject: Subject
  /** The measure that was broken; null for a condition. */
  measure: string | null
  condition: ConditionName | null
  unit: ValueUnit | null
  /** The line that was crossed, where values of the measure can be compared with it; null where not. */
  limit: number | null
  side: 'above' | 'below'
  /** When it began to be broken, when it was raised, and when it was over; null while it goes on. */
  startedAt: number
  openedAt: number
  endedAt: number | null
  endedHow: EndedHow | null
  /** The worst value, and when it was read; null where it has none. */
  peak: number | null
  peakAt: number | null
  /** More about it, in half a sentence. */
  text: string | null
  /** How often it began: again within its window is the same incident. */
  times: number
  acknowledgedAt: number | null
  acknowledgedBy: string | null
  snoozedUntil: number | null
  /** The id of the first of those that belong together. */
  groupId: number
  /** Whether a maintenance window keeps it quiet. */
  isMuted: boolean
  /** Whether what it is about stands among what needs a person anyway. */
  isNeedAlready: boolean
}

export type IncidentChange = {
  change: 'opened' | 'reopened' | 'escalated' | 'acknowledged' | 'closed'
  incident: Incident
}

export type StepKind =
  | 'began'
  | 'opened'
  | 'reopened'
  | 'escalated'
  | 'closed'
  | 'acknowledged'
  | 'snoozed'
  | 'woken'
  | 'muted'
  | 'unmuted'
  | 'note'

/** What happened in an incident. `by` is a person; null for the rule. */
export type IncidentStep = { id: number; at: number; kind: StepKind; by: string | null; text: string | null }

/** A time in which nobody is told: of everything, of one rule, or of one subject. */
export type Mute = {
  id: number
  ruleId: string | null
  subject: string | null
  from: number
  until: number
  why: string | null
  by: string
}

/** Whether somebody should still look at it: it goes on, and nobody has taken it or put it off. */
export const isUnattended = ({ endedAt, acknowledgedAt, snoozedUntil, isMuted }: Incident, now: number): boolean =>
  endedAt === null && acknowledgedAt === null && !isMuted && (snoozedUntil === null || snoozedUntil <= now)
