import { expect, test } from 'bun:test'
import { addDays, dayOf, isDay, isTimezone, monthOf, quarterMs, startOfDay, weekOf } from './timezone.ts'

/** A day begins at this moment of UTC. */
const begins = (day: string, timezone: string, utc: string) =>
  expect(new Date(startOfDay(day, timezone)).toISOString()).toBe(`${utc}:00.000Z`)

test('a day of UTC begins at midnight', () => begins('2026-11-20', 'UTC', '2026-11-20T00:00'))
test('a winter day of Vienna', () => begins('2026-01-15', 'Europe/Vienna', '2026-01-14T23:00'))
test('a summer day of Vienna', () => begins('2026-07-15', 'Europe/Vienna', '2026-07-14T22:00'))
test('the day clocks go forward in Vienna', () => begins('2026-03-29', 'Europe/Vienna', '2026-03-28T23:00'))
test('the day after it', () => begins('2026-03-30', 'Europe/Vienna', '2026-03-29T22:00'))
test('the day clocks go back in Vienna', () => begins('2026-10-25', 'Europe/Vienna', '2026-10-24T22:00'))
test('the day after that', () => begins('2026-10-26', 'Europe/Vienna', '2026-10-25T23:00'))
test('a day without midnight begins at one', () => begins('2017-10-15', 'America/Sao_Paulo', '2017-10-15T03:00'))
test('a midnight that comes twice counts from the second', () =>
  begins('2018-02-18', 'America/Sao_Paulo', '2018-02-18T03:00'))
test('a day without midnight in Beirut', () => begins('2024-03-31', 'Asia/Beirut', '2024-03-30T22:00'))
test('Kathmandu is 5:45 ahead', () => begins('2026-11-20', 'Asia/Kathmandu', '2026-11-19T18:15'))
test('Chatham is 13:45 ahead in its summer', () => begins('2026-01-10', 'Pacific/Chatham', '2026-01-09T10:15'))
test('Kiribati is 14 hours ahead', () => begins('2026-11-20', 'Pacific/Kiritimati', '2026-11-19T10:00'))
test('and Baker Island 12 behind', () => begins('2026-11-20', 'Etc/GMT+12', '2026-11-20T12:00'))
test('a day that Samoa left out begins with the next', () => begins('2011-12-30', 'Pacific/Apia', '2011-12-30T10:00'))

test('every quarter of three years lies in one day, and days follow each other without a gap', () => {
  for (const zone of ['Europe/Vienna', 'America/Sao_Paulo', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Africa/Cairo']) {
    let day = '2024-12-30'
    for (let at = startOfDay(day, zone); day < '2027-01-03'; at += quarterMs) {
      const now = dayOf(at, zone)
      if (now !== day) expect([zone, now, startOfDay(now, zone)]).toEqual([zone, addDays(day, 1), at])
      day = now
    }
  }
})

test('days are counted without any zone', () => {
  expect(addDays('2026-02-28', 1)).toBe('2026-03-01')
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
  expect(addDays('2026-03-29', 1)).toBe('2026-03-30')
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
})

const weeks: Record<string, string> = {
  '2026-11-20': '2026-W47',
  '2026-01-01': '2026-W01',
  '2025-12-29': '2026-W01',
  '2025-12-28': '2025-W52',
  '2026-12-31': '2026-W53',
  '2027-01-03': '2026-W53',
  '2027-01-04': '2027-W01',
  '2024-12-30': '2025-W01',
  '2021-01-03': '2020-W53',
  '2023-01-01': '2022-W52',
}
for (const [day, week] of Object.entries(weeks)) test(`${day} lies in ${week}`, () => expect(weekOf(day)).toBe(week))

test('a month is the beginning of a day', () => expect(monthOf('2026-11-20')).toBe('2026-11'))

test('only real days are days', () => {
  for (const day of ['2026-11-20', '2028-02-29', '1999-12-31', '9999-12-31'])
    expect([day, isDay(day)]).toEqual([day, true])
  for (const day of [
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-11-31',
    '2026-1-1',
    '20261120',
    '',
    'today',
    '2026-11-20T00:00',
  ])
    expect([day, isDay(day)]).toEqual([day, false])
})

test('only known zones are zones', () => {
  for (const zone of ['UTC', 'Europe/Vienna', 'America/Argentina/Buenos_Aires', '+05:45'])
    expect([zone, isTimezone(zone)]).toEqual([zone, true])
  for (const zone of ['', 'Vienna', 'Europe/Wien', '../etc/passwd', '+05:37'])
    expect([zone, isTimezone(zone)]).toEqual([zone, false])
})
