import { expect, test } from 'bun:test'
import type { TranscriptPart } from '../facts/transcript-access.ts'
import { itemAt } from './item-at.ts'

const base = { at: 0, id: '' }
const said = (id: string, at: number | null) =>
  ({ kind: 'item', item: { ...base, kind: 'message', role: 'assistant', id, at } }) as unknown as TranscriptPart
const call = (id: string, at: number | null) =>
  ({ kind: 'call', item: { ...base, kind: 'tool', callId: id, id, at } }) as unknown as TranscriptPart
const result = (id: string, at: number) =>
  ({ kind: 'result', item: { ...base, kind: 'tool', callId: id, id, at } }) as unknown as TranscriptPart

test('the call that was made right before a moment is what it is about, whatever was said since', () =>
  expect(
    itemAt([said('d', 90_000), result('b', 80_000), said('c', 70_500), call('b', 70_000), said('a', 60_000)], 71_000),
  ).toEqual({ itemId: 'b', isCall: true }))

test('a call may be written down a moment later', () =>
  expect(itemAt([call('b', 72_000), said('a', 60_000)], 71_000)).toEqual({ itemId: 'b', isCall: true }))

test('where no call was made about then, the last words before it are', () =>
  expect(itemAt([call('c', 99_000), said('b', 70_000), call('a', 1_000)], 71_000)).toEqual({
    itemId: 'b',
    isCall: false,
  }))

test('a transcript that begins later, or says no times, has nothing', () => {
  expect(itemAt([said('b', 99_000)], 71_000)).toBeUndefined()
  expect(itemAt([said('b', null)], 71_000)).toBeUndefined()
})
