import { expect, test } from 'bun:test'
import { startOfDay } from '../../../../src/lib/timezone.ts'
import { hoursIn, keptWords, momentOf, preciseClock } from './replay-words.ts'

const zone = 'Europe/Vienna'
const at = Date.parse('2026-11-29T20:14:05Z')
const day = { since: startOfDay('2026-11-29', zone), until: startOfDay('2026-11-30', zone) }

test('the time is that of the zone, to the second', () => expect(preciseClock(at, zone)).toBe('21:14:05'))

test('a day has each third hour, an evening all of them', () => {
  expect(hoursIn(day, zone).map(({ words }) => words)).toEqual([
    '00:00',
    '03:00',
    '06:00',
    '09:00',
    '12:00',
    '15:00',
    '18:00',
    '21:00',
    '00:00',
  ])
  expect(hoursIn({ since: at, until: at + 2 * 3_600_000 }, zone).map(({ words }) => words)).toEqual(['22:00', '23:00'])
})

test('what is not kept is said, and nothing where all is', () => {
  const words = (workFrom: number | null, waitsFrom: number | null) => keptWords({ workFrom, waitsFrom }, day, zone)
  expect(words(day.since, day.since)).toBeUndefined()
  expect(words(at, day.since)).toBe('Kept since Sun 29 Nov, 21:14. What was before is unknown.')
  expect(words(day.since, at)).toBe('Who waited is kept since Sun 29 Nov, 21:14.')
  expect(words(day.since, null)).toBe('Of this time it is not kept who waited.')
  expect(words(null, at)).toBe('Nothing of this time is kept: how everybody was is unknown.')
  expect(words(day.until, at)).toBe('Nothing of this time is kept: how everybody was is unknown.')
})

test('an address names a moment of the past, or none', () => {
  expect(momentOf(String(at), at + 1)).toBe(at)
  for (const text of [undefined, '', 'yesterday', '-5', '1e3', '12.5', String(at + 1), '9'.repeat(30)])
    expect(momentOf(text, at + 1)).toBeUndefined()
})
