import { expect, test } from 'bun:test'
import type { FoundSession, SearchHit } from '../../../src/search/answer.ts'
import { countHits, hitBeside, keyOf, markedIn, piecesOf, sessionBeside, sessionsOf, withShortLead } from './found.ts'

const hit = (itemId: string | null, kind: SearchHit['kind'] = 'prompt'): SearchHit => ({
  itemId,
  kind,
  at: 1,
  tool: null,
  snippet: { text: 'the hull', marks: [[4, 8]] },
})
const session = (sessionId: string, hits: SearchHit[], more = 0): FoundSession => ({
  sessionId,
  hits,
  more,
  title: null,
  agentId: 'codex:boat',
  agentName: 'boat',
  runtime: 'codex',
  kind: 'main',
  state: 'idle',
  projectPath: null,
  branch: null,
  lastAt: 1,
})

test('a session that two pages have stands once, with the hits of both', () => {
  const [one, two] = sessionsOf([
    { sessions: [session('one', [hit('a.0'), hit('b.0')], 1), session('two', [hit('a.0')])] },
    { sessions: [session('one', [hit('b.0'), hit('c.0')], 2)] },
  ])
  expect([one!.hits.map(({ itemId }) => itemId), one!.more]).toEqual([['a.0', 'b.0', 'c.0'], 3])
  expect(two!.hits).toHaveLength(1)
})

test('hits are counted by where they stand, and whose they are', () => {
  const counts = countHits([session('one', [hit(null, 'title'), hit('a.0'), hit('b.0', 'answer')], 4)])
  expect([counts.hits, counts.more]).toEqual([3, 4])
  expect([...counts.places]).toEqual([
    ['titles', 1],
    ['words', 2],
  ])
  expect([...counts.runtimes]).toEqual([['codex', 3]])
})

const groups = [session('one', [hit('a.0'), hit('b.0')]), session('two', [hit('a.0')]), session('three', [hit('a.0')])]
const key = (sessionId: string, itemId: string) => keyOf(sessionId, hit(itemId))

test('steps lead through the hits of all sessions, and not beyond them', () => {
  expect(hitBeside(groups, undefined, 1)).toBe(key('one', 'a.0'))
  expect(hitBeside(groups, key('one', 'b.0'), 1)).toBe(key('two', 'a.0'))
  expect(hitBeside(groups, key('two', 'a.0'), -1)).toBe(key('one', 'b.0'))
  expect(hitBeside(groups, key('three', 'a.0'), 1)).toBe(key('three', 'a.0'))
  expect(hitBeside(groups, 'gone', 1)).toBe(key('one', 'a.0'))
  expect(hitBeside([], undefined, 1)).toBeUndefined()
})

test('steps by session lead to its first hit', () => {
  expect(sessionBeside(groups, key('one', 'b.0'), 1)).toBe(key('two', 'a.0'))
  expect(sessionBeside(groups, key('two', 'a.0'), -1)).toBe(key('one', 'a.0'))
  expect(sessionBeside(groups, key('three', 'a.0'), 1)).toBe(key('three', 'a.0'))
  expect(sessionBeside(groups, undefined, 1)).toBe(key('one', 'a.0'))
})

test('a text is taken apart at its marks, and nothing of it is lost', () => {
  expect(
    piecesOf('paint the hull', [
      [0, 5],
      [10, 14],
    ]),
  ).toEqual([
    { text: 'paint', isMarked: true },
    { text: ' the ', isMarked: false },
    { text: 'hull', isMarked: true },
  ])
  for (const marks of [
    [],
    [[0, 99]],
    [
      [3, 5],
      [4, 8],
    ],
    [[5, 5]],
  ] as [number, number][][])
    expect(
      piecesOf('paint the hull', marks)
        .map(({ text }) => text)
        .join(''),
    ).toBe('paint the hull')
})

test('in a narrow line little stands before what is marked', () => {
  const text = 'const sock = await this.open(url) await this.store.flushed now'
  const from = text.indexOf('store.flushed')
  const short = withShortLead({ text, marks: [[from, from + 13]] })
  expect(short.text).toBe('…await this.store.flushed now')
  expect(short.marks.map(([start, end]) => short.text.slice(start, end))).toEqual(['store.flushed'])
  const long = { text: `${'x'.repeat(50)}hull`, marks: [[50, 54] as [number, number]] }
  expect(withShortLead(long)).toEqual({ text: `…${'x'.repeat(26)}hull`, marks: [[27, 31]] })
  const path = { text: `/home/user/code/lighthouse/src/ws/reconnect.ts`, marks: [[34, 43] as [number, number]] }
  expect(withShortLead(path).text).toBe('…code/lighthouse/src/ws/reconnect.ts')
  expect(withShortLead({ text: 'the hull', marks: [[4, 8]] }).text).toBe('the hull')
})

test('what is marked is named once', () => expect(markedIn([hit('a.0'), hit('b.0')])).toEqual(['hull']))
