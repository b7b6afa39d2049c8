import { afterAll, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { itemIdOf } from '../facts/item-id.ts'
import { openSearchIndex, type SearchBatch } from './search-index.ts'

const folder = mkdtempSync(join(tmpdir(), 'search-index-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const batch = (sessionId: string, isNews: boolean, ...texts: string[]): SearchBatch => ({
  sessionId,
  documents: texts.map((text, line) => ({
    itemId: itemIdOf(line * 10, 0),
    kind: 'prompt',
    at: line,
    text: () => text,
    tool: () => null,
  })),
  isAnew: false,
  mark: { key: 'file:1', position: texts.length * 10, check: '' },
  isWhole: true,
  lastAt: 9,
  isNews,
})

const hull = { words: '"hull"', pieces: null }

test('a batch that is left before its end has changed nothing', () => {
  const index = openSearchIndex(join(folder, 'left.sqlite'))
  const writing = index.write([batch('one', false, 'the hull', 'the keel', 'the mast')])
  writing.next()
  writing.next()
  writing.return(undefined)
  expect(index.transcriptOf('one')).toBeUndefined()
  expect([...index.idsFor(hull, Number.MAX_SAFE_INTEGER)]).toEqual([])
  expect([...index.write([batch('one', false, 'the hull')])]).toHaveLength(1)
  expect([...index.idsFor(hull, Number.MAX_SAFE_INTEGER)]).toHaveLength(1)
  index.close()
})

test('history stands below what is there, and news above it', () => {
  const index = openSearchIndex(join(folder, 'order.sqlite'))
  for (const [id, isNews] of [
    ['newest', false],
    ['older', false],
    ['now', true],
  ] as const)
    for (const _ of index.write([batch(id, isNews, 'a hull', 'another hull')]));
  for (const _ of index.write([batch('oldest', false, 'a hull'), batch('first', false, 'a hull')]));
  const ids = [...index.idsFor(hull, Number.MAX_SAFE_INTEGER)]
  expect(index.candidates(ids).map(({ sessionId }) => sessionId)).toEqual([
    ...['now', 'now', 'newest', 'newest', 'older', 'older', 'oldest', 'first'],
  ])
  index.close()
})

test('thousands of candidates come in order, however many are asked for at once', () => {
  const index = openSearchIndex(join(folder, 'many.sqlite'))
  const texts = Array.from(
    { length: 3_000 },
    (_, line) => `${line % 3 === 0 ? '' : 'hull'} ${line % 2 === 0 ? 'foo-bar' : ''}`,
  )
  for (const _ of index.write([batch('one', false, ...texts)]));
  const queries = { words: '"hull"', pieces: '"foo" AND "oo-"' }
  const both = [...index.idsFor(queries, Number.MAX_SAFE_INTEGER)]
  expect(both).toHaveLength(1_000)
  expect(both).toEqual(both.toSorted((a, b) => b - a))
  expect([...index.idsFor(queries, both[499]!)]).toEqual(both.slice(500))
  index.close()
})
