import { expect, test } from 'bun:test'
import { freezeOrder } from './freeze-order.ts'

/** Draws rows that are held in an order, and how many wait. */
function check(rows: string, held: string | undefined, drawn: string) {
  const all = [...rows].map((id) => ({ id }))
  const order = freezeOrder(all, held === undefined ? undefined : [...held])
  expect(`${order.rows.map(({ id }) => id).join('')} ${order.arrivals}`).toBe(drawn)
}

test('without a hand on them rows stand as they come', () => check('cab', undefined, 'cab 0'))
test('held rows keep their places', () => check('cab', 'abc', 'abc 0'))
test('what arrives waits and is counted', () => check('xcaby', 'abc', 'abc 2'))
test('what has gone leaves its place', () => check('ca', 'abc', 'ac 0'))
