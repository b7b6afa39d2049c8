import { expect, test } from 'bun:test'
import { addDays } from '../../src/lib/timezone.ts'
import { barLabels, barName, peakOf, typicalUsd } from './bar-labels.ts'

const usds = (...values: (number | null)[]) => values.map((usd) => ({ usd }))
const daysFrom = (first: string, count: number) =>
  Array.from({ length: count }, (_, n) => ({ firstDay: addDays(first, n) }))

test('typical is the middle of the days that cost something, today not among them', () => {
  expect(typicalUsd(usds(0, 3, null, 1, 2, 0, 99))).toBe(2)
  expect(typicalUsd(usds(4, 3, 1, 2, 99))).toBe(2.5)
})
test('two days are not enough to be typical', () => expect(typicalUsd(usds(1, 2, 3))).toBeUndefined())

test('a peak is half as high again as typical', () => {
  expect(peakOf(usds(10, 10, 10, 16, 10, 1))).toBe(3)
  expect(peakOf(usds(10, 10, 10, 15, 10, 1))).toBeUndefined()
  expect(peakOf(usds(1, 2))).toBeUndefined()
})
test('today is no peak: its bar has a name already', () => expect(peakOf(usds(10, 10, 10, 99))).toBeUndefined())

test('a bar is called by what it is', () => {
  expect(barName('day', '2026-11-20')).toBe('Fri 20 Nov')
  expect(barName('week', '2026-11-16')).toBe('week of 16 Nov')
  expect(barName('month', '2026-11-01')).toBe('November 2026')
})

test('names stand apart, say the month where it changes, and leave room for the last', () => {
  const bars = daysFrom('2026-10-23', 30)
  const texts = (maxLabels: number) =>
    barLabels('day', bars, maxLabels, 'today').map(({ index, text }) => `${index} ${text}`)
  expect(texts(5)).toEqual(['0 23 Oct', '7 30', '14 6 Nov', '21 13', '29 today'])
  expect(texts(2)).toEqual(['0 23 Oct', '29 today'])
  expect(barLabels('day', bars.slice(-1), 5, 'today')).toEqual([{ index: 0, text: 'today' }])
})
