import type { BudgetState } from '../costs/budgets/budget.ts'
import type { CronJob } from '../crons/cron.ts'
import type { Session } from '../sessions/session.ts'

/** Something that wants a person, with half a sentence why. */
export type AttentionItem = {
  /** The session or cron job it is about, or `budget:` and its name. */
  id: string
  kind: 'waiting' | 'stalled' | 'failed' | 'cron-failed' | 'budget-passed' | 'context-full' | 'context-filling'
  score: number
  /** '' where it is about no agent. */
  agentId: string
  title: string | null
  reason: string | null
  /** Since when, in ms; null where nothing says. */
  since: number | null
}

const scores: Record<AttentionItem['kind'], number> = {
  waiting: 110,
  stalled: 100,
  failed: 90,
  'cron-failed': 90,
  'budget-passed': 85,
  'context-full': 80,
  'context-filling': 40,
}

/** From this score on it counts in the verdict; below it is only worth knowing. */
const countsFrom = 80

/** A failure older than this was seen or is no longer worth a look. */
const failureCountsMs = 24 * 3_600_000

/** What needs a person, the most urgent first, oldest first within a score. `now` in ms. */
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
  return [...ofSessions, ...ofJobs, ...ofBudgets].sort(
    (a, b) => b.score - a.score || (a.since ?? 0) - (b.since ?? 0) || (a.id < b.id ? -1 : 1),
  )
}

/** What was passed, and what would be done about it once somebody says so. */
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
  // A cron job that failed speaks for its runs.
  if ((state === 'failed' || state === 'timed-out') && kind !== 'cron')
    return lastAt !== null && now - lastAt < failureCountsMs ? 'failed' : undefined
  if (state === 'asleep' || state === 'finished' || contextPercent === null) return undefined
  if (contextPercent >= 90) return 'context-full'
  return contextPercent >= 80 ? 'context-filling' : undefined
}

const isFailing = ({ present, enabled, system, lastStatus }: CronJob) =>
  present && enabled && !system && (lastStatus === 'error' || lastStatus === 'timed-out')
