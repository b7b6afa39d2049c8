import { expect, test } from 'bun:test'
import { watchName } from './watch-name.ts'

test('each watch is four hours long and begins on the hour', () => {
  expect(watchName(23)).toBe('First watch')
  expect(watchName(0)).toBe('Middle watch')
  expect(watchName(4)).toBe('Morning watch')
  expect(watchName(11)).toBe('Forenoon')
  expect(watchName(15)).toBe('Afternoon')
  expect(watchName(16)).toBe('Dog watch')
})
