import { expect, test } from 'bun:test'
import type { OfficeMember } from '../../../../src/office/member.ts'
import { member } from '../../../office/world/testing/members.ts'
import { type LogLine, logLinesOf, mostWaiting, takeLine, withLines } from './log-lines.ts'

const scout = (said: Partial<OfficeMember> = {}) => member('scout', { name: 'Scout', ...said })
const child = (said: Partial<OfficeMember> = {}) =>
  member('c', { kind: 'subagent', parentId: 'scout', name: 'quiet-hours', state: 'running', ...said })

const rows: [what: string, before: OfficeMember[], after: OfficeMember[], lines: string[]][] = [
  ['who begins to wait', [scout()], [scout({ state: 'waiting' })], ['Scout waits for an answer']],
  ['who goes on waiting', [scout({ state: 'waiting' })], [scout({ state: 'waiting', asks: 'what?' })], []],
  ['who begins', [scout()], [scout({ state: 'running', tool: 'bash' })], ['Scout began: bash']],
  ['who begins without a tool', [scout()], [scout({ state: 'thinking' })], ['Scout began to work']],
  ['who was answered', [scout({ state: 'waiting' })], [scout({ state: 'running' })], ['Scout goes on']],
  [
    'another tool',
    [scout({ state: 'running', tool: 'a' })],
    [scout({ state: 'running', tool: 'b' })],
    ['Scout began: b'],
  ],
  ['the same tool', [scout({ state: 'running', tool: 'a' })], [scout({ state: 'running', tool: 'a' })], []],
  ['a tool that ends', [scout({ state: 'running', tool: 'a' })], [scout({ state: 'running' })], []],
  ['thoughts in between', [scout({ state: 'running' })], [scout({ state: 'thinking' })], []],
  ['who failed', [scout({ state: 'running' })], [scout({ state: 'failed' })], ['Scout failed']],
  ['who is done', [scout({ state: 'running' })], [scout({ state: 'finished' })], ['Scout is done']],
  ['who hands something over', [scout()], [scout(), child()], ['Scout handed over: quiet-hours']],
  ['a sub-agent of nobody here', [scout()], [scout(), child({ parentId: 'x' })], ['quiet-hours began to work']],
  ['who comes in', [scout()], [scout(), member('b', { name: 'Bosun' })], ['Bosun came in']],
  ['who leaves', [scout(), child()], [scout()], []],
  ['everybody at first', [], [scout({ state: 'waiting' })], []],
  ['a state of a newer server', [scout()], [scout({ state: 'dancing' as OfficeMember['state'] })], []],
]
for (const [what, before, after, lines] of rows)
  test(what, () => expect(logLinesOf(before, after).map(({ who, words }) => `${who} ${words}`)).toEqual(lines))

const line = (who: string, severity = 1): LogLine => ({ who, words: '', sessionId: null, severity })

test('the most severe is told first, of those the one that waited longest, and the oldest are dropped', () => {
  let waiting: LogLine[] = []
  for (const [at, severity] of [1, 8, 3, 8, 1, 1, 2].entries())
    waiting = withLines(waiting, [line(String(at), severity)])
  expect(waiting).toHaveLength(mostWaiting)
  const told: string[] = []
  for (let next = takeLine(waiting, 9_000); next.line; next = takeLine(next.rest, 9_000)) told.push(next.line.who)
  expect(told).toEqual(['1', '3', '2', '6', '4', '5'])
})

test('a line a second is enough, and what is told aside waits for a pause', () => {
  const aside = line('tool', 0)
  expect(takeLine([], 9_000)).toEqual({ line: undefined, rest: [], inMs: null })
  expect(takeLine([line('a')], 400)).toMatchObject({ line: undefined, inMs: 600 })
  expect(takeLine([line('a')], 1_000).line?.who).toBe('a')
  expect(takeLine([aside], 1_000)).toMatchObject({ line: undefined, rest: [aside], inMs: 5_000 })
  expect(takeLine([aside], 6_000).line?.who).toBe('tool')
  expect(takeLine([aside, line('a')], 6_000).line?.who).toBe('a')
  expect(withLines([aside], [line('a'), line('newer', 0)]).map(({ who }) => who)).toEqual(['a', 'newer'])
})

test('other tools of who is at work are told aside, and whoever begins is not', () => {
  const at = (before: OfficeMember, after: OfficeMember) => logLinesOf([before], [after])[0]!.severity
  expect(at(scout({ state: 'running', tool: 'a' }), scout({ state: 'running', tool: 'b' }))).toBe(0)
  expect(at(scout(), scout({ state: 'running', tool: 'b' }))).toBeGreaterThan(0)
})
