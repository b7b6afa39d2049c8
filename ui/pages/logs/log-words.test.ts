import { expect, test } from 'bun:test'
import { exactClock, moment, spanWords } from '../../components/time-words.ts'
import { asText, fieldsOf, saidIn } from './log-words.ts'

const at = Date.UTC(2026, 10, 9, 18, 6, 11, 502)

test('a line has its time to the millisecond, in the zone of the person', () => {
  expect(exactClock(at, 'UTC')).toBe('18:06:11.502')
  expect(exactClock(at, 'Europe/Vienna')).toBe('19:06:11.502')
})

test('a span is named by its times, or by its days where it is long', () => {
  const hour = 3_600_000
  expect(spanWords({ from: at, to: at + hour }, 'UTC')).toBe('9 Nov 18:06 to 19:06')
  expect(spanWords({ from: at, to: at + 12 * hour }, 'UTC')).toBe('9 Nov 18:06 to 10 Nov 06:06')
  expect(spanWords({ from: at, to: at + 96 * hour }, 'UTC')).toBe('9 to 13 Nov')
  expect(spanWords({ from: at, to: at + 30 * 24 * hour }, 'UTC')).toBe('9 Nov to 9 Dec')
})

test('what was today has a time, what was before a day', () => {
  expect(moment(at, at + 60_000, 'UTC')).toBe('18:06')
  expect(moment(at, at + 86_400_000, 'UTC')).toBe('9 Nov')
})

test('a line that is JSON is shown name by name', () => {
  expect(fieldsOf('{"msg":"two\\nlines","n":1,"of":{"a":[1]}}')).toEqual([
    { name: 'msg', value: 'two\nlines' },
    { name: 'n', value: '1' },
    { name: 'of', value: '{\n  "a": [\n    1\n  ]\n}' },
  ])
})

test('a line is copied with its time, its level and its source', () => {
  expect(asText({ no: 1, source: 'gateway', at, isDated: true, level: 'warn', text: 'slow', json: null })).toBe(
    '2026-11-09T18:06:11.502Z warn gateway slow',
  )
})

test.each([
  ['2026-11-09T18:06:11.502Z ERROR it broke', 'it broke'],
  ['2026-11-09 18:06:11,5 [warn] slow', 'slow'],
  ['<time> INFO  fine', 'fine'],
  ['ERROR it broke', 'ERROR it broke'],
  ['2026-11-09T18:06:11Z', '2026-11-09T18:06:11Z'],
])('of “%s” a row shows “%s”', (text, said) => expect(saidIn(text)).toBe(said))
