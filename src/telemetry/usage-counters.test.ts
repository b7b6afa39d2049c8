import { expect, test } from 'bun:test'
import { noon, usageOf } from './testing/snapshot.ts'
import { createUsageCounters } from './usage-counters.ts'

test('what was used before the first look is not counted, and what is used after it is', () => {
  const counters = createUsageCounters()
  expect(counters.take([usageOf()], noon)).toMatchObject({
    since: noon,
    counted: [{ inputTokens: 0, calls: 0, costUsd: 0 }],
  })
  const { since, counted } = counters.take([usageOf({ inputTokens: 130, calls: 5, costUsd: 2 })], noon + 60_000)
  expect([since, counted[0]!.inputTokens, counted[0]!.calls, counted[0]!.costUsd]).toEqual([noon, 30, 1, 0.5])
})

test('a model that comes later counts from its first token, and one without a price has no dollars', () => {
  const counters = createUsageCounters()
  counters.take([], noon)
  const { counted } = counters.take([usageOf({ model: 'local', costUsd: null })], noon)
  expect(counted).toMatchObject([{ model: 'local', inputTokens: 100, calls: 4, costUsd: null }])
})

test('a counter never goes down: where a sum does, it goes on from there', () => {
  const counters = createUsageCounters()
  const inputs = [100, 150, 20, 60].map(
    (inputTokens) => counters.take([usageOf({ inputTokens })], noon).counted[0]!.inputTokens,
  )
  expect(inputs).toEqual([0, 50, 50, 90])
})

test('beyond a hundred models the others count together, also one that is called like them, and none changes its name', () => {
  const counters = createUsageCounters()
  const many = (value: number) => [
    ...Array.from({ length: 150 }, (_, number) => usageOf({ model: `m${number}`, calls: value })),
    usageOf({ model: '(other)', calls: value }),
  ]
  counters.take(many(0), noon)
  const { counted } = counters.take(many(1).toReversed(), noon)
  const names = counted.map(({ runtime, model }) => `${runtime} ${model}`)
  expect(new Set(names).size).toBe(names.length)
  expect(counted).toHaveLength(101)
  expect(counted.find(({ model }) => model === '(other)')!.calls).toBe(51)
  expect(counted.find(({ model }) => model === 'm99')!.calls).toBe(1)
})
