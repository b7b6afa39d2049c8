import { expect, test } from 'bun:test'
import { sharesOfContext } from './context-shares.ts'

const parts = [
  { part: 'conversation', bytes: 1_000 },
  { part: 'pictures', bytes: 0 },
  { part: 'tool-results', bytes: 3_000 },
] as const

test('a part is estimated by its text, and what is counted beyond that is of the runtime itself', () =>
  expect(sharesOfContext([...parts], 2_000)).toEqual([
    { part: 'runtime', share: 0.5, tokens: 1_000 },
    { part: 'tool-results', share: 0.375, tokens: 750 },
    { part: 'conversation', share: 0.125, tokens: 250 },
  ]))

test('no more is said to be in a context than was counted', () =>
  expect(sharesOfContext([...parts], 500)).toEqual([
    { part: 'tool-results', share: 0.75, tokens: 375 },
    { part: 'conversation', share: 0.25, tokens: 125 },
  ]))

test('without a count there are shares and no tokens, and without text nothing', () => {
  expect(sharesOfContext([...parts], null).map(({ tokens }) => tokens)).toEqual([null, null])
  expect(sharesOfContext([], 5)).toEqual([])
})
