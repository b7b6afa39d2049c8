import { expect, test } from 'bun:test'
import { createBoundedOutput } from './bounded-output.ts'

function kept(keep: 'head' | 'tail', maxBytes: number, ...pieces: string[]) {
  const output = createBoundedOutput({ maxBytes, keep })
  for (const piece of pieces) output.push(new TextEncoder().encode(piece))
  return [`${output.bytes()}`, output.truncated()]
}

test('what fits is kept whole', () => {
  for (const keep of ['head', 'tail'] as const) {
    expect(kept(keep, 6)).toEqual(['', false])
    expect(kept(keep, 6, 'abc', '', 'def')).toEqual(['abcdef', false])
    expect(kept(keep, 6, 'abcdef')).toEqual(['abcdef', false])
  }
})

test('of what is longer, the head or the tail is kept to the byte, and it says so', () => {
  for (const pieces of [['abcdefgh'], ['abc', 'defgh'], ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], ['abcdef', 'gh']]) {
    expect(kept('head', 6, ...pieces)).toEqual(['abcdef', true])
    expect(kept('tail', 6, ...pieces)).toEqual(['cdefgh', true])
  }
})

test('of nothing, nothing is kept', () => {
  expect(kept('head', 0, 'a')).toEqual(['', true])
  expect(kept('tail', 0, 'a')).toEqual(['', true])
})

test('a flood in pieces of any size never makes it hold more than the limit and one piece', () => {
  for (const keep of ['head', 'tail'] as const)
    for (const pieceBytes of [1, 7, 64, 1_000]) {
      const output = createBoundedOutput({ maxBytes: 100, keep })
      for (let sent = 0; sent < 10_000; sent += pieceBytes) {
        output.push(new Uint8Array(pieceBytes))
        expect(output.heldBytes()).toBeLessThanOrEqual(100 + pieceBytes)
      }
      expect(output.bytes().length).toBe(100)
    }
})

test('a small part of a large piece does not keep the memory of the whole', () => {
  const output = createBoundedOutput({ maxBytes: 4, keep: 'head' })
  output.push(new Uint8Array(1_000_000))
  expect(output.bytes().buffer.byteLength).toBeLessThan(100_000)
})
