import { expect, test } from 'bun:test'
import { createTokenBucket } from './token-bucket.ts'

function bucket() {
  let time = 0
  const tokens = createTokenBucket({ capacity: 3, perSecond: 2 }, () => time)
  return { ...tokens, pass: (ms: number) => (time += ms) }
}

test('as many as it holds are there at once, and then as many a second as it says', () => {
  const { take, pass, waitMs } = bucket()
  expect([take(), take(), take(), take()]).toEqual([true, true, true, false])
  expect(waitMs()).toBe(1_000)
  pass(1_000)
  expect([take(), take()]).toEqual([true, false])
})

test('it never holds more, however long nobody asks, and loses nothing by a clock that is set back', () => {
  const { take, pass } = bucket()
  pass(3_600_000)
  expect([take(3), take()]).toEqual([true, false])
  pass(-7_200_000)
  expect(take()).toBeFalse()
})

test('who goes on asking owes more and more, and who waits owes nothing', () => {
  const { take, pass, charge, debt } = bucket()
  expect([take(3), debt()]).toEqual([true, 0])
  charge(5)
  expect(debt()).toBe(5)
  for (let n = 0; n < 10; n++) take()
  expect(debt()).toBe(15)
  pass(9_000)
  expect([take(), debt()]).toEqual([true, 0])
})
