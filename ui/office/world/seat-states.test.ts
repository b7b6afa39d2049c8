import { expect, test } from 'bun:test'
import { depictionOf } from '../../../src/office/depiction.ts'
import type { SessionState } from '../../../src/sessions/state.ts'
import { createSeatStates } from './seat-states.ts'

const sitter = (place: string | null, state: SessionState, isLeaving = false) => ({
  place,
  isLeaving,
  depiction: depictionOf({ state, activity: null, kind: 'agent' }),
})
/** Notes one moment after another: whether each was new, and the tones of all places after the last. */
function noted(...moments: ReturnType<typeof sitter>[][]) {
  const seats = createSeatStates()
  const isNew = moments.map((actors) => seats.note(actors))
  return { isNew, tones: Object.fromEntries([...seats.states].map(([place, { tone }]) => [place, tone])) }
}

test('a place says the state of whoever is there, and it is new only when it is another', () => {
  const there = [sitter('a', 'running'), sitter(null, 'running')]
  expect(noted(there, there, [sitter('a', 'waiting')])).toEqual({ isNew: [true, false, true], tones: { a: 'wait' } })
})

test('a place that was left says nothing, also when as many are somewhere as before', () => {
  expect(noted([sitter('a', 'running')], [sitter('b', 'running')]).tones).toEqual({ b: 'work' })
  const before = [sitter('a', 'running'), sitter('b', 'running')]
  const shared = [sitter('a', 'running'), sitter('a', 'running')]
  expect(noted(before, shared)).toEqual({ isNew: [true, true], tones: { a: 'work' } })
})

test('of two in one place the one who stays counts, and nothing changes from frame to frame', () => {
  const leaves = sitter('a', 'idle', true)
  const stays = sitter('a', 'running')
  for (const both of [
    [leaves, stays],
    [stays, leaves],
    [stays, sitter('a', 'failed')],
  ])
    expect(noted(both, both)).toEqual({ isNew: [true, false], tones: { a: 'work' } })
})
