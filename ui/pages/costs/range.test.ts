import { expect, test } from 'bun:test'
import { nothing, type ReportRow } from '../../../src/costs/report.ts'
import { barsOf, daysOf, nameOf, namesUnder, peakOf, typical } from './range.ts'

const row = (key: string, costUsd: number | null, calls = 1): ReportRow => ({
  ...nothing,
  key,
  label: key,
  costUsd,
  calls,
})
const usds = (...values: (number | null)[]) => values.map((usd) => ({ usd }))

test('a range ends today and holds as many days as its name says', () => {
  expect(daysOf('7d', '2026-03-03')).toEqual({ since: '2026-02-25', until: '2026-03-03' })
  expect(daysOf('30d', '2026-11-21')).toEqual({ since: '2026-10-23', until: '2026-11-21' })
  expect(daysOf('90d', '2026-11-21')).toEqual({ since: '2026-08-24', until: '2026-11-21' })
  expect(daysOf('month', '2026-11-21')).toEqual({ since: '2026-11-01', until: '2026-11-21' })
  expect(daysOf('all', '2026-11-21')).toEqual({})
})

test('a day without answers cost nothing, one without a price is a gap', () => {
  const { step, bars } = barsOf(
    { since: '2026-11-18', rows: [row('2026-11-19', 2.5), row('2026-11-20', null)] },
    '2026-11-21',
  )
  expect(step).toBe('day')
  expect(bars.map(({ key, usd }) => [key, usd])).toEqual([
    ['2026-11-18', 0],
    ['2026-11-19', 2.5],
    ['2026-11-20', null],
    ['2026-11-21', 0],
  ])
})

test('too many days to tell apart become weeks, then months, and lose nothing', () => {
  const weeks = barsOf(
    { since: null, rows: [row('2026-01-01', 1), row('2026-01-04', 2), row('2026-01-05', 4)] },
    '2026-06-30',
  )
  expect(weeks.step).toBe('week')
  expect(weeks.bars.slice(0, 3).map(({ key, firstDay, usd }) => [key, firstDay, usd])).toEqual([
    ['2026-W01', '2026-01-01', 3],
    ['2026-W02', '2026-01-05', 4],
    ['2026-W03', '2026-01-12', 0],
  ])
  const months = barsOf({ since: null, rows: [row('2023-12-31', 1), row('2024-01-01', 2)] }, '2026-06-30')
  expect(months.step).toBe('month')
  expect(months.bars.slice(0, 2).map(({ key, usd }) => [key, usd])).toEqual([
    ['2023-12', 1],
    ['2024-01', 2],
  ])
})

test('nothing at all is today alone, for nothing', () =>
  expect(barsOf({ since: null, rows: [] }, '2026-11-21').bars.map(({ key, usd }) => [key, usd])).toEqual([
    ['2026-11-21', 0],
  ]))

test('typical is the middle of the days that cost something, today not among them', () => {
  expect(typical(usds(0, 3, null, 1, 2, 0, 99))).toBe(2)
  expect(typical(usds(4, 3, 1, 2, 99))).toBe(2.5)
})
test('two days are not enough to be typical', () => expect(typical(usds(1, 2, 3))).toBeUndefined())

test('a peak is half as high again as typical', () => {
  expect(peakOf(usds(10, 10, 10, 16, 10, 1))).toBe(3)
  expect(peakOf(usds(10, 10, 10, 15, 10, 1))).toBeUndefined()
  expect(peakOf(usds(1, 2))).toBeUndefined()
})
test('today is no peak: its bar has a name already', () => expect(peakOf(usds(10, 10, 10, 99))).toBeUndefined())

test('a bar is called by what it is', () => {
  expect(nameOf('day', '2026-11-20')).toBe('Fri 20 Nov')
  expect(nameOf('week', '2026-11-16')).toBe('week of 16 Nov')
  expect(nameOf('month', '2026-11-01')).toBe('November 2026')
})

test('names stand apart, say the month where it changes, and leave room for the last', () => {
  const { bars } = barsOf({ since: '2026-10-23', rows: [] }, '2026-11-21')
  const texts = (atMost: number) =>
    namesUnder('day', bars, atMost, 'today').map(({ index, text }) => `${index} ${text}`)
  expect(texts(5)).toEqual(['0 23 Oct', '7 30', '14 6 Nov', '21 13', '29 today'])
  expect(texts(2)).toEqual(['0 23 Oct', '29 today'])
  expect(namesUnder('day', bars.slice(-1), 5, 'today')).toEqual([{ index: 0, text: 'today' }])
})
