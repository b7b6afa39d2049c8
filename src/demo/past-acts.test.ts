import { expect, test } from 'bun:test'
import { pastActs } from './past-acts.ts'

test('what was done before the demo is in the past, in order, and each act has one end', () => {
  const now = 1_800_000_000_000
  const lines = pastActs(now)
  expect(lines.map(({ at }) => at)).toEqual(lines.map(({ at }) => at).toSorted((a, b) => a - b))
  expect(Math.max(...lines.map(({ at }) => at))).toBeLessThan(now)
  const acts = Map.groupBy(lines, ({ actId }) => actId)
  for (const [, one] of acts) expect(one.map(({ stage }) => stage).join()).toMatch(/^(asked,(done|failed)|refused)$/)
  expect(new Set(lines.map(({ stage }) => stage))).toEqual(new Set(['asked', 'done', 'failed', 'refused']))
})
