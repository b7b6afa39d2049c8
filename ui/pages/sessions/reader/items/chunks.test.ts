import { expect, test } from 'bun:test'
import { chunksOf } from './chunks.ts'

test('a text is divided at its lines, and nothing of it is lost', () => {
  for (const text of ['', 'short', 'a line\n'.repeat(9_000), '😀'.repeat(20_001), `${'x'.repeat(50_000)}\n`]) {
    const chunks = chunksOf(text)
    expect(chunks.join('')).toBe(text)
    for (const chunk of chunks) expect([chunk.length <= 16_000, chunk.isWellFormed()]).toEqual([true, true])
  }
  expect(chunksOf('a line\n'.repeat(9_000)).every((chunk) => chunk.endsWith('\n'))).toBe(true)
})
