import { expect, test } from 'bun:test'
import { scheduleLabel } from './schedule-labels.ts'

const cron = (expr: string) => scheduleLabel({ kind: 'cron', expr, timezone: null })

test('common schedules read as words', () => {
  expect(cron('0 22 * * *')).toBe('daily 22:00')
  expect(cron('5 7 * * 1-5')).toBe('weekdays 07:05')
  expect(cron('0 9 * * 1')).toBe('Mon 09:00')
  expect(cron('30 8 * * 7')).toBe('Sun 08:30')
  expect(cron('30 * * * *')).toBe('hourly at :30')
  expect(cron('0 */2 * * *')).toBe('every 2 h at :00')
  expect(cron('*/10 * * * *')).toBe('every 10 min')
  expect(cron('* * * * *')).toBe('every minute')
  expect(cron('30 2 28 * *')).toBe('day 28, 02:30')
  expect(scheduleLabel({ kind: 'every', everyMs: 600_000, anchorMs: null })).toBe('every 10 min')
})

test('a rarer expression stands for itself', () => {
  for (const expr of [
    '0 9 1,15 * *',
    '0 9,17 * * *',
    '0 0 9 * * 1',
    '@daily',
    '',
    '*/5 9 * * *',
    '0 9 * 3 *',
    '0 9 * * MON',
  ])
    expect(cron(expr)).toBe(expr)
})
