import { expect, test } from 'bun:test'
import { quarterMs } from '../../lib/timezone.ts'
import { blockStarts, createBlockFinder } from './block.ts'

const day = Date.UTC(2026, 10, 20)

/** Answers at these times of a day (24:00 and later is the next), as `start: calls` of each block. */
function check(times: string, expected: string) {
  const quarters = times
    .split(' ')
    .filter(Boolean)
    .map((time) => {
      const [hours, minutes] = time.split(':').map(Number)
      return Math.floor((day + (hours! * 60 + minutes!) * 60_000) / quarterMs)
    })
  const starts = blockStarts(quarters)
  const blockAt = createBlockFinder(starts)
  const calls = new Map<number, number>()
  for (const quarter of quarters) calls.set(blockAt(quarter), (calls.get(blockAt(quarter)) ?? 0) + 1)
  expect(starts.map((start) => `${new Date(start).toISOString().slice(11, 16)} ${calls.get(start)}`).join(', ')).toBe(
    expected,
  )
}

test('a block begins at the full hour of its first answer', () => check('09:59', '09:00 1'))
test('and holds five hours', () => check('09:30 10:00 13:59', '09:00 3'))
test('what comes when they have passed begins the next', () => check('09:30 13:59 14:00', '09:00 2, 14:00 1'))
test('five hours of silence begin one as well', () => check('09:00 20:15 20:20', '09:00 1, 20:00 2'))
test('blocks go over midnight', () => check('22:10 25:00 27:05', '22:00 2, 03:00 1'))
test('without answers there are none', () => check('', ''))
