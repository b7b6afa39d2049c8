import { expect, test } from 'bun:test'
import { addDays } from '../../lib/timezone.ts'
import {
  type Fit,
  fitDays,
  outlookBetween,
  outlookOf,
  outlookOfDays,
  pathBetween,
  reachedAt,
  restAt,
  restOfDay,
} from './forecast.ts'
import { type KeptDay, spentUntil } from './wall-clock.ts'

const friday = '2026-11-20'

/** A day that spends each of these dollars at the hour of its place. */
function kept(day: string, hours: Record<number, number>): KeptDay {
  let sum = 0
  return { day, spent: Array.from({ length: 96 }, (_, n) => (sum += n % 4 === 0 ? (hours[n / 4] ?? 0) : 0)) }
}

const before = (day: string, count: number, hoursOf: (day: string, n: number) => Record<number, number>) =>
  Array.from({ length: count }, (_, n) => addDays(day, n - count)).map((one, n) => kept(one, hoursOf(one, n)))

const weekday = (day: string) => new Date(day).getUTCDay()
const at = (time: string, day = friday) => Date.parse(`${day}T${time}Z`)
const fit = (days: KeptDay[], day = friday) => fitDays(days, day) as Fit

test('fewer than three days say nothing', () => {
  expect(
    fitDays(
      before(friday, 2, () => ({ 9: 1 })),
      friday,
    ),
  ).toBeNull()
  expect(outlookOf([1, 2])).toBeNull()
  expect(fit(before(friday, 3, () => ({ 9: 1 }))).label).toBe('a typical day')
})

test('days are told apart only where that tells the kept days better', () => {
  const alike = before(friday, 56, (_, n) => ({ 9: 10 + (n % 3) }))
  const byHalf = before(friday, 56, (day, n) => ({ 9: weekday(day) % 6 === 0 ? 1 : 10 + (n % 3) }))
  const byWeekday = before(friday, 56, (day) => ({ 9: 10 * weekday(day) }))
  expect([fit(alike).label, fit(alike).days.length]).toEqual(['a typical day', 56])
  expect([fit(byHalf).label, fit(byHalf).days.length]).toEqual(['a typical working day', 40])
  expect(fit(byHalf, '2026-11-21').label).toBe('a typical weekend day')
  expect([fit(byWeekday).label, fit(byWeekday).days.length]).toEqual(['a typical Friday', 8])
})

test('what still comes is the middle of what the rest of past days brought, with a range', () => {
  const days = before(friday, 9, (_, n) => ({ 8: 100, 15: 1 + n }))
  const rest = restOfDay(fit(days), friday, 'UTC')
  expect(rest).toHaveLength(97)
  expect(restAt(rest, at('12:00'))).toMatchObject({ mid: 5 })
  const { low, high } = restAt(rest, at('12:00'))
  // Of nine days the lowest brought 1 and the highest 9; another may lie a little beyond, and none below nothing.
  expect([low < 1 && low >= 0, high > 9 && high < 11]).toEqual([true, true])
  expect(restAt(rest, at('23:00'))).toMatchObject({ mid: 0, low: 0, high: 0 })
  expect(restAt(rest, at('15:07') + 30_000).mid).toBe(2.5)
})

test('a month of zeros brings nothing, and says so without a doubt', () => {
  const days = before(friday, 30, () => ({}))
  expect(outlookOfDays(fit(days), 48, ['2026-11-21', '2026-11-22'])).toEqual({ mid: 0, low: 0, high: 0 })
  expect(restAt(restOfDay(fit(days), friday, 'UTC'), at('09:00'))).toMatchObject({ mid: 0, low: 0, high: 0 })
})

test('a range holds about as many of what comes next as it says, whatever the spread', () => {
  let state = 7
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  for (const [count, least] of [
    [3, 0.6],
    [8, 0.78],
    [20, 0.8],
    [56, 0.82],
  ] as const) {
    let inside = 0
    for (let n = 0; n < 2_000; n++) {
      // A few days are far dearer than most.
      const seen = Array.from({ length: count + 1 }, () => Math.exp(3 * random()) * (random() < 0.1 ? 4 : 1))
      const { low, high } = outlookOf(seen.slice(1))!
      if (seen[0]! >= low && seen[0]! <= high) inside++
    }
    expect([count, inside / 2_000 > least, inside / 2_000 < 0.93]).toEqual([count, true, true])
  }
})

test('on a day of 23 or 25 hours what comes is told by the clock on the wall, to its very end', () => {
  for (const [day, quarters] of [
    ['2026-03-29', 92],
    ['2026-10-25', 100],
  ] as const) {
    const rest = restOfDay(
      fit(
        before(day, 5, () => ({ 1: 1, 18: 2 })),
        day,
      ),
      day,
      'Europe/Vienna',
    )
    expect(rest).toHaveLength(quarters + 1)
    expect([rest[0]!.mid, rest.at(-1)!.mid]).toEqual([3, 0])
    expect(rest.filter(({ mid }) => mid === 2).length).toBeGreaterThan(50)
    // What still comes never grows.
    expect(rest.every(({ mid }, n) => n === 0 || day === '2026-10-25' || mid <= rest[n - 1]!.mid)).toBe(true)
    const noon = Date.parse(`${day}T12:00`)
    expect(
      outlookBetween(
        fit(
          before(day, 5, () => ({ 18: 2 })),
          day,
        ),
        noon,
        noon + 8 * 3_600_000,
        'Europe/Vienna',
      )?.mid,
    ).toBe(2)
  }
})

test('what comes in a block that goes on after midnight lies in the day after', () => {
  const days = before(friday, 6, () => ({ 1: 10, 21: 5 }))
  expect(outlookBetween(fit(days), at('20:00'), at('20:00') + 5 * 3_600_000, 'UTC')?.mid).toBe(5)
  expect(outlookBetween(fit(days), at('22:00'), at('22:00') + 5 * 3_600_000, 'UTC')?.mid).toBe(10)
  expect(outlookBetween(fit(days), at('00:00'), at('00:00', '2026-11-21'), 'UTC')?.mid).toBe(15)
})

test('a path says when a height is usually reached', () => {
  const days = before(friday, 5, () => ({ 18: 10 }))
  const path = pathBetween(fit(days), at('12:00'), at('12:00') + 12 * 3_600_000, 'UTC')
  expect(reachedAt(path, 8)).toBe(at('18:12'))
  expect(reachedAt(path, 11)).toBeNull()
})

test('many days come to what each of them usually does, more surely than one, and less so where few are known', () => {
  const spread = (count: number) => before(friday, count, (_, n) => ({ 9: 5 + (n % 11) }))
  const ahead = Array.from({ length: 10 }, (_, n) => addDays(friday, n + 1))
  const [many, few] = [outlookOfDays(fit(spread(55)), 96, ahead)!, outlookOfDays(fit(spread(4)), 96, ahead)!]
  expect(Math.abs(many.mid - 100)).toBeLessThan(5)
  expect([many.low > 70, many.high < 130]).toEqual([true, true])
  expect(outlookOfDays(fit(spread(55)), 96, ahead)).toEqual(many)
  expect((few.high - few.low) / few.mid).toBeGreaterThan(0.1)
})

test('within a quarter of an hour what was spent is spread evenly', () => {
  const day = kept(friday, { 0: 4, 23: 2 })
  expect([0, 0.5, 1, 95, 96].map((place) => spentUntil(day, place))).toEqual([0, 2, 4, 6, 6])
})
