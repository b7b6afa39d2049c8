import type { CronJobFact } from '../facts/fact.ts'
import type { RunTime } from './run-time.ts'
import { followingOf } from './schedule-times.ts'

/** A planned time that passed without a run: nothing began, or the run before it still went on. */
export type Miss = { at: number; why: 'never-started' | 'still-running' }

/** A run that began longer ago is over, whatever was written of it. */
export const maxRunMs = 24 * 3_600_000

/** So many planned times are judged at most. */
const maxJudged = 500
const minuteMs = 60_000

/** When the latest run of a job ended, or now where it goes on. */
export const endOfRun = ({ at, status, durationMs }: RunTime, now: number) =>
  status === 'running' && now - at < maxRunMs ? Math.max(at, now) : at + (durationMs ?? 0)

/**
 * The runs with their ends, the oldest first. A run that is written to go on while a later one began was lost: when it
 * ended is not known.
 */
function spansOf(runs: readonly RunTime[], now: number): { at: number; end: number }[] {
  const byTime = runs.filter(({ status }) => status !== 'skipped').toSorted((a, b) => a.at - b.at)
  return byTime.map((run, number) => ({
    at: run.at,
    end: run.status === 'running' && number < byTime.length - 1 ? run.at : endOfRun(run, now),
  }))
}

type Judged = Pick<CronJobFact, 'schedule' | 'enabled' | 'system' | 'lastAt'> & { steadySince: number | null }

/**
 * The planned times of a job since `from` that passed without a run, the oldest first (ms). A runtime that was off, or
 * has lost a run, says nothing of it: this compares its plan with what ran. A time is judged once a run has had time to
 * begin: half of the interval, at most a quarter of an hour. Nothing is judged before the job had this schedule, nor
 * before the first run that is known. Runs that a person started stand for no planned time. A clock that is set back
 * makes no miss: a run counts for its planned time wherever the clock stands now. A runtime leaves out planned times for
 * a while after a run that failed; these are not missed.
 */
export function missesOf(
  job: Judged,
  runs: readonly RunTime[],
  { from, now, timezone }: { from: number; now: number; timezone: string },
): Miss[] {
  const { schedule } = job
  if (!job.enabled || job.system || schedule.kind === 'unknown') return []
  const byTime = runs.toSorted((a, b) => a.at - b.at)
  const planned = byTime.filter(({ byHand }) => byHand !== true)
  const since = startOf(job, byTime, from)
  if (since === null) return []
  const spans = spansOf(runs, now)
  const whyAt = (at: number): Miss => ({
    at,
    why: spans.some((span) => span.at < at && span.end > at) ? 'still-running' : 'never-started',
  })
  const failures = failuresIn(byTime, now)
  const isLeftOut = (at: number) => failures.some(({ end, until }) => at > end && at < until)
  if (schedule.kind === 'every')
    return missedIntervals(schedule.everyMs, planned, since, now)
      .filter((at) => !isLeftOut(at))
      .map(whyAt)
  const following = followingOf(schedule, timezone)
  const misses: Miss[] = []
  let at = following?.(since, null)
  for (let judged = 0; at !== undefined && judged < maxJudged; judged++) {
    const next: number | undefined = following?.(at, at)
    const interval = next === undefined ? Number.POSITIVE_INFINITY : next - at
    if (now < at + graceOf(interval)) break
    const early = Math.min(minuteMs, interval / 4)
    const until = next === undefined ? Number.POSITIVE_INFINITY : next - early
    const [slotFrom, slotAt] = [at - early, at]
    if (!planned.some((run) => run.at >= slotFrom && run.at < until) && !isLeftOut(slotAt)) misses.push(whyAt(slotAt))
    at = next
  }
  return misses
}

/** How long OpenClaw leaves a job alone after its first, second, … failure in a row, since 2026.3. */
const backOffMs = [30_000, minuteMs, 5 * minuteMs, 15 * minuteMs, 60 * minuteMs]

/** The failures among runs, each with until when its runtime leaves the job alone. */
function failuresIn(byTime: readonly RunTime[], now: number): { end: number; until: number }[] {
  let inRow = 0
  return byTime.flatMap((run) => {
    if (run.status === 'skipped' || run.status === 'running') return []
    inRow = run.status === 'ok' ? 0 : inRow + 1
    const end = endOfRun(run, now)
    return inRow === 0 ? [] : [{ end, until: end + backOffMs[Math.min(inRow, backOffMs.length) - 1]! }]
  })
}

/** From when on a job is judged; null where that is not known. */
function startOf({ steadySince, lastAt, schedule }: Judged, byTime: readonly RunTime[], from: number): number | null {
  const first = byTime[0]?.at
  // Runs before those that are known were forgotten, or not read yet.
  const known = first === undefined ? lastAt : Math.max(first - 1, steadySince ?? 0)
  const start = known ?? steadySince
  if (start === null) return null
  const latest = first === undefined ? Math.max(start, steadySince ?? 0) : start
  // A job that runs once is planned from the moment it was made.
  return schedule.kind === 'at' ? Math.max(from, steadySince ?? from) : Math.max(from, latest)
}

const graceOf = (intervalMs: number) => Math.min(15 * minuteMs, intervalMs / 2)

/** An interval counts from the run before, which may have begun late: only a gap of two of them is a miss. */
function missedIntervals(everyMs: number, runs: readonly RunTime[], since: number, now: number): number[] {
  if (!(everyMs >= 1_000)) return []
  const grace = graceOf(everyMs)
  const misses: number[] = []
  const starts = [...runs.map(({ at }) => at).filter((at) => at > since), now - grace + everyMs / 2]
  let last = since
  for (const start of starts) {
    for (let at = last + everyMs; at + everyMs / 2 < start && misses.length < maxJudged; at += everyMs) misses.push(at)
    last = Math.max(last, start)
  }
  return misses
}

/**
 * When runs began that began before the one before them had ended, the oldest first. A runtime starts a planned time once:
 * two runs that the clock started in the same minute are of an hour that came twice, because the clock was set back.
 */
export function overlapsOf(runs: readonly RunTime[], now: number): number[] {
  let busyUntil = Number.NEGATIVE_INFINITY
  const byHand = new Set(runs.flatMap((run) => (run.byHand === true ? [run.at] : [])))
  let before = Number.NEGATIVE_INFINITY
  return spansOf(runs, now).flatMap(({ at, end }) => {
    const isRepeated = at - before < minuteMs && !byHand.has(at) && !byHand.has(before)
    before = at
    const isOverlap = at < busyUntil && !isRepeated
    busyUntil = Math.max(busyUntil, end)
    return isOverlap ? at : []
  })
}
