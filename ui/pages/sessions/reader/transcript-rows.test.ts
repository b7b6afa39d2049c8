import { expect, test } from 'bun:test'
import type { TranscriptItem } from '../../../../src/facts/transcript.ts'
import { createRows } from './transcript-rows.ts'

const record = (id: string, isKnown: boolean) =>
  ({ id, at: null, kind: 'record', record: 'queue-operation', isKnown, text: '', truncated: false, bytes: 0 }) as const
const thinking = (id: string): TranscriptItem => ({
  id,
  at: null,
  kind: 'thinking',
  text: 'hm',
  truncated: false,
  bytes: 2,
})
const items = [record('a', false), record('b', false), thinking('c'), record('d', true), record('e', false)]

test('records that follow each other are one row; known ones are hidden and counted, or shown', () => {
  const rowsOf = createRows()
  const ids = (showsKnown: boolean) =>
    rowsOf(items, showsKnown).rows.map((row) =>
      row.kind === 'records' ? row.records.map(({ id }) => id).join('+') : row.id,
    )
  expect(ids(false)).toEqual(['a+b', 'c', 'e'])
  expect(rowsOf(items, false).hidden).toBe(1)
  expect(ids(true)).toEqual(['a+b', 'c', 'd', 'e'])
  expect(rowsOf(items, true).hidden).toBe(0)
})

test('every item is in a row or counted', () => {
  for (const showsKnown of [true, false]) {
    const { rows, hidden } = createRows()(items, showsKnown)
    const shown = rows.reduce((sum, row) => sum + (row.kind === 'records' ? row.records.length : 1), 0)
    expect(shown + hidden).toBe(items.length)
  }
})

test('the same records stay the same row when more is written', () => {
  const rowsOf = createRows()
  const [first] = rowsOf(items, false).rows
  expect(rowsOf([...items, thinking('f')], false).rows[0]).toBe(first!)
})
