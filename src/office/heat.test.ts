import { expect, test } from 'bun:test'
import { createHeat, heatOf } from './heat.ts'

test('heat has four levels', () => expect([0, 1, 7, 8, 23, 24, 1_000].map(heatOf)).toEqual([0, 1, 1, 2, 2, 3, 3]))

test('what happened more than a minute ago leaves somebody cold, and is forgotten', () => {
  let at = 1_000_000
  const heat = createHeat(() => at)
  for (let n = 0; n < 12; n++) heat.note('a')
  expect([heat.of('a'), heat.of('b')]).toEqual([2, 0])
  at += 54_000
  heat.note('a')
  expect(heat.of('a')).toBe(2)
  at += 7_000
  expect(heat.of('a')).toBe(1)
  at += 60_000
  expect([heat.of('a'), heat.isWarm()]).toEqual([0, false])
})

test('a clock that is set back by a day leaves nobody hot for a day', () => {
  let at = 2 * 86_400_000
  const heat = createHeat(() => at)
  heat.note('a')
  at -= 86_400_000
  expect(heat.of('a')).toBe(0)
})
