import { expect, test } from 'bun:test'
import { type ReportRow, zeroTotals } from '../../../src/costs/reports/report.ts'
import { addDays } from '../../../src/lib/timezone.ts'
import { barsOf, inksOf } from './bars.ts'

const day = (key: string, costUsd: number | null, calls = 1): ReportRow => ({
  ...zeroTotals,
  key,
  label: key,
  costUsd,
  calls,
})
const layer = (label: string, usds: (number | null)[], isOther = false) => ({
  key: label,
  label,
  isOther,
  totals: zeroTotals,
  days: usds.map((costUsd) => ({ ...zeroTotals, costUsd, calls: costUsd === null ? 0 : 1 })),
})
const whole = { firstDay: '2026-01-01', isWhole: true, now: Date.UTC(2026, 10, 21) }

test('a day without answers cost nothing; one without a price is a gap', () => {
  const days = [day('2026-11-18', null, 0), day('2026-11-19', 2.5), day('2026-11-20', null)]
  expect(barsOf({ per: 'day', days, layers: [] }, whole).bars.map(({ usd }) => usd)).toEqual([0, 2.5, null])
})

test('of days before the first answer nothing is known, and none is drawn as free', () => {
  const days = [day('2026-11-17', null, 0), day('2026-11-18', 1), day('2026-11-19', null, 0)]
  const bars = (isWhole: boolean) =>
    barsOf({ per: 'day', days, layers: [] }, { ...whole, firstDay: '2026-11-18', isWhole }).bars.map(
      ({ usd, isKnown }) => [usd, isKnown],
    )
  expect(bars(true)).toEqual([
    [null, false],
    [1, true],
    [0, true],
  ])
  // While history is still read, an empty day may only not have been read yet.
  expect(bars(false)[2]).toEqual([null, false])
})

test('too many days to tell apart become weeks, then months, and lose nothing', () => {
  const daysFrom = (first: string, count: number) => Array.from({ length: count }, (_, n) => day(addDays(first, n), 1))
  const weeks = barsOf(
    { per: 'day', days: daysFrom('2026-01-01', 181), layers: [layer('a', Array(181).fill(1))] },
    whole,
  )
  expect(weeks.step).toBe('week')
  expect(weeks.bars.slice(0, 2).map(({ key, firstDay, lastDay, usd }) => [key, firstDay, lastDay, usd])).toEqual([
    ['2026-W01', '2026-01-01', '2026-01-04', 4],
    ['2026-W02', '2026-01-05', '2026-01-11', 7],
  ])
  expect(weeks.layers[0]!.usds.reduce((sum: number, usd) => sum + (usd ?? 0), 0)).toBe(181)
  const months = barsOf({ per: 'day', days: daysFrom('2023-12-31', 800), layers: [] }, whole)
  expect(months.step).toBe('month')
  expect(months.bars.slice(0, 2).map(({ key, usd }) => [key, usd])).toEqual([
    ['2023-12', 1],
    ['2024-01', 31],
  ])
})

test('layers have their colours in order, and what is left over has its own', () => {
  const layers = ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => layer(key, []))
  expect([...inksOf([...layers, layer('rest', [], true)]).values()]).toEqual([
    'series-1',
    'series-2',
    'series-3',
    'series-4',
    'series-5',
    'series-other',
  ])
})

test('a bar is drawn in the colours of its layers, what is left over among them', () => {
  const layers = [layer('a', [1]), layer('b', [null]), layer('rest', [2], true)]
  const drawn = barsOf({ per: 'day', days: [day('2026-11-20', 3)], layers }, whole, inksOf(layers, ['b'])).layers
  expect(drawn.map(({ ink, usds }) => [ink, usds])).toEqual([
    ['series-2', [1]],
    ['series-1', [null]],
    ['series-other', [2]],
  ])
})

test('a model keeps its colour in every range of days', () => {
  const inks = (keys: string[]) =>
    Object.fromEntries(
      inksOf(
        keys.map((key) => layer(key, [])),
        ['large', 'small', 'free'],
      ),
    )
  expect(inks(['small', 'large'])).toEqual({ large: 'series-1', small: 'series-2' })
  expect(inks(['old', 'small'])).toEqual({ old: 'series-1', small: 'series-2' })
  expect(inks(['old', 'free', 'older', 'large', 'small'])).toMatchObject({
    large: 'series-1',
    small: 'series-2',
    free: 'series-3',
  })
})

test('hours that have not come are gaps, those that have passed without a question cost nothing', () => {
  const at = Date.UTC(2026, 10, 21, 8)
  const hours = [0, 1, 2].map((n) => day(String(at + n * 3_600_000), n === 0 ? 1 : null, n === 0 ? 1 : 0))
  const { step, bars } = barsOf({ per: 'hour', days: hours, layers: [] }, { ...whole, now: at + 4_000_000 })
  expect(step).toBe('hour')
  expect(bars.map(({ usd, isKnown }) => [usd, isKnown])).toEqual([
    [1, true],
    [0, true],
    [null, false],
  ])
})

test('what a subscription pays stands on top, as a layer of its own', () => {
  const days = [{ ...day('2026-11-20', 3), subscriptionUsd: 2 }, day('2026-11-21', 1)]
  const { layers, bars } = barsOf({ per: 'day', days, layers: [layer('a', [3, 1])] }, whole)
  expect(layers.map(({ label, usds }) => [label, usds])).toEqual([
    ['a', [3, 1]],
    ['by subscription, not in the sums', [2, null]],
  ])
  expect(bars.map(({ usd }) => usd)).toEqual([3, 1])
})

test('an agent keeps its colour where others come and go, and takes no other one’s', () => {
  const layers = (...keys: string[]) => keys.map((key) => ({ key, isOther: false }))
  const first = inksOf(layers('a', 'b', 'c'))
  const second = inksOf(layers('c', 'd', 'a'), [], first)
  expect([second.get('a'), second.get('c')]).toEqual([first.get('a')!, first.get('c')!])
  expect(new Set(second.values()).size).toBe(3)
})
