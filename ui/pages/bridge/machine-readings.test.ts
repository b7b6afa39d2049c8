import { expect, test } from 'bun:test'
import type { Reading } from '../../../src/health/reading.ts'
import { diskWith, readingAt, unknownMachine } from '../../../src/health/testing/readings.ts'
import { levelOf, machineLimits } from '../../components/level.ts'
import { machineReadingsOf, sparklineSentence } from './machine-readings.ts'

const words = (reading: Reading | null, platform = 'linux') =>
  machineReadingsOf(reading, platform).map(({ name, note, value, unit }) =>
    [name, note, `${value} ${unit}`.trim()].join(' | '),
  )

test('the panel reads as one would say it', () =>
  expect(words(readingAt(0))).toEqual(
    [
      'CPU | 10 cores, load 3.1 | 34 %',
      'Memory | 20.0 of 32.0 GB | 63 %',
      'Disk | 160 GB free | 84 %',
      'Net | down 1.6, up 0.2 | 1.8 MB',
      'Wheelhouse | up 1 min | 120 MB',
    ].map((line) => line.replace('1.8 MB', '1.8 MB/s')),
  ))

test('a machine with a GPU shows it instead of ourselves', () => {
  const gpu = { name: 'Card', percent: 22, memoryUsedBytes: 2 ** 30, memoryTotalBytes: 2 ** 34, celsius: 50 }
  const seen = words(readingAt(0, { gpu }))
  expect(seen[3]).toBe('GPU | 1.0 of 16.0 GB | 22 %')
  expect(seen).toHaveLength(5)
})

test('unknown is a dash with the reason, never a zero', () => {
  expect(words(null)).toEqual(
    ['CPU', 'Memory', 'Disk', 'Net', 'Wheelhouse'].map((name) => `${name} | waiting for the first reading | –`),
  )
  expect(words(readingAt(0, unknownMachine), 'darwin')[1]).toBe('Memory | macOS does not say | –')
  expect(words(readingAt(0, unknownMachine))[3]).toBe('Net | measuring | –')
})

test('a disk that fills says until when, if it is the one that is shown', () => {
  const diskFull = { path: '/secret/path', days: 19.7, trendMinutes: 42 }
  const disk = (reading: Reading) => machineReadingsOf(reading, 'linux')[2]!
  expect(disk(readingAt(0, {}, { diskFull })).note).toBe('160 GB free, full in 19 d')
  expect(disk(readingAt(0, {}, { diskFull })).title).toContain('at the pace of the last 42 min')
  const other = readingAt(0, { disks: [diskWith(840e9, '/a'), diskWith(1e9)] }, { diskFull })
  expect(disk(other).note).toBe('160 GB free')
})

test('colour begins at 80 and 95, as the number is shown', () => {
  expect([79.4, 79.5, 94.4, 94.5, null].map((value) => levelOf(value, machineLimits))).toEqual([
    'calm',
    'warn',
    'warn',
    'danger',
    'calm',
  ])
  const disk = (used: number) => machineReadingsOf(readingAt(0, { disks: [diskWith(used)] }), 'linux')[2]!.level
  expect([disk(790e9), disk(850e9), disk(950e9)]).toEqual(['calm', 'warn', 'danger'])
})

test('a line says in a sentence what it shows', () => {
  const [cpu, , , net] = machineReadingsOf(readingAt(0), 'linux')
  expect(sparklineSentence(cpu!, [3, null, 41])).toBe('CPU in the last hour: from 3% to 41%')
  expect(sparklineSentence(net!, [0, 2_000_000])).toBe('Net in the last hour: from 0 B/s to 2.0 MB/s')
  expect(sparklineSentence(cpu!, [null])).toBe('CPU: nothing is known of the last hour yet')
})
