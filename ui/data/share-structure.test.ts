import { expect, test } from 'bun:test'
import { shareStructure } from './share-structure.ts'

const answer = (...rows: { key: string; usd: number }[]) => ({ rows, totals: { usd: 1, calls: null } })

test('an answer that says the same is the same', () => {
  const older = answer({ key: 'a', usd: 1 }, { key: 'b', usd: 2 })
  expect(shareStructure(older, structuredClone(older))).toBe(older)
})

test('rows that say the same are the same, wherever they stand now', () => {
  const older = answer({ key: 'a', usd: 1 }, { key: 'b', usd: 2 })
  const newer = shareStructure(older, answer({ key: 'b', usd: 2 }, { key: 'a', usd: 3 }, { key: 'c', usd: 0 }))
  expect(newer).toEqual(answer({ key: 'b', usd: 2 }, { key: 'a', usd: 3 }, { key: 'c', usd: 0 }))
  expect([newer.rows[0] === older.rows[1], newer.rows[1] === older.rows[0], newer.totals === older.totals]).toEqual([
    true,
    false,
    true,
  ])
})

test('rows without a key are told by their place', () => {
  const older = [[1, 2], [3]]
  const newer = shareStructure(older, [[1, 2], [4]])
  expect(newer).toEqual([[1, 2], [4]])
  expect(newer[0]).toBe(older[0]!)
})

test('a field that comes or goes, and a list that grows or shrinks, is not the same', () => {
  for (const [older, newer] of [
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: 1, b: 2 }, { a: 1 }],
    [{ a: 1 }, { b: 1 }],
    [[1], [1, 2]],
    [[1, 2], [1]],
    [{ a: null }, { a: {} }],
    [[], {}],
    [undefined, { a: 1 }],
  ])
    expect(shareStructure(older, newer)).toEqual(newer)
})

test('two rows of one key both stay', () => {
  const rows = [
    { id: 'a', n: 1 },
    { id: 'a', n: 2 },
  ]
  expect(shareStructure(rows, structuredClone(rows))).toEqual(rows)
})
