import { Cron } from 'croner'
import type { Schedule } from '../facts/fact.ts'
import { isTimezone } from '../lib/timezone.ts'

/** Finds the first time of a job after a moment. `known` is a time of the same job, from which intervals are counted. */
export type Following = (after: number, known: number | null) => number | undefined

/** The times of a schedule, in `timezone` where it names none; undefined where it cannot be read. */
export function followingOf(schedule: Schedule, timezone: string): Following | undefined {
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
