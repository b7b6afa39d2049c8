import { expect, test } from 'bun:test'
import type { ReplayEvent } from '../../../../src/office/replay.ts'
import { maxStops } from './replay-clock.ts'
import { marksOf, momentsOf, stepTo, stopsOf } from './replay-lane.ts'

const span = { since: 0, until: 1_000 }
const event = (at: number, kind: ReplayEvent['kind']): ReplayEvent => ({ at, kind, id: 'a', text: null })
const day = momentsOf([
  event(5, 'began'),
  event(10, 'finished'),
  event(12, 'failed'),
  event(13, 'waits'),
  event(400, 'answered'),
  event(500, 'waits'),
  event(1_000, 'cron-ran'),
])

test('what somebody waited for, what failed and what was finished mattered', () =>
  expect(day.map(({ at }) => at)).toEqual([10, 12, 13, 500, 1_000]))

test('a place of the lane shows the worst of it, and how much there is', () =>
  expect(marksOf(day, span, 50).map(({ at, mark, count }) => [at, mark, count])).toEqual([
    [12, 'stopped', 3],
    [500, 'waiting', 1],
    [1_000, 'healthy', 1],
  ]))

test('steps go to the next moment that mattered, and back', () => {
  expect(stepTo(day, 13, 1)?.at).toBe(500)
  expect(stepTo(day, 13, -1)?.at).toBe(12)
  expect([stepTo(day, 10, -1), stepTo(day, 1_000, 1)]).toEqual([undefined, undefined])
})

test('stops are apart, and a failure comes before what was finished beside it', () =>
  expect(stopsOf(day, span)).toEqual([12, 500]))

test('there are never more stops than a minute has room for', () => {
  const busy = momentsOf(Array.from({ length: 999 }, (_, at) => event(at + 1, 'waits')))
  const stops = stopsOf(busy, span)
  expect(stops.length).toBe(maxStops)
  expect(stops).toEqual(stops.toSorted((a, b) => a - b))
})
