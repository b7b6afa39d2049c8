import { expect, test } from 'bun:test'
import { nothingNarrowed } from '../sessions/filter.ts'
import { readAddress, writeAddress } from './address.ts'

test('an address says what is looked for, where, and in which sessions', () =>
  expect(
    writeAddress({
      q: '"paint the hull" -c++',
      place: 'words',
      filter: { ...nothingNarrowed, since: 'month', agents: ['openclaw:forge'] },
    }),
  ).toBe('?q=%22paint+the+hull%22+-c%2B%2B&in=words&since=month&agent=openclaw:forge'))

test('an address that asks for nothing is short', () => {
  expect(writeAddress(readAddress(''))).toBe('')
  expect(writeAddress(readAddress('?in=all&q=+'))).toBe('')
})

test('whatever is looked for comes back out of its address', () => {
  for (const q of ['a&b=c', '50% #1', '/src\\/ws/i', 'c++ "x y"', '🙂 שלום', '\ud83d x'])
    expect(readAddress(writeAddress({ ...readAddress(''), q })).q).toBe(q.toWellFormed().replaceAll('\uFFFD', ''))
})

test('what an address cannot mean is left out', () =>
  expect(readAddress('?in=cellar&since=someday&q=x')).toEqual({
    q: 'x',
    place: 'all',
    filter: { ...nothingNarrowed },
  }))
