import { expect, test } from 'bun:test'
import { finderOf, piecesOf } from './marks.ts'

/** A text with what was found in brackets and names in angle brackets. */
const drawn = (text: string, q: string, isRegex = false) =>
  piecesOf(text, finderOf({ q, isRegex }))
    .map(({ text, kind }) => (kind === 'hit' ? `[${text}]` : kind === 'name' ? `<${text}>` : text))
    .join('')

test('words are marked in any case, wherever they stand', () => {
  expect(drawn('Disk full, disk gone', 'disk')).toBe('[Disk] full, [disk] gone')
})

test('words are not read as an expression unless they are one', () => {
  expect(drawn('a.c abc', 'a.c')).toBe('[a.c] abc')
  expect(drawn('a.c abc', 'a.c', true)).toBe('[a.c] [abc]')
})

test('names in front of an equals sign are told from their values', () => {
  expect(drawn('closed code=1006 client=forge', '')).toBe('closed <code=>1006 <client=>forge')
  expect(drawn('closed code=1006', 'code=1006')).toBe('closed [code=1006]')
})

test('an expression that finds nothing, or nothing but emptiness, marks nothing', () => {
  expect(drawn('abc', 'x*', true)).toBe('abc')
  expect(drawn('abc', '(', true)).toBe('abc')
})

test('no text is lost', () => {
  const long = `${'x=1 '.repeat(2_000)}end`
  expect(
    piecesOf(long, finderOf({ q: '1', isRegex: false }))
      .map(({ text }) => text)
      .join(''),
  ).toBe(long)
})
