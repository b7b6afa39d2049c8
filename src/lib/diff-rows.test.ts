import { expect, test } from 'bun:test'
import { diffRowsOf } from './diff-rows.ts'

const marked = (lines: string[]) =>
  diffRowsOf({ oldStart: 1, newStart: 1, lines }).map(({ runs }) =>
    runs.map(({ text, isChanged }) => (isChanged ? `[${text}]` : text)).join(''),
  )

test('each line has the numbers that it had before and has now', () => {
  const rows = diffRowsOf({ oldStart: 88, newStart: 90, lines: [' a', '-b', '+c', '+d', ' e'] })
  expect(rows.map(({ kind, oldLine, newLine }) => [kind, oldLine, newLine])).toEqual([
    ['same', 88, 90],
    ['removed', 89, null],
    ['added', null, 91],
    ['added', null, 92],
    ['same', 90, 93],
  ])
  const unknown = diffRowsOf({ oldStart: null, newStart: null, lines: ['-a', '+b'] })
  expect(unknown.map(({ oldLine, newLine }) => [oldLine, newLine])).toEqual([
    [null, null],
    [null, null],
  ])
})

test('what changed within a line is marked, in the line that came for it', () =>
  expect(
    marked(['-const token = this.store.last;', '+await this.store.flushed;', '+const token = this.store.fresh;']),
  ).toEqual(['const token = this.store.[last];', 'await this.store.flushed;', 'const token = this.store.[fresh];']))

test('lines that have little in common are compared as whole lines', () =>
  expect(marked(['-one two three', '+something else entirely'])).toEqual(['one two three', 'something else entirely']))

test('a diff of thousands of lines, and lines of many letters, keep every letter', () => {
  const lines = Array.from({ length: 5_000 }, (_, n) => `${n % 2 ? '+' : '-'}line ${n} ${'x'.repeat(n % 97)}`)
  const long = [`-${'a '.repeat(30_000)}`, `+${'b '.repeat(30_000)}`]
  for (const all of [lines, long])
    expect(
      diffRowsOf({ oldStart: 1, newStart: 1, lines: all }).map(({ runs }) => runs.map(({ text }) => text).join('')),
    ).toEqual(all.map((line) => line.slice(1)))
})

test('a line is compared as far as it goes and keeps its text', () => {
  const lines = ['-  a b  c', '+  a  b c d', '-x', '+x y']
  expect(marked(lines).map((line) => line.replaceAll(/[[\]]/g, ''))).toEqual(lines.map((line) => line.slice(1)))
})
