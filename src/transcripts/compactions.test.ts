import { expect, test } from 'bun:test'
import { compactsAt, contextsAtCompactions } from './compactions.ts'

const call = (at: number, contextTokens: number) => ({ at, contextTokens })
const note = (at: number | null, note: 'compaction' | 'reset' | null = 'compaction') => ({ at, note })

test('the context before a compaction is that of the last answer, and two notes about one count once', () => {
  const calls = [call(1, 100), call(5, 800), call(9, 300), call(12, 900)]
  expect(contextsAtCompactions([note(0), note(6), note(7), note(8, 'reset'), note(13), note(null)], calls)).toEqual([
    800, 900,
  ])
  expect(contextsAtCompactions([note(6)], [])).toEqual([])
})

test('a session compacts where it did before; what a person asked for says nothing', () => {
  expect(compactsAt([800, 840], 1_000)).toBeCloseTo(0.82)
  expect(compactsAt([200, 800], 1_000)).toBeCloseTo(0.8)
  expect([compactsAt([200], 1_000), compactsAt([], 1_000), compactsAt([800], null)]).toEqual([null, null, null])
})
