import { expect, test } from 'bun:test'
import { idIn } from './session-url.ts'

test('an address names its id as it was encoded', () => {
  const id = 'openclaw:a b/../%ü'
  expect(idIn(encodeURIComponent(id))).toBe(id)
})
test('an address nobody encoded stays as it is', () => expect(idIn('%E0%A4%A')).toBe('%E0%A4%A'))
