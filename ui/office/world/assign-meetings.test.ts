import { expect, test } from 'bun:test'
import { assignMeetings } from './assign-meetings.ts'
import { createPlaces, type Place } from './places.ts'
import { drawnLayout } from './testing/drawn-layout.ts'
import { createWalkGrid } from './walk-grid.ts'

/** Two rooms, one with two seats and one with three. */
const layout = drawnLayout('.........\nmm....mmm', [
  { id: 'small', kind: 'meeting', rect: [0, 0, 3, 2] },
  { id: 'large', kind: 'meeting', rect: [4, 0, 5, 2] },
])
const seats = createPlaces(layout, createWalkGrid(layout)).meetingSeats
const none = new Map<string, Place>()
/** `ab` is a meeting of a and b; the answer names who sits in which room. */
const meet = (meetings: string[], before = none) =>
  assignMeetings(
    seats,
    meetings.map((ids) => ({ ids: [...ids] })),
    before,
  )
const drawn = (meetings: string[], before?: Map<string, Place>) =>
  [...meet(meetings, before)].map(([id, { room }]) => `${id} ${room}`).join(', ')

test('a meeting takes the room in which it fits best', () => {
  expect(drawn(['ab'])).toBe('a small, b small')
  expect(drawn(['abc'])).toBe('a large, b large, c large')
  expect(drawn(['ab', 'cde'])).toBe('a small, b small, c large, d large, e large')
})

test('whoever sits in a meeting stays in its seat when another comes', () => {
  const before = meet(['ab'])
  const after = meet(['abc'], before)
  expect([after.get('a'), after.get('b')]).toEqual([before.get('a'), before.get('b')])
  expect(after.get('c')!.room).toBe('large')
})

test('nobody sits in two meetings, none is held alone, and none without two seats', () => {
  expect(drawn(['ab', 'ba'])).toBe('a small, b small')
  expect(drawn(['a', 'bb', ''])).toBe('')
  expect(drawn(['abcd', 'ef'])).toBe('a large, b large, c large, d small')
  expect(assignMeetings([], [{ ids: ['a', 'b'] }], none).size).toBe(0)
})
