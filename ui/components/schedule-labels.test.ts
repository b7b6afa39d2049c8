import { beforeAll, expect, test } from 'bun:test'
import { fetchCronWords, scheduleLabel } from './schedule-labels.ts'

const cron = (expr: string) => scheduleLabel({ kind: 'cron', expr, timezone: null })

/** Before the words are there an expression stands for itself. */
beforeAll(() => expect(cron('0 22 * * *')).toBe('0 22 * * *'))

test('schedules read as words', async () => {
  await fetchCronWords()
  expect(cron('5 7 * * 1-5')).toBe('At 07:05, Monday through Friday')
  expect(cron('30 8 * * 7')).toBe('At 08:30, only on Sunday')
  expect(cron('*/10 * * * *')).toBe('Every 10 minutes')
  expect(cron('0 9 1,15 * *')).toBe('At 09:00, on day 1 and 15 of the month')
  expect(cron('0 9 * * MON')).toBe('At 09:00, only on Monday')
  expect(cron('@daily')).toBe('At 00:00')
  expect(scheduleLabel({ kind: 'every', everyMs: 600_000, anchorMs: null })).toBe('every 10 min')
  expect(scheduleLabel({ kind: 'at', at: 1 })).toBe('once')
})

test('what is no expression stands for itself', async () => {
  await fetchCronWords()
  for (const expr of ['', 'every morning', '99 * * * *', '* * *', '<b>']) expect(cron(expr)).toBe(expr)
})
