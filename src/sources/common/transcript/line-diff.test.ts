import { expect, test } from 'bun:test'
import { changesOfPatch } from './apply-patch.ts'
import { diffOfTexts, hunksOfDiff, writtenLines } from './line-diff.ts'

const text = (lines: string[]) => `${lines.join('\n')}\n`
const numbered = (count: number, word: string) => Array.from({ length: count }, (_, number) => `${word} ${number}`)

test('a changed line stands between what surrounds it, with its number in a whole file', () => {
  const before = numbered(20, 'line')
  const diff = diffOfTexts(text(before), text(before.with(9, 'another')), true)
  expect(diff).toEqual({
    added: 1,
    removed: 1,
    hunks: [
      {
        oldStart: 7,
        newStart: 7,
        lines: [' line 6', ' line 7', ' line 8', '-line 9', '+another', ' line 10', ' line 11', ' line 12'],
      },
    ],
    truncated: false,
  })
})

test('the numbers of a part of a file are not known', () => {
  const { hunks } = diffOfTexts('one\ntwo', 'one\nthree')
  expect(hunks).toEqual([{ oldStart: null, newStart: null, lines: [' one', '-two', '+three'] }])
})

test('texts that are equal differ in nothing, and those without a common line in everything', () => {
  expect(diffOfTexts('a\nb\n', 'a\nb\n')).toEqual({ added: 0, removed: 0, hunks: [], truncated: false })
  expect(diffOfTexts('', 'a\nb\n')).toMatchObject({ added: 2, removed: 0, truncated: false })
  expect(diffOfTexts(text(numbered(50_000, 'old')), text(numbered(50_000, 'new')))).toMatchObject({
    added: 50_000,
    removed: 50_000,
    truncated: true,
  })
})

test('a diff of 50,000 lines that differ here and there says that it is only the beginning, and guesses no counts', () => {
  const before = numbered(50_000, 'line')
  const after = before.map((line, number) => (number % 20 === 0 ? `${line}!` : line))
  const diff = diffOfTexts(text(before), text(after))
  expect(diff).toMatchObject({ added: null, removed: null, truncated: true })
  expect(diff.hunks.flatMap(({ lines }) => lines).length).toBeLessThanOrEqual(2_000)
})

test('a file that is written has all its lines, and of many the first', () => {
  expect(writtenLines('a\nb\n', 0)).toEqual({
    added: 2,
    removed: 0,
    hunks: [{ oldStart: null, newStart: 1, lines: ['+a', '+b'] }],
    truncated: false,
  })
  const long = writtenLines(text(numbered(50_000, 'line')), null)
  expect([long.added, long.removed, long.truncated, long.hunks[0]!.lines.length]).toEqual([50_000, null, true, 2_000])
})

test('a unified diff is read by the counts of its heads, so that lines that look like heads stay lines', () => {
  const diff = hunksOfDiff(
    '--- a/x\n+++ b/x\n@@ -3,2 +3,3 @@ f()\n one\n--- two\n+++ three\n+@@ -1 +1 @@\n\\ No newline at end of file\n',
  )
  expect(diff).toEqual({
    added: 2,
    removed: 1,
    hunks: [{ oldStart: 3, newStart: 3, lines: [' one', '--- two', '+++ three', '+@@ -1 +1 @@'] }],
    truncated: false,
  })
  expect(hunksOfDiff('nothing of the kind')).toEqual({ added: 0, removed: 0, hunks: [], truncated: false })
})

test('a patch adds, updates, moves and deletes files', () => {
  const changes = changesOfPatch(
    text([
      '*** Begin Patch',
      '*** Add File: new.txt',
      '+one',
      '+two',
      '*** Update File: old.txt',
      '*** Move to: moved.txt',
      '@@ def f():',
      ' same',
      '-before',
      '+after',
      '*** Delete File: gone.txt',
      '*** End Patch',
    ]),
  )
  expect(changes).toEqual([
    {
      path: 'new.txt',
      change: 'create',
      movedTo: null,
      added: 2,
      removed: 0,
      hunks: [{ oldStart: null, newStart: null, lines: ['+one', '+two'] }],
      truncated: false,
    },
    {
      path: 'old.txt',
      change: 'move',
      movedTo: 'moved.txt',
      added: 1,
      removed: 1,
      hunks: [{ oldStart: null, newStart: null, lines: [' same', '-before', '+after'] }],
      truncated: false,
    },
    { path: 'gone.txt', change: 'delete', movedTo: null, added: null, removed: null, hunks: [], truncated: false },
  ])
  expect(changesOfPatch('no patch')).toEqual([])
})
