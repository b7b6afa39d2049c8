import { expect, test } from 'bun:test'
import { timeAxis } from './time-axis.ts'

const now = Date.UTC(2026, 10, 20, 12)
const hour = 3_600_000

test('an axis ends now and begins with the oldest time, and the order of times is the order of places', () => {
  for (const ago of [0, 1, hour, 30 * hour, 30 * 24 * hour]) {
    const { placeOf, ticks } = timeAxis(now - ago, now, 'UTC')
    expect(placeOf(now)).toBe(100)
    expect(placeOf(now + hour)).toBe(100)
    expect(placeOf(0)).toBeCloseTo(0)
    for (let at = 0; at < 40; at++)
      expect(placeOf(now - at * hour)).toBeGreaterThanOrEqual(placeOf(now - (at + 1) * hour))
    const places = ticks.map(({ place }) => place)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect([ticks.at(-1)!.label, places[0]]).toEqual(['now', 0])
    for (const [index, place] of places.entries()) if (index > 0) expect(place - places[index - 1]!).toBeGreaterThan(10)
  }
})

test('labels say what one would say', () => {
  const labels = (hours: number) => timeAxis(now - hours * hour, now, 'UTC').ticks.map(({ label }) => label)
  expect(labels(9 * 24)).toEqual(['11 Nov', 'Tue', 'yesterday', '6 h', '1 h', 'now'])
  expect(labels(0)).toEqual(['1 h', '30 min', '10 min', 'now'])
})
