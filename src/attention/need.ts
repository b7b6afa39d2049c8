import type { RefusedAgent, Terminal } from '../auth/terminals.ts'
import type { BudgetState } from '../costs/budgets/budget.ts'
import type { CronJob } from '../crons/cron.ts'
import type { Session } from '../sessions/session.ts'

/** An item that needs a person, with its reason. */
export type AttentionItem = {
  /** The id of the session or cron job, or what it is about behind a colon: `budget:NAME`, `terminal:ID`, `agent:ID`. */
  id: string
  kind:
    | 'terminal-asks'
    | 'agent-asked'
    | 'waiting'
    | 'stalled'
    | 'failed'
    | 'cron-failed'
    | 'budget-passed'
    | 'context-full'
    | 'context-filling'
  score: number
  /** '' for an item without an agent. */
  agentId: string
  title: string | null
  reason: string | null
  /** Since when, in ms; null where unknown. */
  since: number | null
}

const scores: Record<AttentionItem['kind'], number> = {
  'terminal-asks': 120,
  waiting: 110,
  'agent-asked': 105,
  stalled: 100,
  failed: 90,
  'cron-failed': 90,
  'budget-passed': 85,
  'context-full': 80,
  'context-filling': 40,
}

/** Items with at least this score count in the verdict; the others are only worth knowing. */
const countsFrom = 80

/** Failures older than this are left out. */
const failureCountsMs = 24 * 3_600_000

/** The items that need a person, most urgent first, oldest first within a score. `now` in ms. */
export function attentionItemsOf(
  sessions: Session[],
  jobs: CronJob[],
  now: number,
  budgets: BudgetState[] = [],
): AttentionItem[] {
  const ofSessions = sessions.flatMap((session) => {
    const kind = kindOf(session, now)
    if (!kind) return []
    const { id, agentId, title, reason, lastAt } = session
    return [{ id, kind, score: scores[kind], agentId, title, reason, since: lastAt }]
  })
  const ofJobs = jobs.filter(isFailing).map((job) => ({
    id: job.id,
    kind: 'cron-failed' as const,
    score: scores['cron-failed'],
    agentId: job.agentId,
    title: job.name,
    reason: job.lastError,
    since: job.lastAt,
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
      since: budget.startAt,
    }))
  return byUrgency([...ofSessions, ...ofJobs, ...ofBudgets])
}

/** The items about access: terminals whose code waits to be confirmed, and agents that asked for rights. */
export const accessItemsOf = (terminals: Terminal[], agents: RefusedAgent[]): AttentionItem[] => [
  ...terminals
    .filter(({ state }) => state === 'waiting')
    .map(({ id, command, code, askedAt }) => ({
      id: `terminal:${id}`,
      kind: 'terminal-asks' as const,
      score: scores['terminal-asks'],
      agentId: '',
      title: command,
      reason: `code ${code}; compare it with the terminal`,
      since: askedAt,
    })),
  ...agents.map(({ id, name, wanted, at, times }) => ({
    id: `agent:${id}`,
    kind: 'agent-asked' as const,
    score: scores['agent-asked'],
    agentId: '',
    title: 'An agent',
    reason: `${wanted}${times > 1 ? ` ${times} times` : ''} and was refused: ${name}`,
    since: at,
  })),
]

/** The most urgent first, the oldest first within a score. */
export const byUrgency = (items: AttentionItem[]): AttentionItem[] =>
  items.toSorted((a, b) => b.score - a.score || (a.since ?? 0) - (b.since ?? 0) || (a.id < b.id ? -1 : 1))

/** The reason of a passed budget: how far it was passed, and which action waits for confirmation. */
function overBy({ spentUsd, usd, per, breaker }: BudgetState) {
  const passed = `$${(spentUsd ?? 0).toFixed(2)} of $${usd.toFixed(2)} ${per === 'day' ? 'today' : 'this month'}`
  return breaker ? `${passed}; it would ${breaker.words}, once you confirm it` : passed
}

export const countsInVerdict = (need: AttentionItem) => need.score >= countsFrom

function kindOf(
  { current, state, lastAt, contextPercent, kind }: Session,
  now: number,
): AttentionItem['kind'] | undefined {
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
