import { addDays, dayOf, startOfDay } from '../lib/timezone.ts'
import type { Need, NeedKind } from './need.ts'

/** What became of a need that is over. `replaced`: the same thing needs somebody for another reason now. */
export type SettledHow =
  | 'answered'
  | 'went-on'
  | 'ran-again'
  | 'off'
  | 'history'
  | 'room-again'
  | 'period-over'
  | 'over'
  | 'replaced'

/** How a need was put aside, by whom, and until when (ms); null until it changes, or for good where it was dismissed. */
export type Aside = {
  how: 'dismissed' | 'snoozed' | 'ignored'
  at: number
  by: string
  /** The credential of that person; '' where a rule did it. */
  byId: string
  until: number | null
  /** What it looked like then. */
  face: string
}

/** A need that was seen, open or settled, as it is kept. Times in ms. */
export type NeedRecord = Pick<Need, 'id' | 'kind' | 'agentId' | 'title' | 'reason' | 'since'> & {
  key: string
  openedAt: number
  /** Null while it is open. */
  settledAt: number | null
  settledHow: SettledHow | null
  aside: Aside | null
}

/** A rule that hides every need of a kind, of one agent, job or budget. */
export type IgnoreRule = {
  kind: NeedKind
  /** The agent; the job or the budget where the need is about one. */
  subject: string
  /** What it is called where it is no agent. */
  name: string | null
  at: number
  by: string
  byId: string
  /** How many needs it has hidden, and when the last one (ms). */
  hidden: number
  hiddenAt: number | null
}

/** For how long a need can be snoozed. */
export const snoozes = ['hour', 'tomorrow', 'change'] as const
export type Snooze = (typeof snoozes)[number]

const hourMs = 3_600_000
/** Tomorrow begins when a working day does. */
const morningMs = 9 * hourMs

/** When a snooze that begins now ends, in ms; null where only a change ends it. */
export function snoozeEnd(snooze: Snooze, now: number, timezone: string): number | null {
  if (snooze === 'change') return null
  if (snooze === 'hour') return now + hourMs
  return startOfDay(addDays(dayOf(now, timezone), 1), timezone) + morningMs
}

/** A clock that was set back by more than this ends a snooze, which might last for years otherwise. */
const clockToleranceMs = 60_000

/** Whether what was put aside stays so, for a need that looks like this now. */
export function isAside(aside: Aside | null, face: string, now: number): boolean {
  if (aside === null) return false
  if (aside.how !== 'snoozed') return true
  if (aside.until === null) return aside.face === face
  return now < aside.until && now >= aside.at - clockToleranceMs
}

/** What a rule is about: the agent, or the job or budget itself. Null for what nobody may ignore for good. */
export function subjectOf({ kind, id, agentId }: Pick<Need, 'kind' | 'id' | 'agentId'>): string | null {
  // Who asks for rights, or for a decision, is never hidden by a rule.
  if (kind === 'terminal-asks' || kind === 'agent-asked' || kind === 'approval-asked' || kind === 'pairing-asked')
    return null
  // Its rule can be switched off.
  if (kind === 'incident') return null
  return kind === 'cron-failed' ||
    kind === 'cron-overdue' ||
    kind === 'budget-passed' ||
    kind === 'breaker-tripped' ||
    kind === 'file-conflict'
    ? id
    : agentId
}

/** Why a need that is not there any more is over. `job` is that of a failed run, as it is now. */
export function settledHow(
  { kind, since }: Pick<NeedRecord, 'kind' | 'since'>,
  now: number,
  failureCountsMs: number,
  job: { enabled: boolean; present: boolean } | undefined,
): SettledHow {
  switch (kind) {
    case 'waiting':
    case 'approval-asked':
    case 'pairing-asked':
      return 'answered'
    case 'stalled':
      return 'went-on'
    case 'failed':
      return since !== null && now - since >= failureCountsMs ? 'history' : 'went-on'
    case 'cron-failed':
    case 'cron-overdue':
      return job?.enabled === false || job?.present === false ? 'off' : 'ran-again'
    case 'context-full':
    case 'context-filling':
      return 'room-again'
    case 'burning':
    case 'file-conflict':
    case 'incident':
      return 'over'
    case 'budget-passed':
    case 'breaker-tripped':
      return 'period-over'
    case 'terminal-asks':
    case 'agent-asked':
      return 'over'
  }
}
