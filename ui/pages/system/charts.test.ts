import { expect, test } from 'bun:test'
import type { MeasureUnit } from '../../../src/health/kept-measures.ts'
import { diskWith, readingAt, unknownMachine } from '../../../src/health/testing/readings.ts'
import { chartsOf } from './charts.ts'
import { gaugesOf } from './gauges.ts'
import { axisUnit, axisWords, changeWords, stepWords, tierWords, valueWords } from './measure-words.ts'
import { inOrder } from './process-order.ts'

const kept = (...ids: string[]) => ids.map((id) => ({ id, unit: 'percent' as const }))

const main = ['cpu', 'memory', 'agents', 'tokens', 'gateway-loop', 'self']

test('beside the main ones a chart is there where anything of it is kept, and has a line for each disk, five at most', () => {
  const disks = ['/', '/a', '/b', '/c', '/d', '/e'].map((path) => `disk.percent:${path}`)
  const charts = chartsOf(kept('cpu.percent', 'net.in.bytesPerSecond', ...disks))
  expect(charts.map(({ id }) => id)).toEqual([...main, 'network', 'disks'])
  expect(charts.at(-1)!.lines.map(({ name, ink }) => `${name} ${ink}`)).toEqual([
    '/ series-1',
    '/a series-2',
    '/b series-3',
    '/c series-4',
    '/d series-5',
  ])
  expect(charts[0]!.lines[0]!.ink).toBe('text')
})

test('the main charts stand where they are, whatever is kept and before that is known', () => {
  expect(chartsOf(undefined).map(({ id }) => id)).toEqual(main)
  expect(chartsOf([]).map(({ id }) => id)).toEqual(main)
})

test.each<[number | null, MeasureUnit, string]>([
  [null, 'bytes', '–'],
  [0, 'percent', '0%'],
  [3.14, 'percent', '3.1%'],
  [34.4, 'percent', '34%'],
  [1.5 * 2 ** 30, 'bytes', '1.5 GB'],
  [1_600_000, 'bytesPerSecond', '1.6 MB/s'],
  [54.4, 'celsius', '54 °C'],
  [1.25, 'ms', '1.3 ms'],
  [42, 'ms', '42 ms'],
  [38_200, 'tokensPerMinute', '38.2k'],
  [0.004, 'usdPerMinute', '$0.0040'],
  [2, 'sessions', '2'],
  [0.25, 'sessions', '0.3'],
])('%p %s is %s', (value, unit, words) => {
  expect(valueWords(value, unit)).toBe(words)
})

test.each<[number | null, number | null, MeasureUnit, string | null]>([
  [43, 34, 'percent', '+9 points'],
  [33, 34, 'percent', '−1 point'],
  [34.2, 34, 'percent', 'same'],
  [6 * 2 ** 30, 4 * 2 ** 30, 'bytes', '+2.0 GB'],
  [111, 100, 'tokensPerMinute', '+11%'],
  [100.5, 100, 'tokensPerMinute', 'same'],
  [50, 0, 'tokensPerMinute', '+50'],
  [null, 34, 'percent', null],
])('from what it was, %p after %p of %s is %p', (now, before, unit, words) => {
  expect(changeWords(now, before, unit)).toBe(words)
})

test('an axis of memory is in whole units of 1024, and says which', () => {
  expect(axisUnit('bytes', 7 * 2 ** 30)).toEqual({ size: 2 ** 30, name: 'GB' })
  expect(axisUnit('bytes', 0)).toEqual({ size: 1, name: 'B' })
  expect(axisUnit('percent', 50)).toEqual({ size: 1, name: '' })
  expect(axisWords([0, 50_000, 100_000], 'tokensPerMinute')).toEqual(['0', '50k', '100k'])
})

test('it is said in words how finely what is drawn was kept', () => {
  expect(tierWords({ tier: '15m', stepMs: 45 * 60_000 })).toBe(
    'Drawn from steps of a quarter of an hour, one value for each 45 min',
  )
  expect([20_000, 360_000, 5_400_000, 4 * 86_400_000].map(stepWords)).toEqual(['20 s', '6 min', '1.5 h', '4 d'])
})

test('a bar has the colour of its limits, and what is unknown has none and no length', () => {
  const levels = (percent: number) =>
    gaugesOf(readingAt(0, { cpu: { percent, cores: 1, load: null }, disks: [diskWith(960e9, '/')] })).map(
      ({ id, level, value }) => `${id} ${level} ${value}`,
    )
  expect(levels(79.4)).toEqual(['cpu calm 79%', 'memory calm 63%', 'swap calm –', 'disk danger 96%'])
  expect(levels(80)[0]).toBe('cpu warn 80%')
  expect(gaugesOf(readingAt(0, unknownMachine)).map(({ percent }) => percent)).toEqual([null, null, null, null])
  expect(gaugesOf(null).map(({ value }) => value)).toEqual(['–', '–', '–', '–'])
})

test('processes stand in the order that was chosen, what is unknown at the end', () => {
  const one = (pid: number, cpuPercent: number | null, title: string | null, startedAt: number | null) => ({
    pid,
    startTime: 1,
    runtime: 'codex' as const,
    name: `p${9 - pid}`,
    command: null,
    cpuPercent,
    rssBytes: null,
    startedAt,
    session: title === null ? null : { id: 's', agentId: 'a', title, state: 'running' },
    kept: null,
  })
  const all = [one(1, 5, 'Zebra', 100), one(2, null, null, null), one(3, 50, 'Ant', 300)]
  const pids = (order: Parameters<typeof inOrder>[1]) => inOrder(all, order).map(({ pid }) => pid)
  expect(pids('cpu')).toEqual([3, 1, 2])
  expect(pids('session')).toEqual([3, 1, 2])
  expect(pids('start')).toEqual([3, 1, 2])
  expect(pids('name')).toEqual([3, 2, 1])
  expect(pids('memory')).toEqual([1, 2, 3])
})
