import { expect, test } from 'bun:test'
import type { Schedule } from '../facts/fact.ts'
import { maxPlannedTimes, plannedTimes } from './timeline.ts'

const now = Date.parse('2026-11-20T12:00Z')
const hourMs = 3_600_000

/** The times of a schedule within some hours, as a clock of UTC shows them. */
function check(
  schedule: Schedule,
  drawn: string,
  { next, hours = 6, enabled = true, at = now }: { next?: string; hours?: number; enabled?: boolean; at?: number } = {},
) {
  const nextAt = next === undefined ? null : Date.parse(next)
  const { planned } = plannedTimes(
    { schedule, nextAt, enabled },
    { now: at, until: at + hours * hourMs, timezone: 'Europe/Vienna' },
  )
  expect(planned.map((at) => new Date(at).toISOString().slice(11, 16)).join(' ')).toBe(drawn)
}

const cron = (expr: string, timezone: string | null = 'UTC'): Schedule => ({ kind: 'cron', expr, timezone })
const every = (minutes: number, anchorMs: number | null = null): Schedule => ({
  kind: 'every',
  everyMs: minutes * 60_000,
  anchorMs,
})

test('every two hours', () => check(cron('0 */2 * * *'), '14:00 16:00 18:00'))
test('in the zone of the job', () => check(cron('30 9 * * *', 'America/New_York'), '14:30'))
test('in ours where the job names none', () => check(cron('0 18 * * *', null), '17:00'))
test('the runtime says when it runs next, be it some minutes later', () =>
  check(cron('0 * * * *'), '13:04 14:00 15:00', { next: '2026-11-20T13:04Z', hours: 3 }))
test('a next time that has passed is not planned again', () =>
  check(cron('0 * * * *'), '13:00', { next: '2026-11-20T11:00Z', hours: 1 }))
test('an interval counts from the next time that is known', () =>
  check(every(90), '12:10 13:40 15:10', { next: '2026-11-20T12:10Z', hours: 4 }))
test('an interval counts on from a time that has passed', () =>
  check(every(60), '12:40 13:40', { next: '2026-11-20T09:40Z', hours: 2 }))
test('an interval counts from its anchor', () =>
  check(every(60, Date.parse('2026-11-01T00:15Z')), '12:15', { hours: 1 }))
test('an anchor that lies ahead is the first time', () =>
  check(every(60, Date.parse('2026-11-20T12:50Z')), '12:50 13:50', { hours: 2 }))
test('an interval from nowhere is not planned', () => check(every(60), ''))
test('an interval of nothing ends', () => check(every(0), '12:30', { next: '2026-11-20T12:30Z' }))
test('once', () => check({ kind: 'at', at: now + hourMs }, '13:00', { next: '2026-11-20T13:00Z' }))
test('once, long ago', () => check({ kind: 'at', at: now - hourMs }, ''))
test('a schedule nobody knows has its next time', () =>
  check({ kind: 'unknown' }, '12:05', { next: '2026-11-20T12:05Z' }))
test('an expression that is none', () => check(cron('every morning'), ''))
test('a zone that is none', () => check(cron('0 * * * *', 'Mars/Olympus'), ''))
test('a job that is off is not planned', () =>
  check(cron('0 * * * *'), '', { enabled: false, next: '2026-11-20T13:00Z' }))
test('where clocks go back an hourly job runs in both of the hours', () =>
  check(cron('0 * * * *', 'Europe/Vienna'), '00:00 01:00 02:00', {
    at: Date.parse('2026-10-24T23:30Z'),
    hours: 3,
  }))

test('a job that runs all the time is told up to a number', () => {
  const { planned, more } = plannedTimes(
    { schedule: cron('* * * * *'), nextAt: null, enabled: true },
    { now, until: now + 6 * hourMs, timezone: 'UTC' },
  )
  expect([planned.length, more]).toEqual([maxPlannedTimes, true])
})
