import { expect, test } from 'bun:test'
import { createTurns } from './turns.ts'

test('of a thousand that come together so many begin in each turn of the loop, and all of them in order', async () => {
  const turns = createTurns(50)
  const begun: number[] = []
  const perTurn: number[] = []
  const all = Array.from({ length: 1_000 }, async (_, number) => {
    await turns.next()
    begun.push(number)
  })
  let before = 0
  while (begun.length < 1_000) {
    await new Promise((resolve) => setImmediate(resolve))
    perTurn.push(begun.length - before)
    before = begun.length
  }
  await Promise.all(all)
  // What we see between two looks may be two turns.
  expect(Math.max(...perTurn)).toBeLessThanOrEqual(100)
  expect(begun).toHaveLength(1_000)
})
