import { expect, test } from 'bun:test'
import { type BlockRow, blocksOf } from './block.ts'

const day = Date.UTC(2026, 10, 20)

/** Answers at these times of a day (24:00 and later is the next), as `start: calls` of each block. */
function check(times: string, expected: string) {
  const rows = times.split(' ').map((time): BlockRow => {
    const [hours, minutes] = time.split(':').map(Number)
    return {
      at: day + (hours! * 60 + minutes!) * 60_000,
      source: 'logged',
      cost: 1,
      input: 1,
      output: 0,
      cacheRead: 0,
      cacheWrite: 0,
      total: 1,
    }
  })
  const blocks = blocksOf(rows)
  expect(blocks.map(({ label, calls }) => `${label.slice(11, 16)} ${calls}`).join(', ')).toBe(expected)
  expect(blocks.map(({ key }) => new Date(Number(key)).toISOString())).toEqual(blocks.map(({ label }) => label))
}

test('a block begins at the full hour of its first answer', () => check('09:59', '09:00 1'))
test('and holds five hours', () => check('09:30 10:00 13:59', '09:00 3'))
test('what comes when they have passed begins the next', () => check('09:30 13:59 14:00', '09:00 2, 14:00 1'))
test('five hours of silence begin one as well', () => check('09:00 20:15 20:20', '09:00 1, 20:00 2'))
test('blocks go over midnight', () => check('22:10 25:00 27:05', '22:00 2, 03:00 1'))
test('without answers there are none', () => expect(blocksOf([])).toEqual([]))
