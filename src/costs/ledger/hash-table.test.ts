import { expect, test } from 'bun:test'
import { createHashTable, hashOf } from './hash-table.ts'

test('every id is found by its hash, however many there are, and those of one hash all are', () => {
  const table = createHashTable()
  for (let id = 1; id <= 20_000; id++) table.add(hashOf(`key ${id % 15_000}`), id)
  for (let id = 1; id <= 15_000; id++) {
    const ids = id <= 5_000 ? [id, id + 15_000] : [id]
    expect(table.idsOf(hashOf(`key ${id % 15_000}`))).toEqual(ids)
  }
  expect(table.idsOf(hashOf('none'))).toEqual([])
  expect(table.size()).toBe(20_000)
})

test('what is removed is not found, and what lies behind it still is', () => {
  const table = createHashTable()
  // The same slot for all of them.
  const hashes = [1, 2, 3].map((n) => 1 + n * 2 ** 20)
  for (const [n, hash] of hashes.entries()) table.add(hash, n + 1)
  table.remove(hashes[0]!, 1)
  expect(hashes.map((hash) => table.idsOf(hash))).toEqual([[], [2], [3]])
  table.add(hashes[0]!, 9)
  expect(hashes.map((hash) => table.idsOf(hash))).toEqual([[9], [2], [3]])
})

test('hashes are stored, so they never change', () => {
  expect(['', 'a', 'claude-code:msg_01:req_01', 'Käse 🧀'].map(hashOf)).toEqual([
    35167192219649, 106876912675712, 83560097396521, 52969243379623,
  ])
})

test('keys that are alike have hashes of their own', () => {
  const hashes = new Set<number>()
  for (let n = 0; n < 20_000; n++) hashes.add(hashOf(`claude-code:msg_${n}:req_${n % 7}`))
  expect(hashes.size).toBe(20_000)
})
