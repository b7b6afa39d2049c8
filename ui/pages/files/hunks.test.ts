import { expect, test } from 'bun:test'
import type { FileChange, ToolAction } from '../../../src/facts/tool-action.ts'
import type { TranscriptItem } from '../../../src/facts/transcript.ts'
import { type Change, changeIn, linesLost, reachOf } from './hunks.ts'

const change = (path: string, lines: string[], rest: Partial<FileChange> = {}): FileChange => ({
  path,
  change: 'edit',
  movedTo: null,
  added: null,
  removed: null,
  hunks: [{ oldStart: 86, newStart: 86, lines }],
  truncated: false,
  ...rest,
})
const item = (action: ToolAction | null): TranscriptItem => ({
  id: '5.0',
  at: 0,
  kind: 'tool',
  callId: 'c',
  tool: 'edit',
  action,
  argument: null,
  input: null,
  result: null,
  endedAt: null,
})
const found = (action: ToolAction | null, path = '/home/boat/src/a.ts') => changeIn([item(action)], '5.0', path)

test('the change of a file is found in its call, also by a relative path, and none of another file', () => {
  const edit = (...changes: FileChange[]): ToolAction => ({ kind: 'edit', changes })
  expect(found(edit(change('/home/boat/src/b.ts', ['+b']), change('src/a.ts', ['+a'])))).toMatchObject({
    kind: 'lines',
    hunks: [{ lines: ['+a'] }],
  })
  expect(found(edit(change('/x', ['+a'], { movedTo: '/home/boat/src/a.ts' }))).kind).toBe('lines')
  expect(found({ kind: 'command', command: 'sed -i s/a/b/ src/a.ts', cwd: null, exitCode: 0 })).toEqual({
    kind: 'command',
    command: 'sed -i s/a/b/ src/a.ts',
  })
  for (const action of [
    null,
    edit(),
    edit(change('a.t', ['+a'])),
    edit(change('/home/boat/src/a.ts', [], { hunks: [] })),
  ])
    expect(found(action)).toEqual({ kind: 'unknown' })
  expect(changeIn([], '5.0', '/a')).toEqual({ kind: 'unknown' })
})

test('the reach of a change is said where its numbers are known', () => {
  expect(reachOf([{ oldStart: 1, newStart: 86, lines: [' a', '-b', '+c', ' d'] }])).toBe('lines 86 to 88')
  expect(reachOf([{ oldStart: 1, newStart: 3, lines: ['+c'] }])).toBe('line 3')
  expect(reachOf([{ oldStart: null, newStart: null, lines: ['+c'] }])).toBe('')
  expect(reachOf([])).toBe('')
})

test('lines are lost where the later change takes out what the earlier one wrote', () => {
  const lines = (...own: string[]): Change => ({
    kind: 'lines',
    change: 'edit',
    truncated: false,
    hunks: [{ oldStart: 1, newStart: 1, lines: own }],
  })
  expect(linesLost(lines('+  a', '+b', '+'), lines('-a', '-', '+c'))).toBe(1)
  expect(linesLost(lines('+a'), lines('+c'))).toBe(0)
  const whole = (...own: string[]): Change => ({ ...lines(...own), change: 'write' }) as Change
  expect(linesLost(lines('+a', '+b', '+'), whole('+  a', '+c'))).toBe(1)
  expect(linesLost(lines('+a'), { ...whole('+c'), truncated: true } as Change)).toBeNull()
  expect(linesLost(lines('+a'), { kind: 'unknown' })).toBeNull()
})
