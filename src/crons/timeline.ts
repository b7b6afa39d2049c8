import type { CronRunStatus } from '../facts/fact.ts'
import type { CronJob } from './cron.ts'
import type { Miss } from './misses.ts'
import type { RunTime } from './run-time.ts'
import { followingOf } from './schedule-times.ts'

/** The runs and the planned times of one job around now. It holds no words of errors, so that a screen may show it. */
export type CronLane = {
  id: string
  name: string
  agentId: string
  enabled: boolean
  system: boolean
  lastStatus: CronRunStatus | null
  /** The oldest first. */
  runs: RunTime[]
  /** The planned times that passed without a run, the oldest first, of people's jobs. */
  misses: Miss[]
  /** When runs began that began before the one before them had ended. */
  overlaps: number[]
  /** When it will run, the soonest first. */
  planned: number[]
  /** Whether it will run more often than `planned` says. */
  more: boolean
}

export type CronTimeline = { now: number; from: number; until: number; lanes: CronLane[] }

/** How many planned times of a job a timeline holds at most. */
export const maxPlannedTimes = 60

/**
 * When a job will run after `now` and not after `until` (ms). The next time that the runtime states comes first: a
 * runtime may move it by some minutes so that not all jobs begin at once. An unreadable schedule plans nothing.
 */
export function plannedTimes(
  { schedule, nextAt, enabled }: Pick<CronJob, 'schedule' | 'nextAt' | 'enabled'>,
  { now, until, timezone }: { now: number; until: number; timezone: string },
): { planned: number[]; more: boolean } {
  if (!enabled) return { planned: [], more: false }
  const following = followingOf(schedule, timezone)
  const planned: number[] = []
  let at = nextAt !== null && nextAt > now ? nextAt : (following?.(now, nextAt) ?? undefined)
  while (at !== undefined && at <= until) {
    if (planned.length === maxPlannedTimes) return { planned, more: true }
    planned.push(at)
    const last: number = at
    const next = following?.(last, last)
    at = next !== undefined && next > last ? next : undefined
  }
  return { planned, more: false }
}
