import { systemJobIds, systemRunSpans } from '../../crons/read-crons.ts'
import { quarterMs } from '../../lib/timezone.ts'
import { sessionsWithoutCronJob } from '../../sessions/read-sessions.ts'
import { sumOfSpans } from '../ledger/read-usage.ts'
import type { RecentSessions } from './recent-sessions.ts'
import { sumTotals } from './report.ts'
import type { ReportContext } from './report-context.ts'
import { sortByCost } from './report-rows.ts'
import type { IdleCost } from './summary.ts'
import { quartersOf } from './wall-clock.ts'

/**
 * What idling costs: cron jobs, and heartbeats. A cron job has sessions of its own. A heartbeat speaks in a
 * conversation that is there already: the calls in that conversation while the heartbeat ran are its cost. Days are of
 * the zone.
 */
export function idleCostOf(
  { index, timezone, subscriptions, labels }: ReportContext,
  recent: Pick<RecentSessions, 'byJob'>,
  since: string,
  until: string,
): Omit<IdleCost, 'since' | 'until'> {
  const labelOf = labels.labelerFor('cron', timezone)
  const systemJobs = systemJobIds(index)
  const sums = [...recent.byJob(since, until)].map(([key, totals]) => ({ key, totals }))
  const ofJobs = sortByCost(sums).map(({ key, totals }) => ({ key, label: labelOf(key), ...totals }))
  const jobs = ofJobs.filter(({ key }) => !systemJobs.has(key))
  const from = quartersOf(since, timezone).first * quarterMs
  const to = quartersOf(until, timezone).end * quarterMs
  const runs = systemRunSpans(index, from, to)
  const conversations = sessionsWithoutCronJob(
    index,
    runs.map(({ sessionId }) => sessionId),
  )
  const spans = runs.filter(({ sessionId }) => conversations.has(sessionId))
  const heartbeats = sumTotals([
    sumOfSpans(index, spans, subscriptions),
    ...ofJobs.filter(({ key }) => systemJobs.has(key)),
  ])
  return { totals: sumTotals([heartbeats, ...jobs]), heartbeats, jobs }
}
