import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { likeOf, wildcard } from './wildcard.ts'

const texts = [
  '',
  'a',
  'A',
  'main',
  'Maintenance',
  'feature/x',
  '100%',
  'a_b',
  'axb',
  'Ä',
  'ä',
  'aba',
  'ab',
  'a\\b',
  'claude-opus-4-6',
]
const patterns = [
  '*',
  'main*',
  '*MAIN',
  '*en*',
  'a*b',
  'ab*ba',
  '*_*',
  '*%',
  'ä*',
  '*\\*',
  '*opus*',
  'a*b*',
  '**a**',
  'feature/*',
]

test('a pattern finds what SQLite finds by it', () => {
  const like = new Database(':memory:').query<{ is: number }, [string, string]>("SELECT ? LIKE ? ESCAPE '\\' AS 'is'")
  for (const pattern of patterns)
    for (const text of texts)
      expect([pattern, text, wildcard(pattern)(text)]).toEqual([
        pattern,
        text,
        like.get(text, likeOf(pattern))!.is === 1,
      ])
})

test('a piece is not found twice in the same letters', () => expect(wildcard('ab*ba')('aba')).toBe(false))
