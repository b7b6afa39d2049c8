import { expect, test } from 'bun:test'
import type { FileEdit } from '../../../src/files/file.ts'
import { type FeedRow, feedOf } from './feed.ts'

const now = Date.UTC(2026, 10, 20, 12)
const minute = 60_000
const edit = (ago: number, path: string, rest: Partial<FileEdit> = {}): FileEdit => ({
  sessionId: 'a',
  at: now - ago * minute,
  how: 'edit',
  added: 1,
  removed: 0,
  isGuessed: false,
  itemId: `${ago}.0`,
  path,
  ...rest,
})
const shown = (edits: FileEdit[]) =>
  feedOf(edits, [], now, 'UTC').map(
    ({ name, rows }) => `${name}: ${rows.map((row) => ('times' in row ? `${row.path}×${row.times}` : 'outside'))}`,
  )

test('changes stand under when they were, each group once', () => {
  expect(shown([edit(0, 'a'), edit(11, 'b'), edit(61, 'c'), edit(13 * 60, 'd'), edit(3 * 24 * 60, 'e')])).toEqual([
    'Now: a×1',
    'Last hour: b×1',
    'Today: c×1',
    'Yesterday: d×1',
    'Tuesday 17 November: e×1',
  ])
  expect(shown([])).toEqual([])
})

test('changes of one file by one session in a row are one line with their sum; others stay apart', () => {
  const edits = [
    edit(0, 'a'),
    edit(1, 'a', { added: 4, removed: null }),
    edit(2, 'a', { sessionId: 'b' }),
    edit(3, 'a', { isGuessed: true, added: null, removed: null }),
    edit(20, 'a'),
  ]
  expect(shown(edits)).toEqual(['Now: a×2,a×1,a×1', 'Last hour: a×1'])
  const [first, , guessed] = feedOf(edits, [], now, 'UTC')[0]!.rows as FeedRow[]
  expect([first!.added, first!.removed, first!.itemId, guessed!.added]).toEqual([5, 0, '0.0', null])
})

test('what was changed from outside stands among the edits, and parts those of one session', () => {
  const outside = { at: now - minute, path: 'a', files: 37, isByGit: true }
  const [group] = feedOf([edit(0, 'a'), edit(2, 'a')], [outside], now, 'UTC')
  expect(group!.rows.map((row) => ('files' in row ? `${row.files} files` : row.times))).toEqual([1, '37 files', 1])
})
