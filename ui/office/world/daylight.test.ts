import { expect, test } from 'bun:test'
import { daylightAt, hourIn, lightOf, moonPhaseAt, skyAt, timeOfDay } from './daylight.ts'

test('each hour has its time of day', () => {
  expect([0, 4, 5, 7, 8, 17, 18, 20, 21, 23].map(timeOfDay)).toEqual([
    'night',
    'night',
    'dawn',
    'dawn',
    'day',
    'day',
    'dusk',
    'dusk',
    'night',
    'night',
  ])
})

test('in the middle of a time of day its own light is seen', () => {
  expect(daylightAt(12)).toEqual(lightOf('day'))
  expect(daylightAt(2.5)).toEqual(lightOf('night'))
  expect(daylightAt(12, true)).toEqual(lightOf('day', true))
})

test('the light never jumps: a minute changes no part of it by more than a few steps', () => {
  for (const isDim of [false, true])
    for (let minute = 0; minute < 24 * 60; minute++) {
      const now = daylightAt(minute / 60, isDim)
      const next = daylightAt(((minute + 1) / 60) % 24, isDim)
      for (const k of [0, 1, 2]) expect(Math.abs(now.ambient[k]! - next.ambient[k]!)).toBeLessThan(4)
      expect(Math.abs(now.lamp - next.lamp)).toBeLessThan(0.03)
    }
})

test('at the hour itself half of the next sky is reached', () => {
  expect(skyAt(21)).toEqual({ from: 'dusk', to: 'night', share: 0.5 })
  expect(skyAt(5)).toEqual({ from: 'night', to: 'dawn', share: 0.5 })
})

test('the moon was full on the nights an almanac names', () => {
  for (const day of [Date.UTC(2024, 3, 23, 23, 49), Date.UTC(2025, 10, 5, 13, 19), Date.UTC(2026, 10, 24, 14, 53)])
    expect(Math.abs(moonPhaseAt(day) - 0.5)).toBeLessThan(0.025)
  expect(Math.abs(((moonPhaseAt(Date.UTC(2026, 7, 12, 17, 37)) + 0.5) % 1) - 0.5)).toBeLessThan(0.025)
})

test('the hour of a zone has its minutes as a fraction', () => {
  const at = Date.UTC(2026, 6, 1, 22, 45)
  expect(hourIn('UTC', at)).toBe(22.75)
  expect(hourIn('Europe/Vienna', at)).toBe(0.75)
  expect(hourIn('Asia/Kathmandu', at)).toBe(4.5)
})
