import { expect, test } from 'bun:test'
import type { DigestTurn } from '../../../../../src/facts/transcript-digest.ts'
import { nextTurn, turnAt, turnsListed, windowsOf } from './turns.ts'

const turn = (position: number, by: DigestTurn['by'] = 'agent', note: DigestTurn['note'] = null) => ({
  position,
  by,
  note,
})
const turns = [turn(10, 'person'), turn(20), turn(30, 'note', 'compaction'), turn(40, 'person'), turn(50)]
const at = (position: number | undefined) => turnAt(turns, position)?.position

test('the turn around a place is the last that begins before it', () => {
  expect([at(5), at(10), at(29), at(45), at(1_000), at(undefined)]).toEqual([10, 10, 20, 40, 50, 50])
  expect(turnAt([], 10)).toBe(undefined)
})

test('J and K go from turn to turn, past notes, and stop at the ends', () => {
  expect([10, 20, 30, 50].map((position) => nextTurn(turns, position, 1)?.position)).toEqual([20, 40, 40, undefined])
  expect([50, 40, 35, 10].map((position) => nextTurn(turns, position, -1)?.position)).toEqual([40, 20, 20, undefined])
})

test('a compaction, a reset and a resumption each begin another window', () => {
  expect(windowsOf(turns)).toBe(2)
  expect(windowsOf([...turns, turn(60, 'note', 'resumed'), turn(70, 'note', 'error')])).toBe(3)
})

test('of many turns those around the current one are listed', () => {
  for (const current of [0, 99, 100, 500, 1_799])
    for (const { from, to } of [turnsListed(1_800, current, 300)]) {
      expect(to - from).toBe(300)
      expect([from <= current, current < to]).toEqual([true, true])
    }
  expect(turnsListed(20, 5, 300)).toEqual({ from: 0, to: 20 })
  expect(turnsListed(0, -1, 300)).toEqual({ from: 0, to: 0 })
})
