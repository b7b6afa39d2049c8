import { expect, test } from 'bun:test'
import type { FileTouch } from '../../../src/files/file.ts'
import { lanesOf } from './lanes.ts'
import { samplePerson, sampleTouch } from './testing/samples.ts'
import { timeAxis } from './time-axis.ts'

const now = Date.UTC(2026, 10, 20, 12)
const at = (ago: number, rest: Partial<FileTouch> = {}) => sampleTouch({ at: now - ago * 60_000, ...rest })
const axis = timeAxis(now - 24 * 3_600_000, now, 'UTC')

test('each session has a lane with what it read and wrote, and a write over another stands out', () => {
  const over = at(5, { sessionId: 'b', how: 'write', added: 9 })
  const touches = [
    at(600, { how: 'read' }),
    at(590, { added: 3, removed: 1 }),
    at(30, { sessionId: 'b', how: 'read' }),
    over,
  ]
  const [b, a, ...others] = lanesOf(
    {
      touches,
      people: [samplePerson('a'), samplePerson('b'), samplePerson('never')],
      conflict: { path: '/a', kind: 'overwrote', earlier: touches[1]!, later: over, writers: ['a', 'b'] },
    },
    axis,
  )
  expect(others).toEqual([])
  expect(a!.marks.map(({ kind }) => kind)).toEqual(['read', 'wrote'])
  expect([a!.writes, a!.added, a!.removed]).toEqual([1, 3, 1])
  expect(b!.marks.map(({ kind }) => kind)).toEqual(['read', 'over'])
  expect(b!.added).toBe(9)
})

test('everybody outside shares one lane', () => {
  const touches = [at(60), at(40, { sessionId: '', how: 'outside' }), at(5, { sessionId: '', how: 'outside' })]
  const lanes = lanesOf({ touches, people: [samplePerson('a')], conflict: null }, axis)
  expect(lanes.map(({ session, marks }) => [session?.id ?? null, marks.map(({ kind }) => kind)])).toEqual([
    [null, ['outside', 'outside']],
    ['a', ['wrote']],
  ])
})

test('touches that would lie upon each other are one mark, however many', () => {
  const touches = Array.from({ length: 2_000 }, (_, index) =>
    at(1_000 - index / 2, { how: index % 2 ? 'read' : 'edit' }),
  )
  const [lane] = lanesOf({ touches, people: [samplePerson('a')], conflict: null }, axis)
  expect(lane!.marks.length).toBeLessThan(180)
  expect(lane!.marks.reduce((sum, { times }) => sum + times, 0)).toBe(2_000)
  expect(lane!.writes).toBe(1_000)
})
