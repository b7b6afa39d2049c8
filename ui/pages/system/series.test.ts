import { expect, test } from 'bun:test'
import type { MeasuresOverTime } from '../../../src/health/measure-messages.ts'
import { changesOf, missingOf } from './changes.ts'
import { chartsOf } from './charts.ts'
import { gapsOf, joined, shifted, stepAt, sumOf } from './series.ts'

const answer = (ids: string[], values: (number | null)[], at = 0, stepMs = 10): MeasuresOverTime => ({
  tier: '1m',
  stepMs,
  at: values.map((_, step) => at + step * stepMs),
  measures: ids.map((id) => ({
    id,
    unit: 'percent',
    kind: 'machine',
    min: values,
    mean: values,
    max: values,
    p95: values,
  })),
})

test('a range comes to its mean, least and greatest; of a range without anything nothing is known', () => {
  expect(sumOf({ min: [1, null, 0], mean: [2, null, 4], max: [5, null, 9] })).toEqual({ mean: 3, least: 0, most: 9 })
  expect(sumOf({ min: [null], mean: [null], max: [null] })).toEqual({ mean: null, least: null, most: null })
})

test('answers to one range are one, as long as the shortest; one of other steps is left out', () => {
  const all = joined([answer(['a'], [1, 2, 3]), answer(['b'], [4, 5]), answer(['c'], [6], 0, 20)])!
  expect(all.at).toEqual([0, 10])
  expect(all.measures.map(({ id, mean }) => [id, mean])).toEqual([
    ['a', [1, 2]],
    ['b', [4, 5]],
  ])
  expect(joined([])).toBeUndefined()
})

test('what was before is laid over its moments, also where its steps are others, and a gap stays one', () => {
  const before = answer(['a'], [1, null, 3], 100, 20)
  expect(shifted([200, 210, 220, 230, 240, 250, 260], 100, before, before.measures[0]!.mean)).toEqual([
    1,
    1,
    null,
    null,
    3,
    3,
    null,
  ])
  expect(shifted([200], 100, { at: [], stepMs: 10 }, [])).toEqual([null])
})

test('a moment has a step, and beyond both ends none', () => {
  const { at, stepMs } = answer(['a'], [1, 2, 3])
  expect([-1, 0, 9, 10, 29, 30].map((moment) => stepAt({ at, stepMs }, moment))).toEqual([
    undefined,
    0,
    0,
    1,
    2,
    undefined,
  ])
})

test('a gap is more than two steps between readings; before the first and after the last one there is none', () => {
  const n = null
  expect(gapsOf([n, n, n, n, 1, n, n, 1, n, n, n, 1, n, n, n, n])).toEqual([{ first: 8, last: 10 }])
  expect(gapsOf([n, n, n])).toEqual([])
  expect(missingOf(answer(['cpu.percent'], [1, n, n, n, 1]))).toEqual([{ from: 10, to: 40 }])
})

test('what changed markedly is told, the most first; the usual up and down is not', () => {
  const charts = chartsOf([
    { id: 'cpu.percent', unit: 'percent' },
    { id: 'memory.percent', unit: 'percent' },
    { id: 'agents.rss.bytes', unit: 'bytes' },
    { id: 'tokens.perMinute', unit: 'tokensPerMinute' },
  ])
  const of = (cpu: number | null, memory: number, rss: number, tokens: number) => ({
    ...answer([], [1]),
    measures: [
      answer(['cpu.percent'], [cpu]).measures[0]!,
      answer(['memory.percent'], [memory]).measures[0]!,
      answer(['agents.rss.bytes'], [rss]).measures[0]!,
      answer(['tokens.perMinute'], [tokens]).measures[0]!,
    ],
  })
  const changes = changesOf(charts, of(30, 52, 6 * 2 ** 30, 1_100), of(20, 50, 2 ** 32, 1_000))
  expect(changes.map(({ title, words }) => `${title} ${words}`)).toEqual([
    'Agent processes, memory +2.0 GB',
    'CPU +10 points',
  ])
  expect(changesOf(charts, of(null, 50, 1, 0), of(20, 50, 1, 0))).toEqual([])
})
