import type { Runtime } from '../../facts/fact.ts'
import { quarterMs } from '../../lib/timezone.ts'
import type { Store } from '../../store/store.ts'
import { sumColumns, usageAsSumRows } from '../ledger/sums.ts'
import { quartersOf } from './day-curve.ts'
import { sumTotals, type Totals, zeroTotals } from './report.ts'
import type { Costs } from './reports.ts'
import type { IdleCost } from './summary.ts'

/**
 * What idling costs: what jobs by the clock asked, and heartbeats. A job has sessions of its own; a heartbeat speaks in
 * the conversation that is there, so what was answered there while it ran is its cost.
 */
export function createIdleCost(index: Store, costs: Costs, subscriptions: readonly Runtime[]) {
  const db = index.$client
  const sums = sumColumns(subscriptions)

  return (since: string, until: string, timezone: string): Omit<IdleCost, 'since' | 'until'> => {
    const { rows } = costs.report({ by: 'cron', since, until, timezone })
    const system = new Set(
      db
        .query<{ id: string }, []>('SELECT id FROM cron_jobs WHERE system = 1')
        .all()
        .map(({ id }) => id),
    )
    const ofClock = rows.filter(({ key }) => key !== '')
    const jobs = ofClock.filter(({ key }) => !system.has(key))
    const from = quartersOf(since, timezone).first * quarterMs
    const to = quartersOf(until, timezone).end * quarterMs
    const found = db
      .query<Totals, [number, number]>(
        `SELECT ${sums} FROM (${usageAsSumRows} WHERE counted = 1 AND rowid IN (
           SELECT usage.rowid FROM cron_runs
             JOIN cron_jobs ON cron_jobs.id = cron_runs.job_id AND cron_jobs.system = 1
             JOIN sessions ON sessions.id = cron_runs.session_id AND coalesce(sessions.cron_id, '') = ''
             JOIN usage ON usage.session_id = cron_runs.session_id AND usage.at >= cron_runs.at
               AND usage.at <= cron_runs.at + coalesce(cron_runs.duration_ms, 0)
           WHERE cron_runs.at >= ? AND cron_runs.at < ?))`,
      )
      .get(from, to)!
    const within: Totals = { ...zeroTotals }
    for (const field of Object.keys(zeroTotals) as (keyof Totals)[])
      within[field] = (found[field] ?? zeroTotals[field]) as number
    const heartbeats = sumTotals([within, ...ofClock.filter(({ key }) => system.has(key))])
    return { totals: sumTotals([heartbeats, ...jobs]), heartbeats, jobs }
  }
}
