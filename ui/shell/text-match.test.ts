import { expect, test } from 'bun:test'
import { matchOf, matchRank, pieces } from './text-match.ts'

test('every word has to be there, in any order', () => {
  expect(matchOf('ga re', 'Restart gateway')).toEqual([
    [0, 2],
    [8, 10],
  ])
  expect(matchOf('gate x', 'Restart gateway')).toBeUndefined()
})
test('nothing asked fits everything', () => expect(matchOf('  ', 'Bridge')).toEqual([]))
test('the beginning of a word is found before its middle', () => expect(matchOf('ab', 'crab abbey')).toEqual([[5, 7]]))
test('what begins with it comes before what contains it', () => {
  expect(matchRank('co', 'Costs')).toBeLessThan(matchRank('co', 'The costs'))
  expect(matchRank('co', 'The costs')).toBeLessThan(matchRank('co', 'Falcon'))
})
test('signs of patterns are only signs', () => expect(matchOf('a.*(', 'a.*( b')).toEqual([[0, 4]]))
test('pieces put together are the text', () => {
  const text = 'Fix flaky ws reconnect'
  for (const query of ['fl', 'x f', 'fix fix', 'ws ec'])
    expect(
      pieces(query, text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text)
  expect(pieces('flaky', text)[1]).toEqual({ text: 'flaky', hit: true })
})
test('letters that grow when they become small do not shift what is marked', () =>
  expect(pieces('stan', 'İstanbul')).toEqual([{ text: 'İstanbul', hit: false }]))
