import { Cron } from 'croner'
import type { Schedule } from '../facts/fact.ts'
import { clock } from '../lib/format.ts'
import { isTimezone } from '../lib/timezone.ts'
import { followingOf } from './schedule-times.ts'

/** A time at which a job will run; `note` says what is unusual about it, where clocks change. */
type NextRun = { at: number; note: string | null }

/** What a schedule comes to. `problem` is a sentence where it cannot be one; then there are no runs. */
type SchedulePreview = { timezone: string; runs: NextRun[]; problem: string | null }

const hourMs = 3_600_000

/** The next runs of a schedule after `now` (ms), as OpenClaw finds them, which uses the same library for it. */
export function previewOf(
  schedule: Schedule,
  { now, timezone, count = 5 }: { now: number; timezone: string; count?: number },
): SchedulePreview {
  const zone = (schedule.kind === 'cron' ? schedule.timezone : null) ?? timezone
  const problem = problemOf(schedule, zone, now)
  if (problem) return { timezone: zone, runs: [], problem }
  const following = followingOf(schedule, zone)
  const runs: NextRun[] = []
  let known = schedule.kind === 'every' ? (schedule.anchorMs ?? now) : null
  for (let at = following?.(now, known); at !== undefined && runs.length < count; at = following?.(at, known)) {
    runs.push({ at, note: null })
    known = at
  }
  const noted =
    schedule.kind === 'cron'
      ? runs.map((run, number) => ({
          ...run,
          note: noteOf(run.at, runs[number - 1]?.at ?? now, runs[number + 1]?.at, schedule.expr, zone),
        }))
      : runs
  return { timezone: zone, runs: noted, problem: runs.length === 0 ? 'This never runs.' : null }
}

function problemOf(schedule: Schedule, zone: string, now: number): string | null {
  switch (schedule.kind) {
    case 'cron':
      if (!isTimezone(zone)) return `${zone || 'That'} is no time zone. Use a name like Europe/Vienna.`
      try {
        new Cron(schedule.expr, { timezone: zone, paused: true })
        return null
      } catch {
        return 'This is no cron expression. It has five fields: minute, hour, day of the month, month, day of the week.'
      }
    case 'every':
      return schedule.everyMs >= 1_000 ? null : 'The interval is too short.'
    case 'at':
      return schedule.at > now ? null : 'This time has passed.'
    case 'unknown':
      return 'This is no schedule that Wheelhouse knows.'
  }
}

/** What the night of a change of clocks does to a run, told by comparing it with the same plan where clocks never change. */
function noteOf(at: number, before: number, after: number | undefined, expr: string, zone: string): string | null {
  const naive = new Cron(expr, { timezone: 'UTC', paused: true })
  const wall = wallOf(at, zone)
  // The hour of this run comes twice.
  if (wallOf(at + hourMs, zone) === wall) {
    const isEveryHour = after !== undefined && after - at <= hourMs
    return isEveryHour ? null : `${clock(at, zone)} comes twice that night; it runs the first time`
  }
  // What runs all the time leaves nothing out: the hour itself is missing.
  if (at - before <= hourMs) return null
  const planned = naive.nextRun(new Date(wallOf(before, zone)))?.getTime()
  if (planned === undefined || planned >= wall || isWall(planned, zone)) return null
  const missing = clock(planned, 'UTC')
  // It runs when that hour is over, or not at all that night.
  return wall - planned <= hourMs && !naive.match(new Date(wall))
    ? `${missing} does not exist that night`
    : `none on ${dayWords(planned)}: ${missing} does not exist that night`
}

const dayWords = (wall: number) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' }).format(wall)

/** What the clock on the wall shows, as if it were UTC (ms). */
function wallOf(at: number, zone: string): number {
  return at + offsetOf(at, zone)
}

function offsetOf(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value)
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return wall - Math.floor(at / 1_000) * 1_000
}

/** Whether the clock on the wall ever shows this. */
const isWall = (wall: number, zone: string) =>
  [
    wall - offsetOf(wall, zone),
    wall - offsetOf(wall - 12 * hourMs, zone),
    wall - offsetOf(wall + 12 * hourMs, zone),
  ].some((at) => wallOf(at, zone) === wall)
