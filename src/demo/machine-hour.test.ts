import { expect, test } from 'bun:test'
import { inventHour } from './machine-hour.ts'

const until = Date.UTC(2026, 10, 20, 12)

test('an hour is invented for what the machine has, within its bounds, and leads to what was read', () => {
  const now = { 'cpu.percent': 12, 'memory.percent': 99, 'disk.percent': 40, 'gpu.percent': null, 'odd.measure': 5 }
  const hour = inventHour(7, now, until)
  expect(hour).toHaveLength(359)
  expect(hour[0]!.at).toBe(until - 3_590_000)
  expect(hour.at(-1)!.at).toBe(until - 10_000)
  for (const { values } of hour) {
    expect(Object.keys(values).sort()).toEqual(['cpu.percent', 'disk.percent', 'memory.percent'])
    expect(values['disk.percent']).toBe(40)
    for (const value of Object.values(values)) expect(value).toBeWithin(0, 100.001)
  }
  const cpu = hour.map(({ values }) => values['cpu.percent']!)
  expect(new Set(cpu).size).toBeGreaterThan(300)
  expect(Math.max(...cpu)).toBeGreaterThan(1.8 * Math.min(...cpu))
})

test('a measure that its first reading does not know is invented around a usual value', () => {
  const hour = inventHour(7, { 'cpu.percent': null, 'net.in.bytesPerSecond': 0 }, until)
  for (const { values } of hour) expect(values['cpu.percent']).toBeGreaterThan(0)
  expect(hour.some(({ values }) => values['net.in.bytesPerSecond']! > 100_000)).toBeTrue()
})
