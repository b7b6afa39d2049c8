import { expect, test } from 'bun:test'
import { keyChordOf } from './key-chords.ts'

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) =>
  keyChordOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held })

test('a letter is itself, whatever the caps lock', () => {
  expect(press('g')).toBe('G')
  expect(press('G')).toBe('G')
})
test('Ctrl and Cmd are the same', () => {
  expect(press('k', { ctrlKey: true })).toBe('Ctrl K')
  expect(press('k', { metaKey: true })).toBe('Ctrl K')
})
test('shift stands before a letter, and is part of a sign', () => {
  expect(press('L', { shiftKey: true })).toBe('Shift L')
  expect(press('?', { shiftKey: true })).toBe('?')
})
test('a modifier alone, and what goes with Alt, is the browser’s', () => {
  expect(press('Shift', { shiftKey: true })).toBeUndefined()
  expect(press('f', { altKey: true })).toBeUndefined()
})
test('the space bar has a name', () => expect(press(' ')).toBe('Space'))
