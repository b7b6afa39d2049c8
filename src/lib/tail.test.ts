import { expect, test } from 'bun:test'
import { appendFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { type Mark, type Piece, readPieces } from './tail.ts'
import { temporary } from './testing/temporary.ts'

type Limits = Parameters<typeof readPieces>[2]

/** A file with a reader; `look` answers the new lines, and `anew` where reading began again. */
function tailed(limits: Limits = {}) {
  const folder = temporary('tail')
  const path = folder.at('log.jsonl')
  let mark: Mark | undefined
  return {
    ...folder,
    path,
    append: (text: string | Uint8Array) => appendFileSync(path, text),
    write: (text: string | Uint8Array) => writeFileSync(path, text),
    look() {
      const lines: string[] = []
      for (const piece of readPieces(path, mark, limits)) {
        if (piece.restarted) lines.push('anew')
        lines.push(...piece.tooLong.map(({ at, bytes }) => `too long: ${bytes} at ${at}`))
        if (piece.bytes.length > 0) lines.push(...new TextDecoder().decode(piece.bytes).replace(/\n$/, '').split('\n'))
        mark = piece.mark
      }
      return lines
    },
  }
}

test('what was appended is read once', () => {
  using file = tailed()
  file.write('one\ntwo\n')
  expect(file.look()).toEqual(['one', 'two'])
  expect(file.look()).toEqual([])
  file.append('three\n')
  expect(file.look()).toEqual(['three'])
})

test('a torn last line stays unread until it is whole', () => {
  using file = tailed()
  file.write('one\ntw')
  expect(file.look()).toEqual(['one'])
  file.append('o')
  expect(file.look()).toEqual([])
  file.append('\n')
  expect(file.look()).toEqual(['two'])
})

test('an empty file says nothing, and what is then written to it is read', () => {
  using file = tailed()
  file.write('')
  expect(file.look()).toEqual([])
  file.append('one\n')
  expect(file.look()).toEqual(['one'])
})

test('a shortened file is read anew', () => {
  using file = tailed()
  file.write('one\ntwo\nthree\n')
  file.look()
  truncateSync(file.path, 4)
  expect(file.look()).toEqual(['anew', 'one'])
})

test('an emptied file says so once, and is read from its beginning afterwards', () => {
  using file = tailed()
  file.write('one\ntwo\n')
  file.look()
  truncateSync(file.path, 0)
  expect(file.look()).toEqual(['anew'])
  expect(file.look()).toEqual([])
  file.append('new\n')
  expect(file.look()).toEqual(['new'])
})

test('another file under the same name is read from its beginning, however long it is', () => {
  using file = tailed()
  file.write('one\ntwo\n')
  file.look()
  renameSync(file.path, `${file.path}.1`)
  file.write('one\ntwo\nthree\nfour\n')
  expect(file.look()).toEqual(['anew', 'one', 'two', 'three', 'four'])
})

test('a file rewritten in place is read anew even when it is longer than before', () => {
  using file = tailed()
  file.write('one\ntwo\n')
  file.look()
  file.write('uno\ndos\ntres\n')
  expect(file.look()).toEqual(['anew', 'uno', 'dos', 'tres'])
})

test('a rewritten file whose first line is not whole yet is read anew when it is', () => {
  using file = tailed()
  file.write('one\ntwo\n')
  file.look()
  file.write('a longer line than there was befo')
  expect(file.look()).toEqual([])
  file.append('re\n')
  expect(file.look()).toEqual(['anew', 'a longer line than there was before'])
})

test('a file that is gone is the affair of the caller', () => {
  using file = tailed()
  file.write('one\n')
  file.look()
  rmSync(file.path)
  expect(() => file.look()).toThrow('ENOENT')
})

test('pieces end at lines, whatever their size, and together are the whole', () => {
  for (const pieceBytes of [1, 2, 3, 5, 7, 16, 1000]) {
    using file = tailed({ pieceBytes })
    file.write('one\n\ntwo and more\nx\n')
    expect(file.look()).toEqual(['one', '', 'two and more', 'x'])
  }
})

test('a line of 16 MB is read whole', () => {
  using file = tailed()
  const long = 'x'.repeat(16 << 20)
  file.write(`one\n${long}\ntwo\n`)
  const [one, found, two] = file.look()
  expect([one, found?.length, two]).toEqual(['one', long.length, 'two'])
})

test('a line above the limit is skipped and named; its neighbours are read', () => {
  using file = tailed({ pieceBytes: 8, maxLineBytes: 32 })
  file.write(`one\n${'x'.repeat(100)}\ntwo\n`)
  expect(file.look()).toEqual(['one', 'too long: 101 at 4', 'two'])
  expect(file.look()).toEqual([])
})

test('a line above the limit at the end is named once it has ended', () => {
  using file = tailed({ pieceBytes: 8, maxLineBytes: 32 })
  file.write(`one\n${'x'.repeat(100)}`)
  expect(file.look()).toEqual(['one'])
  file.append('\n')
  expect(file.look()).toEqual(['too long: 101 at 4'])
  expect(file.look()).toEqual([])
})

test('a line above the limit is not read again because of a torn line behind it', () => {
  using file = tailed({ pieceBytes: 8, maxLineBytes: 32 })
  file.write(`${'x'.repeat(100)}\ntor`)
  expect(file.look()).toEqual(['too long: 101 at 0'])
  expect(file.look()).toEqual([])
  file.append('n\n')
  expect(file.look()).toEqual(['torn'])
})

test('carriage returns and bytes that are no UTF-8 pass through unharmed', () => {
  using file = tailed()
  const bytes = Buffer.from([0x61, 0x0d, 0x0a, 0xff, 0xfe, 0x0a])
  file.write(bytes)
  const pieces = [...readPieces(file.path, undefined)]
  expect(Buffer.concat(pieces.map((piece) => piece.bytes))).toEqual(bytes)
})

test('what is appended between two pieces waits for the next look, and is not lost', () => {
  using file = tailed({ pieceBytes: 4 })
  file.write('one\ntwo\n')
  const pieces = readPieces(file.path, undefined, { pieceBytes: 4 })
  const read = ({ bytes, mark }: Piece) => ({ text: new TextDecoder().decode(bytes), mark })
  const first = read(pieces.next().value!)
  file.append('three\n')
  const rest = Array.from(pieces, read)
  expect([first, ...rest].map(({ text }) => text)).toEqual(['one\n', 'two\n'])
  const later = [...readPieces(file.path, rest.at(-1)!.mark)]
  expect(later.map((piece) => [piece.restarted, new TextDecoder().decode(piece.bytes)])).toEqual([[false, 'three\n']])
})

test('a file that shrinks while it is read ends there', () => {
  using file = tailed()
  file.write('one\ntwo\nthree\n')
  const pieces = readPieces(file.path, undefined, { pieceBytes: 4 })
  pieces.next()
  truncateSync(file.path, 4)
  expect([...pieces]).toEqual([])
})

test('a last line without its newline is taken where the asker knows it to be whole, and what follows is not lost', () => {
  using file = tailed({ isWhole: (line) => line.at(-1) === 0x21 })
  file.write('one\ntwo')
  expect(file.look()).toEqual(['one'])
  file.append('!')
  expect(file.look()).toEqual(['two!'])
  file.append('\nthree\n')
  expect(file.look()).toEqual(['', 'three'])
})

for (const [what, more] of Object.entries({ 'the same length': '', 'a larger one': 'more\n' }))
  for (const lines of [3, 3_000])
    test(`a file of ${lines} lines rewritten to ${what} is read anew, though its last lines are the same`, () => {
      using file = tailed()
      const rest = `${'the same line again and again\n'.repeat(lines)}`
      file.write(`one\n${rest}`)
      file.look()
      file.write(`two\n${rest}${more}`)
      expect(file.look().slice(0, 2)).toEqual(['anew', 'two'])
    })

test('a long file in which many lines changed before the last is read anew', () => {
  using file = tailed()
  const text = (word: string) => `${`${word} `.repeat(20)}\n`.repeat(5_000)
  file.write(`${text('hull')}${text('mast')}`)
  file.look()
  file.write(`${text('deck')}${text('mast')}`)
  expect(file.look()[0]).toBe('anew')
})
