import { expect, test } from 'bun:test'
import { memoryOf, parseCgroup, parseMeminfo, swapOf } from './memory.ts'

const kib = 1024
const meminfo = (rest = '') =>
  parseMeminfo(`MemTotal:       1000 kB\nMemFree:         100 kB\n${rest}HugePages_Total:       0\n`)
const available = 'MemAvailable:    600 kB\nSwapTotal:       200 kB\nSwapFree:        150 kB\n'
const container = (limit: string | null, current: string | null, stat: string | null = 'inactive_file 1024\n') =>
  parseCgroup({ limit, current, stat })

test('used is what is not available', () =>
  expect(memoryOf(meminfo(available), undefined)).toEqual({
    totalBytes: 1000 * kib,
    usedBytes: 400 * kib,
    availableBytes: 600 * kib,
    limited: false,
  }))
test('an old kernel does not say what is available: it is what is free and what is cached', () =>
  expect(memoryOf(meminfo('Buffers: 50 kB\nCached: 150 kB\n'), undefined)).toMatchObject({ usedBytes: 700 * kib }))
test('a container sees its own limit, and files it could give up are not in use', () =>
  expect(memoryOf(meminfo(available), container(`${500 * kib}\n`, `${101 * kib}\n`))).toEqual({
    totalBytes: 500 * kib,
    usedBytes: 100 * kib,
    availableBytes: 400 * kib,
    limited: true,
  }))
test('a container has no more left than its machine', () =>
  expect(memoryOf(meminfo(available), container(`${900 * kib}`, `${kib}`))).toMatchObject({
    availableBytes: 600 * kib,
  }))
test('the first version counts its children in another field', () =>
  expect(container('4096', '3000', 'inactive_file 1\ntotal_inactive_file 1000\n')).toEqual({
    limitBytes: 4096,
    usedBytes: 2000,
  }))
test('no limit is none, however it is written', () => {
  expect(container('max\n', '100')).toBeUndefined()
  expect(container(null, '100')).toBeUndefined()
  expect(container('100', null)).toBeUndefined()
  // The first version writes the largest possible number for no limit.
  expect(memoryOf(meminfo(available), container('9223372036854771712\n', '5148958720'))).toMatchObject({
    totalBytes: 1000 * kib,
    limited: false,
  })
})
test('a container whose files say nothing of its cache uses all it uses', () =>
  expect(container('4096', '3000', null)).toEqual({ limitBytes: 4096, usedBytes: 3000 }))
test('without a total nothing is known', () => expect(memoryOf(parseMeminfo(''), undefined)).toBeNull())
test('a machine without swap has none, not zero of it', () => {
  expect(swapOf(meminfo(available))).toEqual({ totalBytes: 200 * kib, usedBytes: 50 * kib })
  expect(swapOf(parseMeminfo('SwapTotal: 0 kB\nSwapFree: 0 kB\n'))).toBeNull()
})
