import { expect, test } from 'bun:test'
import { hitsIn, mayHold } from './find.ts'
import { called, placed, recorded, returned, said, thought } from './testing/parts.ts'

const parts = placed(
  said('Await the store before it has Flushed all.', 'user'),
  thought('flushed?'),
  called('flushed-call', 'Bash'),
  returned('flushed-call', 'it flushed'),
  recorded('mode'),
)
const found = (query: string, place: Parameters<typeof hitsIn>[2] = 'all') =>
  hitsIn(parts, query, place).map(({ position, snippet, from, to }) => [position / 100, snippet.slice(from, to)])

test('words are found in whatever letters, with what stands around them', () => {
  expect(found('flushed', 'words')).toEqual([
    [0, 'Flushed'],
    [1, 'flushed'],
  ])
  expect(found('flushed', 'results')).toEqual([[3, 'flushed']])
  expect(hitsIn(parts, 'flushed', 'words')[0]!.snippet).toBe('the store before it has Flushed all.')
})

test('a secret is not found by looking for it', () => {
  const secret = placed(said('Authorization: Bearer abcdefghijklmnopqrst'))
  expect(hitsIn(secret, 'abcdefghij', 'all')).toEqual([])
  expect(hitsIn(secret, 'authorization', 'all')).toHaveLength(1)
})

test('an entry whose JSON cannot hold the words is not parsed', () => {
  const holds = mayHold('say "so"\n')!
  expect(mayHold('a/b')).toBeUndefined()
  expect(mayHold('Grüße')).toBeUndefined()
  expect(mayHold('Store')!('{"text":"the STORE"}')).toBeTrue()
  expect(mayHold('say "so"')!(JSON.stringify({ text: 'SAY "so"' }))).toBeTrue()
  expect(mayHold('other')!('{"text":"the store"}')).toBeFalse()
  expect(holds).toBeUndefined
})
