import { expect, test } from 'bun:test'
import { busyPercent, parseCoreTimes, parseLoad } from './cpu.ts'
import { statOf } from './testing/world.ts'

const recorded = `cpu  433059 17238 190356 2679736 8576 0 4689 538 0 0
cpu0 185630 8534 83392 1385525 1840 0 1705 267 0 0
cpu1 247428 8704 106963 1294211 6735 0 2984 271 0 0
intr 13437261 0 0 0 0 0 0 0
`

type Cores = Record<number, [busy: number, idle: number]>
/** The utilisation between two readings. */
const check = (before: Cores, after: Cores, percent: number | null) =>
  expect(busyPercent(parseCoreTimes(statOf(before)), parseCoreTimes(statOf(after)))).toBe(percent)

test('each core has its times; waiting for a disk is idle, and so is no time of a guest counted twice', () => {
  const times = parseCoreTimes(recorded)
  expect([...times.keys()]).toEqual([0, 1])
  expect(times.get(0)).toEqual({ busy: 185630 + 8534 + 83392 + 1705 + 267, total: 1666893 })
})

test('all cores together are 100 %', () => {
  check({ 0: [0, 0], 1: [0, 0] }, { 0: [100, 0], 1: [100, 0] }, 100)
  check({ 0: [0, 0], 1: [0, 0] }, { 0: [100, 0], 1: [0, 100] }, 50)
  check({ 0: [5, 5] }, { 0: [5, 205] }, 0)
})
test('a core that was switched on in between is not counted, nor one that was switched off', () => {
  check({ 0: [0, 0] }, { 0: [50, 50], 1: [9_000, 0] }, 50)
  check({ 0: [0, 0], 1: [0, 0] }, { 0: [50, 50] }, 50)
})
test('a core whose counters went back is left to the others', () =>
  check({ 0: [0, 0], 1: [900, 900] }, { 0: [25, 75], 1: [1, 1] }, 25))
test('where nothing moved nothing is known', () => check({ 0: [10, 10] }, { 0: [10, 10] }, null))
test('idle time that the kernel took back does not make more than everything', () =>
  check({ 0: [0, 100] }, { 0: [100, 90] }, 100))
test('a torn file has no cores', () => {
  expect(parseCoreTimes('').size).toBe(0)
  expect(parseCoreTimes('cpu0 1 2').size).toBe(0)
  expect(parseCoreTimes('cpu0 a b c d').size).toBe(0)
})
test('load is three numbers or nothing', () => {
  expect(parseLoad('4.40 3.80 2.74 4/330 2724\n')).toEqual([4.4, 3.8, 2.74])
  expect(parseLoad('')).toBeNull()
  expect(parseLoad('1.0 2.0')).toBeNull()
})
