import { expect, test } from 'bun:test'
import type { LogLine } from '../../../src/logs/log-line.ts'
import { addressOf } from './address.ts'
import { fits, inOrder, joined } from './live-lines.ts'

const line = (no: number, rest: Partial<LogLine> = {}): LogLine => ({
  no,
  source: 'gateway',
  at: no * 10,
  isDated: true,
  level: 'info',
  text: `line ${no}`,
  json: null,
  ...rest,
})

const written = (after: number, numbers: number[], skipped = 0) => ({
  after: `0000000a-${after}`,
  cursor: `0000000a-${numbers.at(-1) ?? after}`,
  lines: numbers.map((no) => line(no)),
  skipped,
})
const known = (no: number) => ({ database: '0000000a', no })

test('lines that follow are taken', () => {
  expect(joined(known(4), written(4, [5, 6]))).toEqual({ lines: [line(5), line(6)], position: known(6) })
})

test('lines that are there already are not taken twice', () => {
  expect(joined(known(5), written(4, [5, 6]))).toEqual({ lines: [line(6)], position: known(6) })
  expect(joined(known(9), written(4, [5, 6]))).toEqual({ lines: [], position: known(9) })
})

test('lines that are missing in between have to be asked for', () => {
  expect(joined(known(3), written(4, [5]))).toBeUndefined()
  expect(joined(known(4), written(4, [8], 3))).toBeUndefined()
  expect(joined({ database: '0000000b', no: 4 }, written(4, [5]))).toBeUndefined()
})

test('a list is in the order of its times, and a line stands there once', () => {
  expect(inOrder([line(3), line(2)], [line(2), line(1, { at: 25 })]).map(({ no }) => no)).toEqual([2, 1, 3])
})

test('a line that is heard is listed where the filter means it', () => {
  const check = (params: Parameters<typeof addressOf>[0], heard: LogLine) => fits(addressOf(params))(heard)
  expect(check({}, line(1))).toBe(true)
  expect(check({ level: 'warn' }, line(1))).toBe(false)
  expect(check({ level: 'warn' }, line(1, { level: 'fatal' }))).toBe(true)
  expect(check({ source: 'app' }, line(1))).toBe(false)
  expect(check({ q: 'LINE' }, line(1))).toBe(true)
  expect(check({ q: 'key' }, line(1, { json: '{"key":1}' }))).toBe(true)
  expect(check({ q: 'other' }, line(1))).toBe(false)
  expect(check({ from: '0', to: '5' }, line(1))).toBe(false)
})
