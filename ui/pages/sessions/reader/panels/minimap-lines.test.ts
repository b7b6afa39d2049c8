import { expect, test } from 'bun:test'
import type { DigestMark } from '../../../../../src/facts/transcript-digest.ts'
import { mapScaleOf, positionAtShare, shareOfPosition } from './map-scale.ts'
import { mapLinesOf } from './minimap-lines.ts'

const mark = (position: number, kind: DigestMark['kind'] = 'agent', bytes = 100): DigestMark => ({
  position,
  kind,
  bytes,
})
const many = Array.from({ length: 1_000 }, (_, n) =>
  mark(n * 10, n === 500 ? 'error' : n % 7 === 0 ? 'person' : 'tool'),
)
const linesOf = (marks: DigestMark[], isWorking = false) => mapLinesOf(mapScaleOf(marks, 50), isWorking)

test('few marks are a line each, many share lines, and an error is never lost among others', () => {
  expect(linesOf([mark(0), mark(5, 'tool')]).map(({ kind }) => kind)).toEqual(['agent', 'tool'])
  expect(linesOf(many).length).toBe(50)
  expect(linesOf(many).filter(({ kind }) => kind === 'error').length).toBe(1)
})

test('a longer text has a longer line, and none is wider than the map', () => {
  const widths = [1, 1_000, 60_000, 16_000_000].map((bytes) => linesOf([mark(0, 'agent', bytes)])[0]?.width)
  expect(widths).toEqual(widths.toSorted())
  expect(widths.at(-1)).toBe(1)
})

test('what was written since a person spoke is live while the session works', () => {
  const marks = [mark(0, 'person'), mark(1), mark(2, 'person'), mark(3), mark(4, 'error'), mark(5, 'tool')]
  expect(linesOf(marks, true).map(({ isLive }) => isLive)).toEqual([false, false, false, true, false, true])
  expect(linesOf(marks).some(({ isLive }) => isLive)).toBe(false)
})

test('a place on the map leads to its position and back, also where old marks stand for more', () => {
  const merged = [...many.slice(0, 800).filter((_, n) => n % 4 === 0), ...many.slice(800)]
  for (const marks of [many, merged])
    for (const share of [0, 0.25, 0.5, 0.75, 0.999]) {
      const scale = mapScaleOf(marks, 50)
      const position = positionAtShare(scale, share) ?? -1
      expect(position / 10_000).toBeCloseTo(share, 1)
      expect(shareOfPosition(scale, position)).toBeCloseTo(share, 1)
    }
  const empty = mapScaleOf([], 50)
  expect([positionAtShare(empty, 0.5), shareOfPosition(empty, 5), mapLinesOf(empty, true)]).toEqual([undefined, 0, []])
})

test('a row of many megabytes does not take the map', () => {
  const marks = many.map((one, n) => (n > 500 ? { ...one, position: one.position + 16_000_000 } : one))
  expect(positionAtShare(mapScaleOf(marks, 50), 0.25)).toBeLessThan(3_000)
})
