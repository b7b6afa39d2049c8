import { expect, test } from 'bun:test'
import { monthsOf } from './months.ts'

const hits = (count: number) => Array.from({ length: count }) as never[]
const now = Date.UTC(2026, 1, 10, 12)

test('hits stand in the month in which their session was active last, of the last nine months', () => {
  const months = monthsOf(
    [
      { lastAt: Date.UTC(2026, 1, 1), hits: hits(2) },
      { lastAt: Date.UTC(2025, 11, 31, 12), hits: hits(3) },
      { lastAt: Date.UTC(2025, 11, 1), hits: hits(1) },
      { lastAt: Date.UTC(2020, 0, 1), hits: hits(7) },
      { lastAt: null, hits: hits(7) },
    ],
    now,
    'UTC',
  )
  expect(months.map(({ letter, hits }) => `${letter}${hits}`)).toEqual('J0 J0 A0 S0 O0 N0 D4 J0 F2'.split(' '))
  expect(months.at(-3)).toMatchObject({ name: 'December 2025', since: '2025-12-01', before: '2026-01-01' })
})

test('a month begins when it does where the person lives', () => {
  const midnight = Date.UTC(2026, 0, 31, 23, 30)
  const of = (timezone: string) => monthsOf([{ lastAt: midnight, hits: hits(1) }], now, timezone).at(-1)!.hits
  expect([of('UTC'), of('Europe/Berlin')]).toEqual([0, 1])
})
