import { expect, test } from 'bun:test'
import { ticksOf } from './time-ticks.ts'

const at = (text: string) => Date.parse(text)
const labels = (from: string, to: string, timezone = 'UTC') =>
  ticksOf({ from: at(from), to: at(to) }, timezone).map(({ label }) => label)

test('a day has round hours, in the zone of the person', () => {
  const day = ['2026-11-29T14:10Z', '2026-11-30T14:10Z'] as const
  expect(labels(...day)).toEqual(['15:00', '18:00', '21:00', '00:00', '03:00', '06:00', '09:00', '12:00'])
  expect(labels(...day, 'Asia/Kolkata')[0]).toBe('21:00')
})

test('a few minutes have minutes', () =>
  expect(labels('2026-11-30T14:10:20Z', '2026-11-30T14:18:00Z')).toEqual([
    '14:11',
    '14:12',
    '14:13',
    '14:14',
    '14:15',
    '14:16',
    '14:17',
  ]))

test('a week has its days, each once', () =>
  expect(labels('2026-11-23T14:00Z', '2026-11-30T14:00Z')).toEqual([
    'Tue 24 Nov',
    'Wed 25 Nov',
    'Thu 26 Nov',
    'Fri 27 Nov',
    'Sat 28 Nov',
    'Sun 29 Nov',
    'Mon 30 Nov',
  ]))

test('months have some of their days, and an empty span or a long one has no more than fit', () => {
  expect(labels('2026-09-01T00:00Z', '2026-11-30T00:00Z')).toEqual([
    '2 Sept',
    '16 Sept',
    '30 Sept',
    '14 Oct',
    '28 Oct',
    '11 Nov',
    '25 Nov',
  ])
  expect(labels('2026-11-30T00:00Z', '2026-11-30T00:00Z')).toEqual([])
  expect(labels('1998-01-01T00:00Z', '2026-11-30T00:00Z').length).toBeLessThan(40)
})
