import { expect, test } from 'bun:test'
import { createFramePacer } from './frame-pacer.ts'

/** A screen and a clock that move by hand. */
function createHand(next: (at: number) => number | null) {
  let at = 0
  let waiting: { due: number; callback: () => void }[] = []
  const drawnAt: number[] = []
  const later = (callback: () => void, ms: number) => {
    const entry = { due: at + ms, callback }
    waiting.push(entry)
    return () => {
      waiting = waiting.filter((other) => other !== entry)
    }
  }
  const pacer = createFramePacer({
    draw(now) {
      drawnAt.push(now)
      return next(now)
    },
    requestFrame: (callback) => later(callback, 0),
    wait: later,
    now: () => at,
  })
  return {
    pacer,
    drawnAt,
    pending: () => waiting.length,
    pass(ms: number) {
      const until = at + ms
      for (;;) {
        const due = waiting.filter((entry) => entry.due <= until).sort((a, b) => a.due - b.due)[0]
        if (!due) break
        at = Math.max(at, due.due)
        waiting = waiting.filter((entry) => entry !== due)
        due.callback()
      }
      at = until
    },
  }
}

test('an office in which nothing moves is drawn once and waits for nothing', () => {
  const hand = createHand(() => null)
  hand.pacer.wake()
  hand.pass(60_000)
  expect(hand.drawnAt).toHaveLength(1)
  expect(hand.pending()).toBe(0)
})

test('as long as something moves it is drawn at the pace that is asked for', () => {
  const hand = createHand(() => 100)
  hand.pacer.wake()
  hand.pass(1_000)
  expect(hand.drawnAt.length).toBeGreaterThanOrEqual(10)
  expect(hand.drawnAt.length).toBeLessThanOrEqual(12)
})

test('ten calls before one repaint are one drawing', () => {
  const hand = createHand(() => null)
  for (let k = 0; k < 10; k++) hand.pacer.wake()
  hand.pass(50)
  expect(hand.drawnAt).toHaveLength(1)
})

test('something new is drawn at once, not when the next frame would have been due', () => {
  const hand = createHand(() => 10_000)
  hand.pacer.wake()
  hand.pass(10)
  hand.pacer.wake()
  hand.pass(10)
  expect(hand.drawnAt).toHaveLength(2)
})

test('a hidden office draws nothing and waits for nothing, and goes on when it is seen again', () => {
  const hand = createHand(() => 33)
  hand.pacer.wake()
  hand.pass(100)
  hand.pacer.pause()
  const before = hand.drawnAt.length
  hand.pacer.wake()
  hand.pass(60_000)
  expect(hand.drawnAt).toHaveLength(before)
  expect(hand.pending()).toBe(0)
  hand.pacer.resume()
  hand.pass(10)
  expect(hand.drawnAt).toHaveLength(before + 1)
})
