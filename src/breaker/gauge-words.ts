import { duration, money, percent } from '../lib/format.ts'
import type { Measure } from './guard.ts'
import type { ShownGauge } from './read-breaker.ts'

/** What each measure is called. */
export const measureNames: Record<Measure, string> = {
  notify: 'Tell me',
  'hold-crons': 'Hold cron jobs',
  'stop-sessions': 'Stop',
  pause: 'Pause until it begins anew',
}

/** How a gauge stands, beside its bar. */
export function standingOf(gauge: ShownGauge, now: number): string {
  const { usedPercent, outlook, endsAt, money: spent } = gauge
  if (usedPercent === null) return 'not known just now'
  if (spent) {
    const { spentUsd, limitUsd } = spent
    return usedPercent >= 100
      ? `over by ${money((spentUsd ?? 0) - limitUsd)}`
      : `${money(spentUsd)} of ${money(limitUsd)}`
  }
  if (usedPercent >= 100) return 'used up'
  const fullAt = outlook?.fullAt
  if (fullAt) return `full in about ${duration(Math.max(60_000, Math.round((fullAt.mid - now) / 60_000) * 60_000))}`
  if (outlook) return `${percent(Math.min(100, outlook.percentAtEnd))} when it resets`
  return endsAt === null ? 'reset not known' : 'no pace known yet'
}
