import type { CronRow } from '../../../src/crons/cron.ts'
import { clock, duration, relativeTime, whole } from '../../../src/lib/format.ts'
import { isFailing } from '../../components/cron-job-labels.ts'
import type { Mark } from '../../components/state-mark.tsx'

/** What the page says of a job. Times in ms. */

/** So many failures in a row are no accident any more. */
const flappingFrom = 3

export const isFlapping = ({ streak }: Pick<CronRow, 'streak'>) =>
  streak?.outcome === 'failed' && streak.count >= flappingFrom

export const hasMissed = (job: CronRow) => job.enabled && job.misses.length > 0

/** Whether something is wrong with a job that is on. */
export const isTroubled = (job: CronRow) => job.enabled && (isFailing(job) || hasMissed(job) || job.overlaps.length > 0)

/** The mark in front of a job: what failed before what was missed. */
export function markOf(job: CronRow, isOverdue: boolean): Mark {
  if (!job.enabled) return 'unknown'
  if (isFailing(job) || isOverdue) return 'stopped'
  if (job.lastStatus === 'running') return 'working'
  if (hasMissed(job) || job.overlaps.length > 0) return 'waiting'
  return job.lastStatus === 'ok' ? 'healthy' : 'idle'
}

/** How its runs went lately, and how bad that is. */
export function streakWords(job: CronRow): { words: string; level: 'danger' | 'warn' | 'plain' } {
  if (!job.enabled) return { words: 'off', level: 'plain' }
  const { streak } = job
  if (streak?.outcome === 'failed')
    return {
      words: streak.count === 1 ? failedOf(job) : `failed ${whole(streak.count)} in a row`,
      level: 'danger',
    }
  if (job.misses.length > 0) return { words: `${whole(job.misses.length)} missed`, level: 'warn' }
  if (job.overlaps.length > 0) return { words: 'overlaps itself', level: 'warn' }
  if (!streak) return { words: 'never run', level: 'plain' }
  return { words: streak.count === 1 ? 'ran well' : `${whole(streak.count)} in a row`, level: 'plain' }
}

/** `3 of 5 failed`: of the last five runs. */
function failedOf({ runs }: CronRow): string {
  const last = runs.filter(({ status }) => status !== 'running' && status !== 'skipped').slice(0, 5)
  const failed = last.filter(({ status }) => status !== 'ok').length
  return last.length < 2 ? 'failed' : `${failed} of ${last.length} failed`
}

/** When it runs next. */
export function nextWords(job: CronRow, now: number): string {
  if (job.lastStatus === 'running') {
    const began = job.runs[0]?.status === 'running' ? job.runs[0].at : job.lastAt
    return began === null || now - began < 60_000 ? 'running' : `running ${duration(now - began)}`
  }
  if (!job.enabled) return '–'
  if (job.nextAt === null) return 'not planned'
  if (job.nextAt < now) return 'due'
  return job.nextAt - now < 60_000 ? 'in 1 min' : relativeTime(job.nextAt, now)
}

/** The zone of a job where its clock is not the viewer's: `03:00 in Berlin`. */
export function zoneWords(job: CronRow, viewerZone: string): string | null {
  const zone = job.schedule.kind === 'cron' ? job.schedule.timezone : null
  if (!zone || zone === viewerZone) return null
  const name = zone.split('/').at(-1)!.replaceAll('_', ' ')
  return job.nextAt === null ? name : `${clock(job.nextAt, zone)} in ${name}, ${clock(job.nextAt)} here`
}

export const missWords = {
  'never-started': 'never started',
  'still-running': 'did not start: the run before it still went on',
} as const

/** A time within which a job can be asked to succeed, in words: `25 h`, `8 d`. */
export const withinWords = (ms: number) =>
  ms % 86_400_000 === 0 && ms > 2 * 86_400_000
    ? `${ms / 86_400_000} d`
    : ms % 3_600_000 === 0
      ? `${ms / 3_600_000} h`
      : duration(ms)

const hour = 3_600_000
export const withinChoices = [1, 2, 3, 5, 7, 13, 25, 26, 49, 72, 8 * 24, 15 * 24, 32 * 24, 93 * 24].map((h) => h * hour)

/** The time that suits a job: a little more than its interval. */
export function suitableWithin(job: Pick<CronRow, 'nextAt' | 'runs' | 'schedule'>): number {
  const starts = job.runs.map(({ at }) => at)
  const gaps = starts.slice(1).map((at, number) => starts[number]! - at)
  const usual =
    job.schedule.kind === 'every'
      ? job.schedule.everyMs
      : (gaps.toSorted((a, b) => a - b)[gaps.length >> 1] ?? 24 * hour)
  return withinChoices.find((choice) => choice > usual * 1.02) ?? withinChoices.at(-1)!
}
