import { expect, test } from 'bun:test'
import { createExpansion, toolKey } from './create-expansion.ts'

const [a, b] = [toolKey('a'), toolKey('b')]

test('all tool calls open at once, and the second time each is again as it was', () => {
  const { of, set, toggleTools } = createExpansion()
  set(a, false)
  set('note', true)
  toggleTools()
  expect([of(a), of(b), of('note')]).toEqual([true, true, true])
  toggleTools()
  expect([of(a), of(b), of('note')]).toEqual([false, undefined, true])
})

test('what is closed by hand while all are open does not stay closed for ever', () => {
  const { of, set, toggleTools } = createExpansion()
  set(b, true)
  toggleTools()
  set(a, false)
  set('note', true)
  expect([of(a), of(b)]).toEqual([false, true])
  toggleTools()
  expect([of(a), of(b), of('note')]).toEqual([undefined, true, true])
})
