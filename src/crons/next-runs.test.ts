import { expect, test } from 'bun:test'
import type { Schedule } from '../facts/fact.ts'
import { previewOf } from './next-runs.ts'

const cron = (expr: string, timezone: string | null = 'Europe/Vienna'): Schedule => ({ kind: 'cron', expr, timezone })

/** The next runs as their clock on the wall, with what is said of each. */
function runs(schedule: Schedule, from: string, count = 3) {
  const { runs, timezone } = previewOf(schedule, { now: Date.parse(from), timezone: 'UTC', count })
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    day: '2-digit',
    month: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  return runs.map(({ at, note }) => [clock.format(at).replace(',', ''), note].filter(Boolean).join(': '))
}

test('the next runs are in the zone of the job, or in ours', () => {
  expect(runs(cron('30 7 * * 1-5', 'America/New_York'), '2026-11-20T12:00Z')).toEqual([
    '20/11 07:30',
    '23/11 07:30',
    '24/11 07:30',
  ])
  expect(runs(cron('0 7 * * *', null), '2026-11-20T12:00Z', 1)).toEqual(['21/11 07:00'])
  expect(runs({ kind: 'every', everyMs: 3_600_000, anchorMs: null }, '2026-11-20T12:00Z', 2)).toEqual([
    '20/11 13:00',
    '20/11 14:00',
  ])
  expect(runs({ kind: 'at', at: Date.parse('2026-12-01T08:00Z') }, '2026-11-20T12:00Z')).toEqual(['01/12 08:00'])
})

test('a night without that hour is explained: the run comes when the hour is over, or not at all', () => {
  expect(runs(cron('30 2 * * *'), '2027-03-27T12:00Z')).toEqual([
    '28/03 03:00: 02:30 does not exist that night',
    '29/03 02:30',
    '30/03 02:30',
  ])
  expect(runs(cron('30 2 28 * *'), '2027-02-27T12:00Z')).toEqual([
    '28/02 02:30',
    '28/03 03:00: 02:30 does not exist that night',
    '28/04 02:30',
  ])
  expect(runs(cron('*/30 2 * * *'), '2027-03-27T12:00Z', 2)).toEqual([
    '29/03 02:00: none on 28 Mar: 02:00 does not exist that night',
    '29/03 02:30',
  ])
  expect(runs(cron('0 * * * *'), '2027-03-27T23:30Z')).toEqual(['28/03 01:00', '28/03 03:00', '28/03 04:00'])
})

test('a night in which that hour comes twice is explained', () => {
  expect(runs(cron('30 2 * * *'), '2026-10-24T12:00Z')).toEqual([
    '25/10 02:30: 02:30 comes twice that night; it runs the first time',
    '26/10 02:30',
    '27/10 02:30',
  ])
  expect(runs(cron('0 * * * *'), '2026-10-24T23:30Z')).toEqual(['25/10 02:00', '25/10 02:00', '25/10 03:00'])
})

test('what is no schedule is said, and never thrown', () => {
  const problem = (schedule: Schedule) =>
    previewOf(schedule, { now: Date.parse('2026-11-20T12:00Z'), timezone: 'UTC' }).problem
  expect(problem(cron('every morning'))).toStartWith('This is no cron expression')
  expect(problem(cron('61 * * * *'))).toStartWith('This is no cron expression')
  expect(problem(cron(''))).toStartWith('This is no cron expression')
  expect(problem(cron('0 9 * * *', 'Mars/Olympus'))).toStartWith('Mars/Olympus is no time zone')
  expect(problem(cron('0 0 30 2 *'))).toBe('This never runs.')
  expect(problem({ kind: 'every', everyMs: 0, anchorMs: null })).toBe('The interval is too short.')
  expect(problem({ kind: 'at', at: 1 })).toBe('This time has passed.')
  expect(problem({ kind: 'unknown' })).toStartWith('This is no schedule')
  expect(problem(cron('0 9 * * *'))).toBeNull()
})
