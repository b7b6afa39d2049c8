import type { CronLane } from '../../../src/crons/timeline.ts'
import { dayOf } from '../../../src/lib/timezone.ts'

/** What stands in the calendar of a week. Times in ms. */
export type Slot = {
  at: number
  end: number
  kind: 'ran' | 'failed' | 'missed' | 'overlap' | 'planned' | 'running'
  lane: CronLane
  /** Which of the slots beside each other it is, and how many there are. */
  column: number
  columns: number
}

const dayMs = 86_400_000
/** A chip is as high as this much time. */
const chipMs = 100 * 60_000
/** A job that runs more often in a day is drawn as marks alone. */
const oftenPerDay = 4

/** The seven days of the week of today from Monday on, or of one so many weeks away. Days are like `2026-11-20`. */
export function daysOfWeek(today: string, away = 0): string[] {
  const noon = Date.parse(`${today}T12:00:00Z`)
  const monday = noon - ((new Date(noon).getUTCDay() + 6) % 7) * dayMs
  return Array.from({ length: 7 }, (_, day) => new Date(monday + (away * 7 + day) * dayMs).toISOString().slice(0, 10))
}

/** Whether a job runs too often to be named each time. */
export const runsOften = (lane: CronLane): boolean => {
  const span = 7 * dayMs
  const last = lane.planned.at(-1)
  const ahead = lane.more ? Number.POSITIVE_INFINITY : lane.planned.length
  return ahead / 7 > oftenPerDay || (last === undefined && lane.runs.length / (span / dayMs) > oftenPerDay)
}

/** Whether a job runs so often that its marks would make a line. */
export const runsAllTheTime = (lane: CronLane): boolean => {
  const times = [...lane.runs.slice(-20).map(({ at }) => at), ...lane.planned.slice(0, 20)]
  const first = times[0]
  const last = times.at(-1)
  return times.length > 10 && first !== undefined && (last! - first) / (times.length - 1) < 45 * 60_000
}

/** Everything of a job in the week, the earliest first. */
export function slotsOf(lane: CronLane, now: number): Omit<Slot, 'column' | 'columns'>[] {
  const ran = lane.runs
    .filter(({ status }) => status !== 'skipped')
    .map((run) => ({
      at: run.at,
      end: run.status === 'running' ? now : run.at + (run.durationMs ?? 0),
      kind: kindOf(run.status, lane.overlaps.includes(run.at)),
      lane,
    }))
  const missed = lane.misses.map(({ at }) => ({ at, end: at, kind: 'missed' as const, lane }))
  const planned = lane.planned.map((at) => ({ at, end: at, kind: 'planned' as const, lane }))
  return [...ran, ...missed, ...planned].sort((a, b) => a.at - b.at)
}

const kindOf = (status: CronLane['runs'][number]['status'], isOverlap: boolean): Slot['kind'] =>
  status === 'error' || status === 'timed-out'
    ? 'failed'
    : isOverlap
      ? 'overlap'
      : status === 'running'
        ? 'running'
        : 'ran'

/** The slots of each day, those at the same time beside each other. */
export function byDay(slots: Omit<Slot, 'column' | 'columns'>[], timezone: string): Map<string, Slot[]> {
  const days = new Map<string, Slot[]>()
  const sorted = slots.toSorted((a, b) => a.at - b.at)
  for (const [day, ofDay] of Map.groupBy(sorted, ({ at }) => dayOf(at, timezone))) {
    let group: Slot[] = []
    const placed: Slot[] = []
    const close = () => {
      const columns = Math.max(0, ...group.map(({ column }) => column)) + 1
      for (const slot of group) slot.columns = columns
      group = []
    }
    for (const slot of ofDay) {
      if (group.length > 0 && slot.at >= Math.max(...group.map(({ at }) => at)) + chipMs) close()
      const taken = new Set(group.filter(({ at }) => slot.at < at + chipMs).map(({ column }) => column))
      const column = [0, 1, 2, 3, 4, 5].find((free) => !taken.has(free)) ?? 5
      const one = { ...slot, column, columns: 1 }
      group.push(one)
      placed.push(one)
    }
    close()
    days.set(day, placed)
  }
  return days
}

/** How far into its day a time is, from 0 to 1, by the clock on the wall. */
export function shareOfDay(at: number, timezone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, hour: 'numeric', minute: 'numeric' })
    .format(at)
    .split(':')
  return (Number(parts[0]) * 60 + Number(parts[1])) / 1_440
}

/** How often jobs ran, failed or never started in each hour of each day of the week, Monday first. */
export function heatOf(lanes: CronLane[], { now, timezone }: { now: number; timezone: string }) {
  const cells = Array.from({ length: 7 * 24 }, () => ({ ran: 0, failed: 0, missed: 0 }))
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    weekday: 'short',
    hour: 'numeric',
    hourCycle: 'h23',
  })
  const cellOf = (at: number) => {
    const parts = format.formatToParts(at)
    const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
    const day = weekdays.indexOf(part('weekday'))
    return day === -1 ? undefined : cells[day * 24 + (Number(part('hour')) % 24)]
  }
  for (const lane of lanes) {
    for (const { at, status } of lane.runs) {
      const cell = at >= now - 7 * dayMs ? cellOf(at) : undefined
      if (!cell || status === 'skipped') continue
      if (status === 'error' || status === 'timed-out') cell.failed++
      else cell.ran++
    }
    for (const { at } of lane.misses) {
      const cell = cellOf(at)
      if (cell) cell.missed++
    }
  }
  return cells
}

export const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
