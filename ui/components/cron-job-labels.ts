import type { CronJob } from '../../src/crons/cron.ts'
import { relativeTime } from '../../src/lib/format.ts'
import { oneLine } from '../../src/lib/plain-text.ts'
import type { Mark } from './state-mark.tsx'

export const isFailing = ({ lastStatus }: CronJob) => lastStatus === 'error' || lastStatus === 'timed-out'

/** The text of the error with which the last run of a job ended; null where it did not fail, or did not say why. */
export const errorOfJob = (job: CronJob): string | null =>
  isFailing(job) ? oneLine(job.lastError ?? '') || null : null

/** The mark of a job's status. */
export function markOfJob(job: CronJob): Mark {
  if (!job.enabled) return 'unknown'
  if (isFailing(job)) return 'stopped'
  if (job.lastStatus === 'running') return 'working'
  return job.lastStatus === 'ok' ? 'healthy' : 'idle'
}

/** A job's status in words. */
export const labelOfJob = (job: CronJob) =>
  job.enabled ? (job.lastStatus === null ? 'never run' : `last run: ${job.lastStatus}`) : 'switched off'

/** When a job runs next, as words at `now` in ms. */
export function nextOfJob({ enabled, nextAt }: CronJob, now: number): string {
  if (!enabled) return 'off'
  if (nextAt === null) return '–'
  if (nextAt < now) return 'due'
  return nextAt - now < 60_000 ? 'in 1 min' : relativeTime(nextAt, now)
}
