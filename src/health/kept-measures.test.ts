import { expect, test } from 'bun:test'
import { measureOf, nameOfMeasure, valuesOf } from './kept-measures.ts'
import { diskWith, machineAt, readingAt, unknownMachine } from './testing/readings.ts'

const whole = readingAt(1, {
  swap: { totalBytes: 4, usedBytes: 1 },
  temperatures: { cpuCelsius: 50, all: [] },
  gpu: { name: 'x', percent: 1, memoryUsedBytes: 2, memoryTotalBytes: 4, celsius: 60 },
  disks: Array.from({ length: 40 }, (_, number) => diskWith(1e9 * number, `/mnt/${number}, no. ${number}: “x”`)),
})

test('every measure of a reading has a word with its unit, kind and name, also those of forty disks', () => {
  const values = valuesOf(whole, { usdPerMinute: 1, sessions: {} })
  expect(values.filter(([id]) => !measureOf(id) || nameOfMeasure(id).includes('undefined'))).toEqual([])
  expect(new Set(values.map(([id]) => id)).size).toBe(values.length)
  expect(values.filter(([id]) => id.startsWith('disk.used.bytes:'))).toHaveLength(40)
})

test('what is unknown is null, and no session at work is none', () => {
  const values = Object.fromEntries(valuesOf(readingAt(1, unknownMachine), null))
  expect([values['cpu.percent'], values['usd.perMinute'], values['sessions.running']]).toEqual([null, null, null])
  const known = Object.fromEntries(valuesOf(whole, { usdPerMinute: null, sessions: { 'timed-out': 2 } }))
  expect([known['sessions.running'], known['sessions.timedOut']]).toEqual([0, 2])
})

test.each([
  ['cpu.percent', true],
  ['disk.percent', true],
  ['disk.percent:/', true],
  ['disk.used.bytes:C:\\', true],
  ['gpu.celsius:0', true],
  ['gpu.celsius', false],
  ['gpu.celsius:-1', false],
  ['cpu.percent:/', false],
  ['disk.percent:home', false],
  ['disk.percent:/a\nb', false],
  [`disk.percent:/${'a'.repeat(300)}`, false],
  ['toString', false],
  ['', false],
])('“%s” is a measure: %p', (id, isOne) => {
  expect(measureOf(id) !== undefined).toBe(isOne)
})

test('an id says which of several it is, and machineAt has one disk', () => {
  const ids = valuesOf(readingAt(1, machineAt(1)), null).map(([id]) => id)
  expect(ids.filter((id) => id.includes(':'))).toEqual(['disk.percent:/secret/path', 'disk.used.bytes:/secret/path'])
  expect(nameOfMeasure('disk.percent:/secret/path')).toBe('Disk /secret/path')
})
