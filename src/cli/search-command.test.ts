import { expect, test } from 'bun:test'
import type { SearchAnswer } from '../search/answer.ts'
import { formatSearch } from './search-command.ts'

const now = Date.UTC(2026, 10, 30, 12)
const answer: SearchAnswer = {
  sessions: [
    {
      sessionId: 'claude-code.main.a',
      title: 'Fix the hull',
      agentId: 'claude-code:main',
      agentName: 'Main',
      runtime: 'claude-code',
      kind: 'main',
      state: 'idle',
      projectPath: null,
      branch: null,
      lastAt: now - 3_600_000,
      more: 3,
      hits: [
        { itemId: '2a.0', kind: 'prompt', at: now, tool: null, snippet: { text: 'paint the hull', marks: [[0, 5]] } },
        { itemId: null, kind: 'title', at: now, tool: null, snippet: { text: 'Fix the hull', marks: [[8, 12]] } },
      ],
    },
  ],
  nextCursor: null,
  isComplete: true,
  searchedBackTo: null,
  scanned: 0,
  index: { sessions: 9, sessionsDone: 9, isWhole: true, trouble: null },
}

test('what was found stands below its session', () =>
  expect(formatSearch(answer, { colour: false, now })).toBe(`Fix the hull  Main, claude-code, 1 h ago
  claude-code.main.a
  prompt   paint the hull
  title    Fix the hull
  and up to 3 more
`))

test('what was looked for is coloured on a terminal', () =>
  expect(formatSearch(answer, { colour: true, now })).toContain('prompt   \x1b[33mpaint\x1b[39m the hull'))

test('what was not looked at is said', () => {
  const partly = {
    ...answer,
    sessions: [],
    nextCursor: 'x',
    isComplete: false,
    searchedBackTo: now - 3_600_000,
    scanned: 2,
    index: { ...answer.index, sessionsDone: 4, isWhole: false, trouble: 'The disk is full.' },
  }
  expect(formatSearch(partly, { colour: false, now })).toBe(`Nothing was found so far.

Searched back to 1 h ago; there may be more.
The texts of 2 sessions were read for it: 4 of 9 are indexed.
The disk is full.
`)
})

test('nothing that was found is said as that', () =>
  expect(formatSearch({ ...answer, sessions: [] }, { colour: false, now })).toBe('Nothing was found.\n'))
