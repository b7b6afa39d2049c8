import { expect, test } from 'bun:test'
import { brushed, clamped, panned, type Span, zoomed } from './span.ts'

const minute = 60_000
const now = 1_000 * minute
const hour: Span = { from: 900 * minute, to: 960 * minute }

test('closer and farther keep the middle, or the moment that one points at', () => {
  expect(zoomed(hour, 1 / 2, now)).toEqual({ from: 915 * minute, to: 945 * minute })
  expect(zoomed(hour, 1 / 2, now, 900 * minute)).toEqual({ from: 900 * minute, to: 930 * minute })
  expect(zoomed(zoomed(hour, 1 / 2, now), 2, now)).toEqual(hour)
})

test('no span goes beyond now: it keeps its length and ends there', () => {
  expect(panned(hour, 10, now)).toEqual({ from: 940 * minute, to: now })
  expect(zoomed(hour, 4, now)).toEqual({ from: now - 240 * minute, to: now })
})

test('a span moves by a share of its length, back and forth', () => {
  expect(panned(hour, -1 / 4, now)).toEqual({ from: 885 * minute, to: 945 * minute })
  expect(panned(panned(hour, -1 / 4, now), 1 / 4, now)).toEqual(hour)
})

test('a span is never shorter than two minutes, nor longer than anything is kept', () => {
  expect(zoomed(hour, 1 / 1_000, now)).toMatchObject({ to: expect.any(Number) })
  const close = zoomed(hour, 1 / 1_000, now)
  expect(close.to - close.from).toBe(2 * minute)
  const far = zoomed({ from: 0, to: now }, 1e9, 1e13)
  expect(far.to - far.from).toBe(3 * 365 * 24 * 60 * minute)
})

test('what is chosen with the pointer is a span whichever way it was drawn, and within the chart', () => {
  expect(brushed(hour, 0.25, 0.5, now)).toEqual({ from: 915 * minute, to: 930 * minute })
  expect(brushed(hour, 0.5, 0.25, now)).toEqual({ from: 915 * minute, to: 930 * minute })
  expect(brushed(hour, -3, 0.5, now)).toEqual({ from: 900 * minute, to: 930 * minute })
  expect(brushed(hour, 0.5, 0.505, now)).toBeUndefined()
})

test('a span in the future is the one of its length that ends now', () => {
  expect(clamped({ from: now + minute, to: now + 11 * minute }, now)).toEqual({ from: now - 10 * minute, to: now })
})
