import { expect, test } from 'bun:test'
import { sharesOfContext } from './context-shares.ts'

const parts = [
  { part: 'conversation', bytes: 1_000 },
  { part: 'pictures', bytes: 0 },
  { part: 'tool-results', bytes: 3_000 },
] as const

test('the parts of a context are shares of what the runtime counted, the largest first', () =>
  expect(sharesOfContext([...parts], 128_000)).toEqual([
    { part: 'tool-results', share: 0.75, tokens: 96_000 },
    { part: 'conversation', share: 0.25, tokens: 32_000 },
  ]))

test('without a count there are shares and no tokens, and without text nothing', () => {
  expect(sharesOfContext([...parts], null).map(({ tokens }) => tokens)).toEqual([null, null])
  expect(sharesOfContext([], 5)).toEqual([])
})
