import { type Incident, isUnattended } from '../alerts/incident.ts'
import type { Approval } from '../approvals/approval.ts'
import type { RefusedAgent, Terminal } from '../auth/terminals.ts'
import type { Trip } from '../breaker/trip.ts'
import type { BudgetState } from '../costs/budgets/budget.ts'
import type { FastBurn } from '../costs/reports/burn.ts'
import type { CronJob } from '../crons/cron.ts'
import type { OverdueJob } from '../crons/deadlines.ts'
import { type AskingDevice, nameOfDevice } from '../facts/pairing.ts'
import { waitWords } from '../facts/waits.ts'
import { conflictWindowMs } from '../files/conflicts.ts'
import type { FileConflict } from '../files/file.ts'
import { agentIdOfSession } from '../ids.ts'
import { duration } from '../lib/format.ts'
import type { Session } from '../sessions/session.ts'

/** Something that needs a person, with its reason, as what is known just now says it. */
export type Need = {
  /** The id of the session or cron job, or what it is about behind a colon: `budget:NAME`, `window:ID`, `terminal:ID`, `agent:ID`, `file:PATH`, `approval:ID`, `pairing:GATEWAY:ID`, `incident:ID`. */
  id: string
  kind:
    | 'terminal-asks'
    | 'agent-asked'
    | 'waiting'
    | 'approval-asked'
    | 'pairing-asked'
    | 'stalled'
    | 'failed'
    | 'cron-failed'
    | 'cron-overdue'
    | 'budget-passed'
    | 'breaker-tripped'
    | 'context-full'
    | 'context-filling'
    | 'burning'
    | 'file-conflict'
    | 'incident'
  score: number
  /** '' for an item without an agent. */
  agentId: string
  title: string | null
  reason: string | null
  /** How much of a context window or a budget is used; null for what has no measure. */
  percent: number | null
  /** Since when, in ms; null where unknown. */
  since: number | null
  /** When it ends, or is tried again, by itself, in ms; null where that is unknown or nothing does that. */
  until: number | null
}

export type NeedKind = Need['kind']

/** A need that is open and not set aside. The key stays the same for as long as it is the same need. */
export type AttentionItem = Need & { key: string }

/** What is asked of a person, in the order in which a list shows it. */
export const needGroups = ['decide', 'stopped', 'stuck', 'short', 'check'] as const
export type NeedGroup = (typeof needGroups)[number]

const groups: Record<NeedKind, NeedGroup> = {
  'terminal-asks': 'decide',
  'agent-asked': 'decide',
  waiting: 'decide',
  'approval-asked': 'decide',
  'pairing-asked': 'decide',
  failed: 'stopped',
  'cron-failed': 'stopped',
  'cron-overdue': 'stopped',
  stalled: 'stuck',
  'budget-passed': 'short',
  'breaker-tripped': 'short',
  'context-full': 'short',
  'context-filling': 'short',
  burning: 'check',
  'file-conflict': 'check',
  incident: 'check',
}

export const groupOfNeed = ({ kind }: Pick<Need, 'kind'>): NeedGroup => groups[kind]

export const needKinds = Object.keys(groups) as NeedKind[]

/** The oldest decision first, then what stopped, what is stuck, what runs short, and what is worth a look. */
export const inReadingOrder = <N extends Need>(needs: readonly N[]): N[] =>
  needs.toSorted(
    (a, b) =>
      needGroups.indexOf(groups[a.kind]) - needGroups.indexOf(groups[b.kind]) ||
      (a.since ?? Number.POSITIVE_INFINITY) - (b.since ?? Number.POSITIVE_INFINITY) ||
      (a.id < b.id ? -1 : 1),
  )

const scores: Record<NeedKind, number> = {
  'terminal-asks': 120,
  waiting: 110,
  'approval-asked': 110,
  'pairing-asked': 108,
  'agent-asked': 105,
  stalled: 100,
  failed: 90,
  'cron-failed': 90,
  'cron-overdue': 92,
  'budget-passed': 85,
  'breaker-tripped': 86,
  'context-full': 80,
  burning: 75,
  'file-conflict': 70,
  'context-filling': 40,
  incident: 88,
}

/** An incident that is worth knowing, and needs nobody. */
const mildIncident = 60

/** What has at least this score counts in the verdict; everything else is only worth knowing. */
const countsFrom = 80

/** Failures older than this are left out. */
export const failureCountsMs = 24 * 3_600_000

/** What is watched beside sessions and jobs. */
export type Watched = { budgets: BudgetState[]; burns: FastBurn[]; conflicts: FileConflict[] }

/** What needs a person, most urgent first, oldest first within a score. `now` in ms. */
export function needsOf(
  sessions: Session[],
  jobs: CronJob[],
  now: number,
  { budgets = [], burns = [], conflicts = [] }: Partial<Watched> = {},
): Need[] {
  const ofSessions = sessions.flatMap((session): Need[] => {
    const kind = kindOf(session, now)
    if (!kind) return []
    const { id, agentId, title, reason, lastAt, contextPercent } = session
    const about = { id, kind, score: scores[kind], agentId, title }
    // What an agent does just now is no reason for its window to fill up, and its last word does not say since when.
    if (groups[kind] === 'short')
      return [
        { ...about, reason: null, percent: contextPercent && Math.floor(contextPercent), since: null, until: null },
      ]
    const until = kind === 'failed' && lastAt !== null ? lastAt + failureCountsMs : null
    return [{ ...about, reason, percent: null, since: lastAt, until }]
  })
  const ofJobs = jobs.filter(isFailing).map((job) => ({
    id: job.id,
    kind: 'cron-failed' as const,
    score: scores['cron-failed'],
    agentId: job.agentId,
    title: job.name,
    reason: job.lastError,
    percent: null,
    since: job.lastAt,
    until: job.nextAt,
  }))
  const ofBudgets = budgets
    .filter(({ state, onTrip }) => state === 'passed' && onTrip !== 'nothing')
    .map((budget) => ({
      id: `budget:${budget.name}`,
      kind: 'budget-passed' as const,
      score: scores['budget-passed'],
      agentId: budget.filter.agent ?? '',
      title: budget.name,
      reason: overBy(budget),
      percent: budget.usedPercent && Math.floor(budget.usedPercent),
      since: budget.startAt,
      until: budget.endAt,
    }))
  const known = new Map(sessions.map((session) => [session.id, session]))
  const ofBurns = burns.flatMap(({ sessionId, perHourUsd, usualUsd }): Need[] => {
    const session = known.get(sessionId)
    if (!session) return []
    const { id, agentId, title, lastAt } = session
    const usual = usualUsd === null ? '' : `; its runtime rarely spends more than $${Math.round(usualUsd)}`
    const reason = `spends $${Math.round(perHourUsd)} an hour${usual}`
    return [
      { id, kind: 'burning', score: scores.burning, agentId, title, reason, percent: null, since: lastAt, until: null },
    ]
  })
  const ofConflicts = conflicts.map(
    ({ path, kind, earlier, later, writers }): Need => ({
      id: `file:${path}`,
      kind: 'file-conflict',
      score: scores['file-conflict'],
      agentId: agentIdOfSession(later.sessionId || earlier.sessionId) ?? '',
      title: path.split('/').slice(-2).join('/'),
      reason: conflictReason({ kind, earlier, writers }),
      percent: null,
      since: later.at,
      until: later.at + conflictWindowMs,
    }),
  )
  return byUrgency([...ofSessions, ...ofJobs, ...ofBudgets, ...ofBurns, ...ofConflicts])
}

function conflictReason({ kind, earlier, writers }: Pick<FileConflict, 'kind' | 'earlier' | 'writers'>): string {
  if (kind === 'outside') return 'it was changed from outside while a session works on it'
  if (earlier.how === 'outside') return 'a session wrote over a change from outside'
  const last = kind === 'overwrote' ? 'the last without having read it' : 'and one goes on without the last change'
  return `${writers.length} sessions changed it, ${last}`
}

/** What needs a person about access: terminals whose code waits to be confirmed, and agents that asked for rights. */
export const accessNeedsOf = (terminals: Terminal[], agents: RefusedAgent[]): Need[] => [
  ...terminals
    .filter(({ state }) => state === 'waiting')
    .map(({ id, command, code, askedAt, until }) => ({
      id: `terminal:${id}`,
      kind: 'terminal-asks' as const,
      score: scores['terminal-asks'],
      agentId: '',
      title: command,
      reason: `code ${code}; compare it with the terminal`,
      percent: null,
      since: askedAt,
      until,
    })),
  ...agents.map(({ id, name, wanted, at, times }) => ({
    id: `agent:${id}`,
    kind: 'agent-asked' as const,
    score: scores['agent-asked'],
    agentId: '',
    title: 'An agent',
    reason: `${wanted}${times > 1 ? ` ${times} times` : ''} and was refused: ${name}`,
    percent: null,
    since: at,
    until: null,
  })),
]

/** Requests for approval whose session is not among what waits already, because it is not known or does not say it yet. */
export function approvalNeedsOf(approvals: readonly Approval[], known: readonly Need[]): Need[] {
  const waiting = new Set(known.filter(({ kind }) => kind === 'waiting').map(({ id }) => id))
  return approvals
    .filter(({ state, isReachable, sessionId }) => state === 'waiting' && isReachable && !waiting.has(sessionId ?? ''))
    .map(({ id, agentId, agent, kind, tool, askedAt, expiresAt }) => ({
      id: `approval:${id}`,
      kind: 'approval-asked' as const,
      score: scores['approval-asked'],
      agentId: agentId ?? '',
      title: agent ?? tool,
      reason: kind === 'question' ? waitWords.question : waitWords.permission,
      percent: null,
      since: askedAt,
      until: expiresAt,
    }))
}

/** Devices that ask a gateway to be let in. */
export const pairingNeedsOf = (asking: readonly AskingDevice[]): Need[] =>
  asking.map(({ gateway, request }) => ({
    id: `pairing:${gateway.id}:${request.id}`,
    kind: 'pairing-asked',
    score: scores['pairing-asked'],
    agentId: '',
    title: nameOfDevice(request),
    reason: `wants to connect to ${gateway.isAdded ? gateway.name : 'the gateway'}${request.ip === '' ? '' : ` from ${request.ip}`}`,
    percent: null,
    since: request.at,
    until: null,
  }))

/** What needs a person because a job has not succeeded within the time that somebody set. */
export const overdueJobNeedsOf = (overdue: OverdueJob[]): Need[] =>
  overdue.map(({ job, state }) => ({
    id: job.id,
    kind: 'cron-overdue',
    score: scores['cron-overdue'],
    agentId: job.agentId,
    title: job.name,
    reason: `has not succeeded within ${duration(state.withinMs)}`,
    percent: null,
    since: state.dueAt,
    until: job.nextAt,
  }))

/** What needs a person because a rule that somebody switched on has acted, or was to tell. */
export const breakerNeedsOf = (trips: readonly Trip[]): Need[] =>
  trips.map(({ subject, name, reason, at, endsAt, jobs, sessions }) => {
    const held = Object.values(jobs).filter(({ state }) => state === 'held')
    const stopped = Object.keys(sessions).length
    const did = [
      ...(held.length > 0 ? [`held ${held.map((job) => job.name).join(', ')}`] : []),
      ...(stopped > 0 ? [`stopped ${stopped} session${stopped === 1 ? '' : 's'}`] : []),
    ]
    return {
      id: subject,
      kind: 'breaker-tripped',
      score: scores['breaker-tripped'],
      agentId: '',
      title: name,
      reason: [reason, ...did].join('; '),
      percent: null,
      since: at,
      until: endsAt,
    }
  })

/**
 * What needs a person because a rule of alerts is broken: severe ones count, mild ones are worth knowing, and what stands
 * here for itself anyway is not said twice. `now` in ms.
 */
export const incidentNeedsOf = (incidents: readonly Incident[], now: number): Need[] =>
  incidents
    .filter((incident) => !incident.isNeedAlready && incident.severity !== 'info' && isUnattended(incident, now))
    .map(({ id, severity, title, sentence, text, subject, startedAt }) => ({
      id: `incident:${id}`,
      kind: 'incident',
      score: severity === 'severe' ? scores.incident : mildIncident,
      agentId: '',
      title,
      reason: [subject.name, text ?? (title === sentence ? null : sentence)]
        .filter((words) => words !== null)
        .join(': '),
      percent: null,
      since: startedAt,
      until: null,
    }))

/** The most urgent first, the oldest first within a score. */
export const byUrgency = (needs: Need[]): Need[] =>
  needs.toSorted((a, b) => b.score - a.score || (a.since ?? 0) - (b.since ?? 0) || (a.id < b.id ? -1 : 1))

/** The reason of a passed budget: how far it was passed, and which action waits for confirmation. */
function overBy({ spentUsd, usd, per, breaker }: BudgetState) {
  const passed = `$${(spentUsd ?? 0).toFixed(2)} of $${usd.toFixed(2)} ${per === 'day' ? 'today' : 'this month'}`
  return breaker ? `${passed}; it asks to ${breaker.words}, which is switched on under Headroom` : passed
}

const ofSessions: readonly NeedKind[] = ['waiting', 'stalled', 'failed', 'context-full', 'context-filling', 'burning']

/** Whether a need is about one session, and not about a job, a budget, a file or who may act. */
export const isOfSession = ({ kind }: Pick<Need, 'kind'>) => ofSessions.includes(kind)

export const countsInVerdict = (need: Pick<Need, 'score'>) => need.score >= countsFrom

function kindOf({ current, state, lastAt, contextPercent, kind }: Session, now: number): NeedKind | undefined {
  if (!current) return undefined
  if (state === 'waiting' || state === 'stalled') return state
  // A failed cron job stands for its runs.
  if ((state === 'failed' || state === 'timed-out') && kind !== 'cron')
    return lastAt !== null && now - lastAt < failureCountsMs ? 'failed' : undefined
  if (state === 'asleep' || state === 'finished' || contextPercent === null) return undefined
  if (contextPercent >= 90) return 'context-full'
  return contextPercent >= 80 ? 'context-filling' : undefined
}

const isFailing = ({ present, enabled, system, lastStatus }: CronJob) =>
  present && enabled && !system && (lastStatus === 'error' || lastStatus === 'timed-out')

/** An item as a screen on a wall may show it: what kind and since when, not what about. */
export const attentionItemForScreen = (item: AttentionItem): AttentionItem => ({ ...item, title: null, reason: null })
