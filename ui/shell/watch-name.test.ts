import { expect, test } from 'bun:test'
import { watchAt } from './watch-name.ts'

test('each watch is four hours long and begins on the hour', () => {
  expect(watchAt(23)).toBe('First watch')
  expect(watchAt(0)).toBe('Middle watch')
  expect(watchAt(4)).toBe('Morning watch')
  expect(watchAt(11)).toBe('Forenoon')
  expect(watchAt(15)).toBe('Afternoon')
  expect(watchAt(16)).toBe('Dog watch')
})
