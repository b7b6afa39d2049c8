import { Cron } from 'croner'
import type { CronRunStatus, Schedule } from '../facts/fact.ts'
import { isTimezone } from '../lib/timezone.ts'
import type { CronJob } from './cron.ts'

/** The runs and the planned times of one job around now. It holds no words of errors, so that a screen may show it. */
export type CronLane = {
  id: string
  name: string
  agentId: string
  enabled: boolean
  system: boolean
  lastStatus: CronRunStatus | null
  /** The oldest first. */
  runs: { at: number; status: CronRunStatus; durationMs: number | null }[]
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

/** Finds the first time after a moment. `known` is a time of the same job, from which intervals are counted. */
type Following = (after: number, known: number | null) => number | undefined

function followingOf(schedule: Schedule, timezone: string): Following | undefined {
  switch (schedule.kind) {
    case 'cron':
      return byExpression(schedule.expr, schedule.timezone ?? timezone)
    case 'every':
      return byInterval(schedule.everyMs, schedule.anchorMs)
    case 'at':
      return (after) => (schedule.at > after ? schedule.at : undefined)
    case 'unknown':
      return undefined
  }
}

function byInterval(everyMs: number, anchorMs: number | null): Following | undefined {
  if (!(everyMs > 0)) return undefined
  return (after, known) => {
    const from = known ?? anchorMs
    if (from === null) return undefined
    // An anchor in the future is the first time of all.
    if (from > after) return from
    return from + Math.max(1, Math.floor((after - from) / everyMs) + 1) * everyMs
  }
}

/** Undefined for an expression or a zone that does not exist: the runtime reports it, and nothing is planned. */
function byExpression(expr: string, timezone: string): Following | undefined {
  if (!isTimezone(timezone)) return undefined
  try {
    const cron = new Cron(expr, { timezone, paused: true })
    return (after) => cron.nextRun(new Date(after))?.getTime()
  } catch {
    // croner throws for an expression it cannot read; see above.
    return undefined
  }
}
