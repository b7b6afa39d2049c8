import { expect, test } from 'bun:test'
import { filled, session, usage } from '../indexing/testing/filled.ts'
import type { Fact } from '../live/fact.ts'
import { createSessions, type SessionQuery } from './sessions.ts'

const now = Date.UTC(2026, 10, 20, 12)
const min = 60_000

function start(facts: Fact[]) {
  const { index, add } = filled(facts)
  const sessions = createSessions(index, { host: 'here', now: () => now })
  return { sessions, add, of: (name: string) => sessions.byIds([`openclaw.${name}`])[0]! }
}

/** All pages of a question, each as the ids on it. */
function pages(sessions: ReturnType<typeof createSessions>, question: SessionQuery) {
  const found: string[][] = []
  for (let cursor: string | undefined; ; ) {
    const page = sessions.list({ ...question, ...(cursor !== undefined && { cursor }) })
    found.push(page.items.map(({ id }) => id.replace('openclaw.', '')))
    if (page.nextCursor === null) return found
    cursor = page.nextCursor
  }
}

/** Ten sessions, a minute apart; every third is a failed one. */
const ten = Array.from({ length: 10 }, (_, n) =>
  session(`main.s${n}`, {
    lastAt: now - n * min,
    status: n % 3 === 0 ? 'failed' : '',
    lastRole: 'assistant',
    stopReason: 'stop',
  }),
)
const names = ten.map((_, n) => `main.s${n}`)

test('a list begins with what was active last', () => expect(pages(start(ten).sessions, {})).toEqual([names]))

test('pages of every size are the whole, in order, none twice', () => {
  const { sessions } = start(ten)
  for (let limit = 1; limit <= 11; limit++) {
    const found = pages(sessions, { limit })
    expect(found.flat()).toEqual(names)
    expect(found.slice(0, -1).every((page) => page.length === limit)).toBeTrue()
    expect(found.at(-1)!.length).toBeGreaterThan(0)
  }
})

test('sessions of the same moment, and those without any, are paged as well', () => {
  const same = Array.from({ length: 7 }, (_, n) => session(`main.s${n}`, n < 4 ? { lastAt: now } : {}))
  for (let limit = 1; limit <= 8; limit++)
    expect(pages(start(same).sessions, { limit }).flat()).toEqual([
      'main.s3',
      'main.s2',
      'main.s1',
      'main.s0',
      'main.s6',
      'main.s5',
      'main.s4',
    ])
})

test('a state is found across pages', () => {
  const { sessions } = start(ten)
  const failed = ['main.s0', 'main.s3', 'main.s6', 'main.s9']
  for (let limit = 1; limit <= 5; limit++) {
    expect(pages(sessions, { limit, state: 'failed' }).flat()).toEqual(failed)
    expect(pages(sessions, { limit, state: 'waiting' }).flat()).toEqual([])
  }
})

test('what is new while somebody pages changes nothing behind the cursor', () => {
  const { sessions, add } = start(ten)
  const first = sessions.list({ limit: 4 })
  add([session('main.new', { lastAt: now })])
  expect(sessions.list({ limit: 20, cursor: first.nextCursor! }).items.map(({ id }) => id)).toEqual(
    names.slice(4).map((name) => `openclaw.${name}`),
  )
})

test('a cursor that is none is refused', () => {
  const { sessions } = start(ten)
  for (const cursor of ['', 'x', '12', 'x.y', 'NaN.a', '1e999.a'])
    expect(() => sessions.list({ cursor })).toThrow('nextCursor')
})

const various = [
  session('main.a', { key: 'agent:main:main', sessionKind: 'main', title: '100% of "it"', lastAt: 3 }),
  session('ops.b', { key: 'agent:ops:cron:j', sessionKind: 'cron', openingWords: 'Look after the_logs', lastAt: 2 }),
  session('ops.c', { key: 'agent:ops:x', lastAt: 1 }),
]
const finds = (question: SessionQuery, expected: string[]) =>
  expect(pages(start(various).sessions, question).flat()).toEqual(expected)

test('an agent has its own', () => finds({ agent: 'openclaw:ops' }, ['ops.b', 'ops.c']))
test('a kind has its own', () => finds({ kind: 'cron' }, ['ops.b']))
test('what has no kind is other', () => finds({ kind: 'other' }, ['ops.c']))
test('a runtime has its own', () => finds({ runtime: 'codex' }, []))
test('words are found in titles, opening words, keys and ids', () => {
  finds({ q: 'IT' }, ['main.a'])
  finds({ q: 'look AFTER' }, ['ops.b'])
  finds({ q: ':cron:' }, ['ops.b'])
  finds({ q: 'openclaw.ops' }, ['ops.b', 'ops.c'])
})
test('signs that mean something to SQL are only signs', () => {
  finds({ q: '%' }, ['main.a'])
  finds({ q: '_' }, ['ops.b'])
  finds({ q: '\\' }, [])
  finds({ q: "'" }, [])
})

test('an older window and an archive are kept, but not listed', () => {
  const { sessions, of } = start([session('main.old', { current: false }), session('main.new', { current: true })])
  expect(pages(sessions, {})).toEqual([['main.new']])
  expect(sessions.count()).toBe(1)
  expect(of('main.old').id).toBe('openclaw.main.old')
})

test('a parent is the current window of its key', () => {
  const { of } = start([
    session('main.old', { key: 'agent:main:main', current: false, lastAt: 9 }),
    session('main.new', { key: 'agent:main:main', current: true, lastAt: 5 }),
    session('ops.child', { parentKey: 'agent:main:main', parentAgentId: 'openclaw:main' }),
    session('ops.orphan', { parentKey: 'agent:main:gone', parentAgentId: 'openclaw:main' }),
  ])
  expect(of('ops.child').parentId).toBe('openclaw.main.new')
  expect(of('ops.orphan').parentId).toBeNull()
  expect(of('main.new').parentId).toBeNull()
})

test('of two homes with the same keys, each child has its own parent', () => {
  const { of } = start([
    session('main.one', { key: 'agent:main:main', lastAt: 1 }),
    session('main-abc123.two', { key: 'agent:main:main', lastAt: 2 }),
    session('ops.child', { parentKey: 'agent:main:main', parentAgentId: 'openclaw:main' }),
    session('ops-abc123.child', { parentKey: 'agent:main:main', parentAgentId: 'openclaw:main-abc123' }),
  ])
  expect(of('ops.child').parentId).toBe('openclaw.main.one')
  expect(of('ops-abc123.child').parentId).toBe('openclaw.main-abc123.two')
})

/** What a session says it cost, of answers written as logged dollars; null has no price. */
function costs(logged: (number | null)[], expected: [costUsd: number | null, costSource: string | null]) {
  const { of } = start([
    session('main.a'),
    ...logged.map((loggedUsd) =>
      usage('main.a', { loggedUsd, tokens: { input: 5, output: 2, cacheRead: 3, cacheWrite5m: 1, cacheWrite1h: 1 } }),
    ),
  ])
  const { costUsd, costSource, inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = of('main.a')
  expect<unknown>([costUsd, costSource]).toEqual(expected)
  const n = logged.length
  expect([inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens]).toEqual([5 * n, 2 * n, 3 * n, 2 * n])
}

test('a session without answers has no cost', () => costs([], [null, null]))
test('logged prices add up', () => costs([0.5, 0.25], [0.75, 'logged']))
test('one answer without a price makes the whole a lower bound', () => costs([0.5, null], [0.5, 'unpriced']))
test('without any price the cost is unknown, not zero', () => costs([null, 0], [null, 'unpriced']))

test('a fact changes what it says and nothing else', () => {
  const { of, add } = start([
    session('main.a', { title: 'named', model: 'm', startedAt: 100, lastAt: 200, reason: 'why', status: 'failed' }),
  ])
  add([session('main.a', { openingWords: 'words', startedAt: 150, lastAt: 150 })])
  expect(of('main.a')).toMatchObject({
    title: 'named',
    model: 'm',
    startedAt: 100,
    lastAt: 200,
    state: 'failed',
    reason: 'why',
  })
  add([session('main.a', { title: '', status: '', startedAt: 50, lastAt: 300 })])
  expect(of('main.a')).toMatchObject({ title: 'words', startedAt: 50, lastAt: 300, state: 'asleep', reason: null })
})

test('how full the context is, where both numbers are known', () => {
  const { of } = start([
    session('main.a', { contextTokens: 12_345, contextLimit: 32_768 }),
    session('main.b', { contextTokens: 12_345 }),
    session('main.c', { contextTokens: 5, contextLimit: 0 }),
    session('main.d', { contextTokens: 0, contextLimit: 100 }),
  ])
  expect(['a', 'b', 'c', 'd'].map((id) => of(`main.${id}`).contextPercent)).toEqual([37.7, null, null, 0])
})

test('unknown ids are left out', () => expect(start([]).sessions.byIds(['openclaw.main.x'])).toEqual([]))

test('the newest sessions of an agent speak for it', () => {
  const { sessions } = start(ten)
  expect(sessions.ofAgent('openclaw:main', 2).map(({ id }) => id)).toEqual(['openclaw.main.s0', 'openclaw.main.s1'])
  expect(sessions.since(now - 2 * min).map(({ id }) => id)).toEqual([
    'openclaw.main.s0',
    'openclaw.main.s1',
    'openclaw.main.s2',
  ])
})
