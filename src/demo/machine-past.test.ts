import { expect, test } from 'bun:test'
import { inventHour, inventMonth } from './machine-past.ts'

const until = Date.UTC(2026, 10, 20, 12)
const dayMs = 86_400_000

const now: [string, number | null][] = [
  ['cpu.percent', 12],
  ['memory.percent', 99],
  ['gpu.percent:0', null],
  ['odd.measure', 5],
  ['disk.percent', 60],
  ['disk.percent:/', 60],
  ['disk.used.bytes:/', 600e9],
  ['disk.percent:/data', 10],
  ['disk.used.bytes:/data', 100e9],
]

test('an hour is invented for what the machine has, within its bounds', () => {
  const hour = inventHour(7, now, until)
  expect(hour).toHaveLength(359)
  expect(hour[0]!.at).toBe(until - 3_590_000)
  expect(hour.at(-1)!.at).toBe(until - 10_000)
  for (const { values } of hour) {
    const all = Object.fromEntries(values)
    expect(Object.keys(all)).not.toContainAnyValues(['odd.measure', 'gpu.percent:0'])
    for (const [id, value] of values) if (id.includes('percent')) expect(value).toBeWithin(0, 100.001)
    expect(all['disk.percent']).toBe(all['disk.percent:/']!)
  }
  const cpu = hour.map(({ values }) => Object.fromEntries(values)['cpu.percent']!)
  expect(new Set(cpu).size).toBeGreaterThan(300)
  expect(Math.max(...cpu)).toBeGreaterThan(1.8 * Math.min(...cpu))
})

test('a measure that its first reading does not know is invented around a usual value', () => {
  const hour = inventHour(7, [['cpu.percent', null]], until)
  for (const { values } of hour) expect(Object.fromEntries(values)['cpu.percent']).toBeGreaterThan(0)
})

test('the month before that hour goes forward in time, and the fullest disk fills towards what it is now', () => {
  const month = [...inventMonth(7, now, until)]
  const times = month.map(({ at }) => at)
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  expect(times[0]).toBe(until - 33 * dayMs)
  expect(times.at(-1)!).toBeLessThan(until - 3_590_000)
  const used = (index: number, mount: string) =>
    Object.fromEntries(month.at(index)!.values)[`disk.used.bytes:${mount}`]! / 1e9
  expect(used(0, '/')).toBeLessThan(420)
  expect(used(-1, '/')).toBeWithin(590, 610)
  expect(used(0, '/data')).toBeWithin(99, 101)
})

test('nothing was read while the machine slept', () => {
  const night = [...inventMonth(7, now, until)].filter(
    ({ at }) => at >= until - 3 * dayMs - 10 * 3_600_000 && at < until - 3 * dayMs - 6 * 3_600_000,
  )
  expect(night).toEqual([])
})
