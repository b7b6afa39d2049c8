import { expect, test } from 'bun:test'
import { decodeParam } from './url.ts'

test('a parameter is read as it was before it was encoded', () => {
  const id = 'openclaw:a b/../%ü'
  expect(decodeParam(encodeURIComponent(id))).toBe(id)
})
test('a parameter that was never encoded stays as it is', () => expect(decodeParam('%E0%A4%A')).toBe('%E0%A4%A'))
