import { expect, test } from 'bun:test'
import { readQuery } from '../../../src/search/query.ts'
import { caretIn, inMode, isBlank, modeOf, type QueryMode } from './query-modes.ts'

const modes: [q: string, mode: QueryMode][] = [
  ['paint ship', 'words'],
  ['"paint the ship"', 'exact'],
  ['"paint" ship', 'words'],
  ['"paint', 'words'],
  ['/paint/', 'regex'],
  ['/paint|ship/im', 'regex'],
  ['/home/user/boat', 'words'],
  ['/', 'words'],
]
for (const [q, mode] of modes) test(`${q} is a query of the mode ${mode}`, () => expect(modeOf(q)).toBe(mode))

const rewritten: [q: string, mode: QueryMode, after: string][] = [
  ['store.flushed', 'exact', '"store.flushed"'],
  ['"store.flushed"', 'words', 'store.flushed'],
  ['"store.flushed"', 'regex', '/store\\.flushed/i'],
  ['/store\\.flushed/i', 'exact', '"store.flushed"'],
  ['/store\\.flushed/', 'words', 'store.flushed'],
  ['paint.*hull', 'regex', '/paint.*hull/i'],
  ['"hull of" ship', 'exact', '"hull of ship"'],
  ['paint', 'words', 'paint'],
  ['/a/m', 'regex', '/a/m'],
  ['', 'exact', '""'],
]
for (const [q, mode, after] of rewritten)
  test(`${q || 'nothing'} becomes ${after} as ${mode}`, () => expect(inMode(q, mode)).toBe(after))

test('what is written as exact letters is found as these letters, in both modes that can say so', () => {
  for (const letters of ['store.flushed', 'a+b (c) [d] {e}', 'back\\slash', 'src/ws/reconnect.ts', '$5 ^ | ?']) {
    const exact = inMode(letters, 'exact')
    expect(readQuery(exact)).toEqual({ kind: 'terms', all: [{ kind: 'literal', text: letters }], none: [] })
    const regex = readQuery(inMode(exact, 'regex'))
    expect(regex.kind === 'regex' && new RegExp(regex.source, regex.flags).test(letters)).toBe(true)
    expect(inMode(inMode(exact, 'regex'), 'exact')).toBe(exact)
  }
})

test('signs without anything between them look for nothing', () => {
  for (const q of ['', '  ', '""', '//', '//i', '" "']) expect([q, isBlank(q)]).toEqual([q, true])
  expect(isBlank('a')).toBe(false)
})

test('somebody types on within the signs', () => {
  expect(caretIn('""')).toBe(1)
  expect(caretIn('//i')).toBe(1)
  expect(caretIn('paint')).toBe(5)
})
