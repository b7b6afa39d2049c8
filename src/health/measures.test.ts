import { afterEach, expect, jest, test } from 'bun:test'
import { Refusal } from '../lib/refusal.ts'
import type { Sample } from './measure-messages.ts'
import { createMeasures, type MeasureMethods } from './measures.ts'

afterEach(() => void jest.useRealTimers())

const noon = Date.parse('2026-11-20T12:00Z')
const sampleAt = (at: number): Sample => ({ at, steadyMs: at, everyMs: 2_000, values: [['cpu.percent', 1]] })

/** Measures beside a thread that is there or not. */
function start(past?: (first: Sample) => Iterable<Sample>) {
  let isThere = true
  let begun = 0
  const taken: number[] = []
  const thread: MeasureMethods = {
    takeReadings(samples) {
      taken.push(...samples.map(({ at }) => at))
      return []
    },
    measureSeries: ({ ids, since, until }) => ({
      tier: '10s',
      stepMs: until - since,
      at: [since],
      measures: ids.map((id) => ({ id, unit: 'percent', kind: 'machine', min: [1], mean: [1], max: [1], p95: [1] })),
    }),
    keptMeasures: () => [
      { id: 'cpu.percent', since: 1, until: 2 },
      { id: 'of.another.version', since: 1, until: 2 },
    ],
  }
  const measures = createMeasures({
    async ask(method, input) {
      if (!isThere) throw new Refusal('unavailable', 'There is nobody.')
      return thread[method](input as never) as never
    },
    past,
    begun: () => void begun++,
    now: () => noon,
  })
  return {
    measures,
    taken,
    begun: () => begun,
    thread(is: boolean) {
      isThere = is
    },
  }
}

test('what is read before there is a thread waits for it, in order, and is asked for again by itself', async () => {
  jest.useFakeTimers()
  const { measures, taken, thread, begun } = start()
  thread(false)
  await measures.keep(sampleAt(1))
  await measures.keep(sampleAt(2))
  expect([taken, measures.findings(), begun()]).toEqual([[], [], 0])
  thread(true)
  jest.advanceTimersByTime(1_000)
  for (let turn = 0; turn < 5; turn++) await Promise.resolve()
  expect([taken, begun()]).toEqual([[1, 2], 1])
  await measures.keep(sampleAt(3))
  expect([taken, begun()]).toEqual([[1, 2, 3], 1])
})

test('a thread that goes away is a finding; what was read meanwhile is kept once it is back, the newest of it', async () => {
  const { measures, taken, thread } = start()
  await measures.keep(sampleAt(0))
  thread(false)
  for (let at = 1; at <= 500; at++) await measures.keep(sampleAt(at))
  expect(measures.findings()).toMatchObject([{ level: 'error', message: 'Measures are not kept: There is nobody.' }])
  thread(true)
  await measures.keep(sampleAt(501))
  expect(measures.findings()).toEqual([])
  expect(taken).toEqual([0, ...Array.from({ length: 361 }, (_, number) => 141 + number)])
})

test('what was before the first reading is told before it, also where there is no thread at first', async () => {
  const past = (first: Sample) => Array.from({ length: 250 }, (_, number) => sampleAt(first.at - 250 + number))
  const { measures, taken, thread } = start(past)
  thread(false)
  await measures.keep(sampleAt(1_000))
  thread(true)
  await measures.keep(sampleAt(1_001))
  expect(taken).toEqual(Array.from({ length: 252 }, (_, number) => 750 + number))
  await measures.keep(sampleAt(1_002))
  expect(taken).toHaveLength(253)
})

test('what is kept is listed with its words; what another version kept and this one does not know is left out', async () => {
  expect(await start().measures.list()).toEqual([
    { id: 'cpu.percent', name: 'CPU', unit: 'percent', kind: 'machine', since: 1, until: 2 },
  ])
})

test.each([
  [['nonsense'], {}, 'There is no measure “nonsense”'],
  [['cpu.percent'], { since: 5, until: 5 }, 'since must be before until'],
  [['cpu.percent'], { since: 0 }, 'The range may be at most four years'],
])('%j over %j is refused with a sentence', async (ids, range, words) => {
  await expect(start().measures.series({ ids, points: 60, ...range })).rejects.toThrow(words)
})

test('an hour is asked unless one says otherwise, and each measure once', async () => {
  const { at, stepMs, measures } = await start().measures.series({ ids: ['cpu.percent', 'cpu.percent'], points: 60 })
  expect([at, stepMs, measures.length]).toEqual([[noon - 3_600_000], 3_600_000, 1])
})
