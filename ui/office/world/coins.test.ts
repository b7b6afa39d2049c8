import { expect, test } from 'bun:test'
import { depictionOf } from '../../../src/office/depiction.ts'
import { artOf } from '../art/sprites.ts'
import { createActor } from './actor.ts'
import { coinLevel, coinsOn } from './coins.ts'
import type { Seat } from './layout.ts'
import { member } from './testing/members.ts'

const rows: [usd: number | null, level: number][] = [
  [null, 0],
  [0, 0],
  [0.09, 0],
  [0.1, 1],
  [0.99, 1],
  [1, 2],
  [5, 3],
  [19.99, 3],
  [20, 4],
  [4_000, 4],
  [Number.NaN, 0],
]
for (const [usd, level] of rows) test(`$${usd} of a day is ${level}`, () => expect(coinLevel(usd)).toBe(level))

test('coins lie on the desk of whoever they are of, and there is a picture of each', () => {
  const seat = (id: string, direction: Seat['direction']): Seat => ({
    id,
    x: 50,
    y: 60,
    direction,
    stance: 'desk',
    z: 63,
    enter: { x: 50, y: 40 },
  })
  const seats = new Map([seat('desk-1', 'down'), seat('desk-2', 'up')].map((one) => [one.id, one]))
  const actor = (id: string, costTodayUsd: number | null, desk: string | null) => {
    const told = member(id, { costTodayUsd })
    return { ...createActor(told, depictionOf(told), 'seed', 0), desk }
  }
  const coins = coinsOn(seats, [
    actor('a', 3, 'desk-1'),
    actor('b', 30, 'desk-2'),
    actor('c', null, 'desk-1'),
    actor('d', 9, null),
    actor('e', 9, 'gone'),
  ])
  expect(coins.map(({ sprite }) => sprite)).toEqual(['coins.2', 'coins.4'])
  // Before somebody who faces us, and behind the back of somebody who does not.
  expect(coins[0]!.y).toBeGreaterThan(60)
  expect(coins[1]!.y).toBeLessThan(60)
  for (const level of [1, 2, 3, 4]) expect(artOf(`coins.${level}`)?.layer).toBe('desk')
})
