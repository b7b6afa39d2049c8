import { expect, test } from 'bun:test'
import type { Fact } from '../facts/fact.ts'
import { agent, filled, session, usage } from '../indexing/testing/filled.ts'
import type { SessionListQuery } from './listing.ts'
import { createLiveState } from './live-state.ts'
import { sessionsIn } from './testing/sessions-in.ts'

const now = Date.UTC(2026, 10, 20, 12)
const min = 60_000

function start(facts: Fact[], liveState = createLiveState()) {
  const { index, add } = filled(facts)
  const sessions = sessionsIn(index, { host: 'here', timezone: 'UTC', now: () => now, liveState })
  return { sessions, add, of: (name: string) => sessions.byIds([`openclaw.${name}`])[0]! }
}

/** All pages of a question, each as the ids on it. */
function pages(sessions: ReturnType<typeof sessionsIn>, question: SessionListQuery) {
  const found: string[][] = []
  for (let cursor: string | undefined; ; ) {
    const page = sessions.list({ ...question, ...(cursor !== undefined && { cursor }) })
    found.push(page.items.map(({ id }) => id.replace('openclaw.', '')))
    if (page.nextCursor === null) return found
    cursor = page.nextCursor
  }
}

/** Any day on which agents worked. */
const day = Date.UTC(2026, 0, 1)

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

test('a session that only a witness says is at work stands on top, once, on pages of every size', () => {
  const liveState = createLiveState()
  const said = { runtime: 'openclaw', key: 'seven', witness: 'session-file', reason: null, since: now } as const
  const { sessions } = start([...ten.slice(0, 7), session('main.s7', { ...ten[7], key: 'seven' })], liveState)
  const all = () => pages(sessions, { sort: 'standing', limit: 3 }).flat()
  const before = all()
  expect(before).toHaveLength(8)
  liveState.apply({ kind: 'stated', statement: { source: 'x', testimonies: [{ ...said, says: 'working' }] } })
  const working = all()
  expect(working.toSorted()).toEqual(before.toSorted())
  expect(working.indexOf('main.s7')).toBeLessThan(working.indexOf('main.s1'))
  liveState.apply({ kind: 'stated', statement: { source: 'x', testimonies: [{ ...said, says: 'waiting' }] } })
  expect(all()[0]).toBe('main.s7')
  expect(sessions.list({ group: ['needs'], sort: 'standing' }).items.map(({ id }) => id)).toContain('openclaw.main.s7')
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
    expect(pages(sessions, { limit, state: ['failed'] }).flat()).toEqual(failed)
    expect(pages(sessions, { limit, state: ['waiting'] }).flat()).toEqual([])
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
  session('main.a', { key: 'agent:main:main', sessionKind: 'main', title: '100% of "it"', lastAt: day + 3 }),
  session('ops.b', {
    key: 'agent:ops:cron:j',
    sessionKind: 'cron',
    firstPrompt: 'Look after the_logs',
    lastAt: day + 2,
  }),
  session('ops.c', { key: 'agent:ops:x', lastAt: day + 1 }),
]
const finds = (question: SessionListQuery, expected: string[]) =>
  expect(pages(start(various).sessions, question).flat()).toEqual(expected)

test('an agent has its own', () => finds({ agent: ['openclaw:ops'] }, ['ops.b', 'ops.c']))
test('a kind has its own', () => finds({ kind: ['cron'] }, ['ops.b']))
test('what has no kind is other', () => finds({ kind: ['other'] }, ['ops.c']))
test('a runtime has its own', () => finds({ runtime: ['codex'] }, []))
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
    session('main.old', { key: 'agent:main:main', current: false, lastAt: day + 9 }),
    session('main.new', { key: 'agent:main:main', current: true, lastAt: day + 5 }),
    session('ops.child', { parentKey: 'agent:main:main', parentAgentId: 'openclaw:main' }),
    session('ops.orphan', { parentKey: 'agent:main:gone', parentAgentId: 'openclaw:main' }),
  ])
  expect(of('ops.child').parentId).toBe('openclaw.main.new')
  expect(of('ops.orphan').parentId).toBeNull()
  expect(of('main.new').parentId).toBeNull()
})

test('of two homes with the same keys, each child has its own parent', () => {
  const { of } = start([
    session('main.one', { key: 'agent:main:main', lastAt: day + 1 }),
    session('main-abc123.two', { key: 'agent:main:main', lastAt: day + 2 }),
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
    session('main.a', {
      title: 'named',
      model: 'm',
      startedAt: day + 100,
      lastAt: day + 200,
      reason: 'why',
      status: 'failed',
    }),
  ])
  add([session('main.a', { firstPrompt: 'words', startedAt: day + 150, lastAt: day + 150 })])
  expect(of('main.a')).toMatchObject({
    title: 'named',
    model: 'm',
    startedAt: day + 100,
    lastAt: day + 200,
    state: 'failed',
    reason: 'why',
  })
  add([session('main.a', { title: '', status: '', startedAt: day + 50, lastAt: day + 300 })])
  expect(of('main.a')).toMatchObject({
    title: 'words',
    startedAt: day + 50,
    lastAt: day + 300,
    state: 'asleep',
    reason: null,
  })
})

test('words of others are kept as one line that can be seen', () => {
  const { of } = start([
    session('main.a', { title: '\x1b[31mred\x1b[0m\n\u202Eline\0', status: 'failed', reason: 'no\nroom\x07' }),
    session('main.b', { title: ' \u200b ', firstPrompt: 'What\nnow?' }),
  ])
  expect(of('main.a')).toMatchObject({ title: 'red line', reason: 'no room' })
  expect(of('main.b').title).toBe('What now?')
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

const family = [
  session('main.p', { key: 'agent:main:main', lastAt: now - 9 * min }),
  session('ops.c', {
    parentKey: 'agent:main:main',
    parentAgentId: 'openclaw:main',
    lastAt: now - min,
    status: 'failed',
  }),
  session('ops.d', { key: 'agent:ops:d', parentKey: 'agent:main:main', parentAgentId: 'openclaw:main', lastAt: now }),
  session('ops.e', { parentKey: 'agent:ops:d', lastAt: now }),
  session('ops.f', { lastAt: now - 2 * min }),
]

test('in a tree children stand below their parent, who says how many there are and how the worst is', () => {
  const { sessions } = start(family)
  const { items } = sessions.list({ tree: true })
  expect(items.map(({ id, childCount, worstChild }) => [id, childCount, worstChild])).toEqual([
    ['openclaw.ops.f', 0, null],
    ['openclaw.main.p', 2, 'failed'],
  ])
  expect(pages(sessions, { parent: 'openclaw.main.p' })).toEqual([['ops.d', 'ops.c']])
  expect(pages(sessions, { parent: 'openclaw.ops.d', tree: true })).toEqual([['ops.e']])
  expect(pages(sessions, { tree: true, agent: ['openclaw:ops'] })).toEqual([['ops.d', 'ops.c', 'ops.f']])
})

test('every word must be found, in any case and anywhere, the name of the agent too', () => {
  const { sessions, add } = start([
    agent('main', { name: 'Élodie' }),
    session('main.a', { title: 'Repair the Pump', projectPath: '/home/user/ship', branch: 'fix/pump' }),
    session('ops.b', { firstPrompt: 'repair the mast' }),
  ])
  const found = (q: string) => pages(sessions, { q }).flat().sort().join(' ')
  expect(found('REPAIR the')).toBe('main.a ops.b')
  expect(found('pump repair')).toBe('main.a')
  expect(found('élodie')).toBe('main.a')
  expect(found('ship fix/')).toBe('main.a')
  expect(found('repair sail')).toBe('')
  add([agent('main', { name: 'Ada' })])
  expect(found('élodie')).toBe('')
})

test('each order and each way, in pages of every size, is one whole', () => {
  const many = Array.from({ length: 12 }, (_, n) => [
    session(`main.s${n}`, {
      title: n % 4 === 0 ? '' : `T${n % 3}`,
      startedAt: now - (n % 5) * min,
      lastAt: now - ((n * 7) % 12) * 9 * min,
      status: (['running', 'failed', ''] as const)[n % 3]!,
      ...(n % 2 === 0 ? { contextTokens: n * 1_000, contextLimit: 20_000 } : {}),
    }),
    ...(n % 3 === 0 ? [] : [usage(`main.s${n}`, { at: now, loggedUsd: (n % 4) / 4, tokens: { input: 1 } })]),
  ]).flat()
  const { sessions } = start(many)
  for (const sort of ['standing', 'last', 'started', 'cost', 'context', 'title'] as const)
    for (const dir of ['asc', 'desc'] as const) {
      const [whole] = pages(sessions, { sort, dir, limit: 200 })
      expect(new Set(whole).size).toBe(12)
      for (const limit of [1, 5, 12]) expect(pages(sessions, { sort, dir, limit }).flat()).toEqual(whole!)
    }
})

test('while sessions go on, a walk meets none of them twice and misses only what went on', () => {
  for (const sort of ['standing', 'last', 'started', 'cost', 'title'] as const)
    for (const dir of ['asc', 'desc'] as const) {
      let time = now
      const { index, add } = filled(ten)
      const sessions = sessionsIn(index, { host: 'here', timezone: 'UTC', now: () => time })
      const met: string[] = []
      const wentOn = new Set<string>()
      let cursor: string | null = null
      do {
        const page = sessions.list({ sort, dir, limit: 3, ...(cursor !== null && { cursor }) })
        met.push(...page.items.map(({ id }) => id))
        cursor = page.nextCursor
        time += 20 * min
        const name = `main.s${(met.length * 3) % 10}`
        wentOn.add(`openclaw.${name}`)
        add([
          session(name, { lastAt: time, status: 'running', title: `Z${time}`, startedAt: day + 5 }),
          usage(name, { at: time, loggedUsd: 50, tokens: { input: 1 } }),
        ])
      } while (cursor !== null)
      expect(new Set(met).size).toBe(met.length)
      const all = names.map((name) => `openclaw.${name}`)
      expect(all.filter((id) => !met.includes(id) && !wentOn.has(id))).toEqual([])
    }
})

test('a cursor of another order is refused', () => {
  const { sessions } = start(ten)
  const { nextCursor } = sessions.list({ limit: 2, sort: 'last' })
  expect(() => sessions.list({ sort: 'cost', cursor: nextCursor! })).toThrow('another order')
  expect(() => sessions.list({ sort: 'last', dir: 'asc', cursor: nextCursor! })).toThrow('another order')
})

test('what a list holds is what its facets say', () => {
  const { sessions } = start([
    ...ten,
    agent('main', { name: 'Clawdia' }),
    session('main.old', { current: false }),
    usage('main.s0', { at: now, loggedUsd: 0.5, tokens: { input: 7 } }),
    usage('main.s1', { at: now, loggedUsd: null, tokens: { input: 3 } }),
    usage('main.old', { at: now, loggedUsd: 9, tokens: { input: 3 } }),
  ])
  expect(sessions.facets()).toMatchObject({
    total: 10,
    costUsd: 0.5,
    costIsLowerBound: true,
    totalTokens: 10,
    medianUsd: 0.5,
    agents: [{ id: 'openclaw:main', name: 'Clawdia', count: 10 }],
    groups: { needs: 4, working: 0, today: 6, earlier: 0 },
  })
  for (const filter of [{ state: ['failed'] }, { group: ['needs'] }, { minCostUsd: 0.2 }, { q: 's1' }] as const)
    expect(sessions.facets(filter).total).toBe(sessions.list({ ...filter, limit: 200 }).items.length)
})

test('what the list counts and its older windows are together what reports count', () => {
  const { sessions } = start([
    session('main.new', { key: 'agent:main:main', current: true }),
    session('main.old', { key: 'agent:main:main', current: false }),
    usage('main.new', { key: 'a', loggedUsd: 1.25 }),
    usage('main.old', { key: 'b', loggedUsd: 2.5 }),
    usage('main.nobody-knows', { key: 'c', loggedUsd: 4 }),
  ])
  const { costUsd, older } = sessions.facets()
  expect([costUsd, older?.costUsd]).toEqual([1.25, 6.5])
  expect(sessions.facets({ q: 'x' }).older).toBeNull()
  expect(sessions.facets({ state: [] }).older).not.toBeNull()
})

test('what somebody set aside stands behind those that need somebody, and counts nowhere among them', () => {
  const full = { lastRole: 'assistant', stopReason: 'stop', contextTokens: 95, contextLimit: 100 } as const
  const { index } = filled([...ten, session('main.full', { lastAt: now - 90_000, ...full })])
  const setAside = new Set<string>()
  const sessions = sessionsIn(index, { host: 'here', timezone: 'UTC', now: () => now, setAside })
  const needing = () => {
    const { items } = sessions.list({ sort: 'standing', group: ['needs'] })
    expect(sessions.facets().groups.needs).toBe(items.length)
    return items.map(({ id }) => id.replace('openclaw.main.', '')).join(' ')
  }
  expect(needing()).toBe('s9 s6 s3 s0 full')
  for (const name of ['s6', 'full', 's0']) setAside.add(`openclaw.main.${name}`)
  expect(needing()).toBe('s9 s3')
  const all = pages(sessions, { sort: 'standing', limit: 4 }).flat()
  expect([all.slice(0, 2), new Set(all).size, all.length]).toEqual([['main.s9', 'main.s3'], 11, 11])
})

test('each window of a conversation has the sub-agents that began in its time, with those below them', () => {
  const key = 'agent:main:main'
  const child = (name: string, startedAt: number | null, rest = {}) =>
    session(name, {
      parentKey: key,
      parentAgentId: 'openclaw:main',
      key: `sub:${name}`,
      ...rest,
      ...(startedAt !== null && { startedAt }),
    })
  const { sessions } = start([
    session('main.old', { key, startedAt: day, lastAt: day + 5 * min, current: false }),
    session('main.new', { key, startedAt: day + 10 * min, lastAt: day + 20 * min, current: true }),
    child('ops.a', day + min),
    session('ops.b', { parentKey: 'sub:ops.a', startedAt: day + 12 * min }),
    child('main.c', day + 11 * min),
    child('main.d', null),
    child('main.early', day - min),
    usage('ops.a', { loggedUsd: 1, at: day }),
    usage('ops.b', { loggedUsd: 2, at: day }),
  ])
  const below = (name: string) => sessions.below(`openclaw.${name}`).map(({ id, parentId }) => `${id} of ${parentId}`)
  expect(below('main.old')).toEqual(['openclaw.ops.a of openclaw.main.old', 'openclaw.ops.b of openclaw.ops.a'])
  expect(below('main.new').sort()).toEqual([
    'openclaw.main.c of openclaw.main.new',
    'openclaw.main.d of openclaw.main.new',
    'openclaw.main.early of openclaw.main.new',
  ])
  expect(sessions.below('openclaw.main.old').map(({ costUsd }) => costUsd)).toEqual([1, 2])
  expect(sessions.below('openclaw.main.gone')).toEqual([])
})
