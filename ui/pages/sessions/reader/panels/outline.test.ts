import { expect, test } from 'bun:test'
import { itemIdOf } from '../../../../../src/facts/item-id.ts'
import type { MeteredSubagent } from '../../../../../src/transcripts/meter.ts'
import { costsOfRows, subagentsOfTurns } from './outline.ts'

const turn = (by: 'person' | 'agent' | 'note', position: number, costUsd: number | null = null) => ({
  by,
  position,
  at: position * 1_000,
  costUsd,
})
const metered = (id: string, startedAt: number | null, parentId: string | null = 'top'): MeteredSubagent => ({
  id,
  parentId,
  title: `title of ${id}`,
  state: 'finished',
  startedAt,
  costUsd: 1,
})
const called = (position: number, sessionId: string | null) => ({
  itemId: itemIdOf(position, 0),
  sessionId,
  name: null,
  at: position * 1_000,
  isDone: true,
})
const turns = [turn('person', 0), turn('agent', 10), turn('note', 20), turn('person', 30), turn('agent', 40)]
const placed = (...args: Parameters<typeof subagentsOfTurns>) =>
  [...subagentsOfTurns(...args)].flatMap(([at, rows]) =>
    rows.map(({ key, depth, itemId }) => `${at} ${depth} ${key}${itemId && itemId !== key ? ' called' : ''}`),
  )

test('a question costs what its turn did; its steps say their parts where there are several', () => {
  expect(
    costsOfRows([
      turn('agent', 0, 7),
      turn('person', 1),
      turn('agent', 2, 1),
      turn('note', 3),
      turn('agent', 4, 2),
      turn('person', 5),
      turn('agent', 6, 4),
    ]),
  ).toEqual([7, 3, 1, null, 2, 4, null])
})

test('a sub-agent stands under the turn that calls it, or that was under way as it began', () => {
  expect(
    placed(
      turns,
      [called(12, 'a'), called(41, null)],
      [metered('a', 45_000), metered('b', 25_000), metered('c', 39_000)],
      0,
    ),
  ).toEqual([`1 1 a called`, '1 1 b', `4 1 ${itemIdOf(41, 0)}`, '3 1 c'])
})

test('what a sub-agent started stands below it, and each stands once, whatever the store says', () => {
  const all = [
    metered('a', 12_000),
    metered('b', 41_000, 'a'),
    metered('c', 42_000, 'b'),
    metered('x', 1, 'y'),
    metered('y', 1, 'x'),
  ]
  const lines = placed(turns, [called(12, 'a'), called(13, 'a')], all, 0)
  expect(lines).toEqual(['1 1 a called', '1 2 b', '1 3 c', '4 1 x', '4 2 y'])
})

test('what began before the listed turns stands before them, and nothing is lost where there are none', () => {
  expect(placed(turns.slice(3), [], [metered('a', 1_000)], 500)).toEqual(['-1 1 a'])
  expect(placed(turns, [], [metered('a', -5), metered('b', null)], 0)).toEqual(['-1 1 a', '4 1 b'])
  expect(placed([], [called(1, 'a')], [metered('a', 1), metered('b', 1)], 0)).toHaveLength(2)
})
