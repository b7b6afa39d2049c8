import { expect, test } from 'bun:test'
import { ago, bytes, clock, duration, money, percent, relativeTime, shortAge, tokens, whole } from './format.ts'

/** Each row: what goes in, and how it reads. */
const check = <Value>(say: (value: Value) => string, rows: [Value, string][]) =>
  expect(rows.map(([value]) => say(value))).toEqual(rows.map(([, text]) => text))

test('money: cents, no cents from a thousand on, small sums never look like nothing', () =>
  check<number | null>(
    (usd) => money(usd),
    [
      [14.82, '$14.82'],
      [0.1, '$0.10'],
      [0.01, '$0.01'],
      [0.0041, '<$0.01'],
      [0, '$0'],
      [999.99, '$999.99'],
      [999.996, '$1,000'],
      [1_234_567.8, '$1,234,568'],
      [-3.2, '−$3.20'],
      [-0.001, '−<$0.01'],
      [null, '–'],
    ],
  ))

test('money in full: below ten cents four decimals, and two digits of what is smaller still', () =>
  check<number>(
    (usd) => money(usd, true),
    [
      [0.0041, '$0.0041'],
      [0.0999, '$0.0999'],
      [0.1, '$0.10'],
      [0.0000123, '$0.000012'],
      [0, '$0'],
    ],
  ))

test('tokens: three significant digits, and never 1000k', () =>
  check<number | null>(tokens, [
    [0, '0'],
    [842, '842'],
    [999, '999'],
    [1_000, '1.00k'],
    [38_200, '38.2k'],
    [999_400, '999k'],
    [999_600, '1.00M'],
    [3_460_000, '3.46M'],
    [21_400_000, '21.4M'],
    [2_000_000_000, '2.00G'],
    [null, '–'],
  ]))

test('whole numbers keep every digit', () => {
  check<number | null>(whole, [
    [5_214, '5,214'],
    [12, '12'],
    [0, '0'],
    [null, '–'],
  ])
})

test('bytes: disks count in thousands, memory in 1024', () => {
  expect(bytes(848_000_000_000, 1000)).toBe('848 GB')
  expect(bytes(64_172_032, 1024)).toBe('61.2 MB')
  expect(bytes(0, 1000)).toBe('0 B')
  expect(bytes(null, 1000)).toBe('–')
})

test('percent: whole numbers', () =>
  check<number | null>(percent, [
    [83.6, '84%'],
    [0, '0%'],
    [null, '–'],
  ]))

test('durations: two units at most', () =>
  check<number | null>(duration, [
    [0, '0 ms'],
    [184, '184 ms'],
    [12_400, '12.4 s'],
    [59_960, '1 min'],
    [144_000, '2 min 24 s'],
    [600_000, '10 min'],
    [3_600_000, '1 h 00'],
    [4_740_000, '1 h 19'],
    [86_400_000, '1 d'],
    [1_051_200_000, '12 d 4 h'],
    [null, '–'],
  ]))

const now = Date.UTC(2026, 10, 21, 12)
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000]

test('short ages, for tables', () =>
  check<number | null>(
    (at) => shortAge(at, now),
    [
      [now - 59_000, 'now'],
      [now - 18 * minute, '18m'],
      [now - 6 * hour, '6h'],
      [now - 3 * day, '3d'],
      [null, '–'],
    ],
  ))

test('moments: near ones by distance, then by weekday, then by date', () =>
  check<number | null>(
    (at) => relativeTime(at, now, 'UTC'),
    [
      [now - 4 * minute, '4 min'],
      [now + 19 * minute, 'in 19 min'],
      [now + 11 * hour, 'in 11 h'],
      [now - 1_000, 'now'],
      [now + 1_000, 'in under 1 min'],
      [now - 5 * day, 'Mon 12:00'],
      [now - 9 * day, '12 Nov'],
      [now - 400 * day, '17 Oct 2025'],
      [null, '–'],
    ],
  ))

test('what is past, in a sentence', () =>
  check<number>(
    (at) => ago(at, now, 'UTC'),
    [
      [now, 'just now'],
      [now - 4 * minute, '4 min ago'],
      [now - 5 * day, 'Mon 12:00'],
    ],
  ))

test('the clock is that of the zone that is asked for', () => {
  expect(clock(now, 'UTC')).toBe('12:00')
  expect(clock(now, 'Asia/Kolkata')).toBe('17:30')
})
