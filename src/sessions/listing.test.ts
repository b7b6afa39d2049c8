import { expect, test } from 'bun:test'
import { countsInVerdict, needsOf } from '../attention/need.ts'
import { countFacets } from './facets.ts'
import { countBelow, rootsOf, treesOf, worstBelow } from './listing.ts'
import type { Session, SessionSummary } from './session.ts'
import { compileFilter, type SessionFilter } from './session-filter.ts'
import { comparePositions, type Direction, groupOf, positionOf, type Sort } from './session-order.ts'
import type { SessionState } from './severity.ts'

const now = Date.UTC(2026, 10, 20, 12)
const min = 60_000
const hour = 60 * min

const light = (id: string, rest: Partial<SessionSummary> = {}): SessionSummary => ({
  id,
  agentId: 'openclaw:main',
  runtime: 'openclaw',
  kind: 'main',
  state: 'idle',
  parentId: null,
  title: null,
  model: null,
  projectPath: null,
  worktree: null,
  branch: null,
  startedAt: null,
  lastAt: now - min,
  contextPercent: null,
  costUsd: null,
  costIsLowerBound: false,
  totalTokens: 0,
  ...rest,
})

const stands = (rest: Partial<SessionSummary>, group: string, timezone = 'UTC') =>
  test(`${rest.kind ?? 'a session'} ${rest.state ?? 'idle'} since ${Math.round((now - (rest.lastAt ?? now)) / hour)} h stands under ${group}`, () =>
    expect(groupOf(light('a', rest), now, timezone)).toBe(group as never))

stands({ state: 'waiting' }, 'needs')
stands({ state: 'waiting', lastAt: now - 90 * hour }, 'needs')
stands({ state: 'stalled' }, 'needs')
stands({ state: 'failed', lastAt: now - 23 * hour }, 'needs')
stands({ state: 'timed-out' }, 'needs')
stands({ state: 'failed', lastAt: now - 25 * hour }, 'earlier')
stands({ state: 'killed' }, 'today')
stands({ state: 'failed', kind: 'cron' }, 'today')
stands({ state: 'running' }, 'working')
stands({ state: 'thinking', lastAt: now - 90 * hour }, 'working')
stands({ state: 'asleep', lastAt: now - 11 * hour }, 'today')
stands({ state: 'asleep', lastAt: now - 13 * hour }, 'earlier')
stands({ state: 'asleep', lastAt: now - 13 * hour }, 'today', 'Europe/Vienna')
stands({ state: 'asleep', lastAt: now - 2 * hour }, 'earlier', 'Pacific/Auckland')
stands({ state: 'unknown', lastAt: null }, 'earlier')

stands({ state: 'idle', contextPercent: 90 }, 'needs')
stands({ state: 'asleep', contextPercent: 95 }, 'today')
stands({ state: 'idle', contextPercent: 89.9 }, 'today')

test('what somebody has set aside stands where it would without the need', () => {
  const aside = new Set(['a'])
  for (const [state, group] of [
    ['waiting', 'today'],
    ['failed', 'today'],
    ['running', 'working'],
  ] as const)
    expect(groupOf(light('a', { state, contextPercent: 95 }), now, 'UTC', aside)).toBe(group)
  expect(groupOf(light('b', { state: 'waiting' }), now, 'UTC', aside)).toBe('needs')
})

test('what needs somebody here is what counts as a need everywhere', () => {
  const states = ['waiting', 'stalled', 'failed', 'killed', 'timed-out', 'running', 'idle', 'asleep'] as const
  for (const state of states)
    for (const kind of ['main', 'cron'] as const)
      for (const lastAt of [now - min, now - 25 * hour, null])
        for (const contextPercent of [null, 85, 95]) {
          const one = light('a', { state, kind, lastAt, contextPercent })
          const session = { ...one, current: true, reason: null } as unknown as Session
          const needs = needsOf([session], [], now).some(countsInVerdict)
          expect([state, kind, lastAt, contextPercent, groupOf(one, now, 'UTC') === 'needs']).toEqual([
            state,
            kind,
            lastAt,
            contextPercent,
            needs,
          ])
        }
})

/** These sessions in order. */
function inOrder(sessions: SessionSummary[], sort: Sort, dir: Direction = 'desc') {
  return sessions
    .map((session) => positionOf(session, sort, now))
    .sort((a, b) => comparePositions(a, b, dir))
    .map(({ id }) => id)
    .join(' ')
}

test('the standing: waits, stalled, failed, each the longest first; working, the latest begun first; the rest', () =>
  expect(
    inOrder(
      [
        light('old', { lastAt: now - 90 * hour }),
        light('never', { lastAt: null }),
        light('new'),
        light('run1', { state: 'running', startedAt: 1 }),
        light('think2', { state: 'thinking', startedAt: 2 }),
        light('fail', { state: 'failed', lastAt: now - 9 * hour }),
        light('stalled', { state: 'stalled', lastAt: now - hour }),
        light('waits1', { state: 'waiting', lastAt: now - min }),
        light('waits2', { state: 'waiting', lastAt: now - 2 * min }),
      ],
      'standing',
    ),
  ).toBe('waits2 waits1 stalled fail think2 run1 new old never'))

test('the unknown is last, whichever way', () => {
  const sessions = [light('none'), light('a', { costUsd: 0 }), light('b', { costUsd: 2 }), light('c', { costUsd: 1 })]
  expect(inOrder(sessions, 'cost')).toBe('b c a none')
  expect(inOrder(sessions, 'cost', 'asc')).toBe('a c b none')
})

test('titles are in order whatever their case', () =>
  expect(
    inOrder(
      [light('b', { title: 'Beta' }), light('a', { title: 'alpha' }), light('n'), light('c', { title: 'émile' })],
      'title',
      'asc',
    ),
  ).toBe('a b c n'))

test('children stand below their parent, and who is its own grandmother by itself', () => {
  const of = (...pairs: [id: string, parentId: string | null][]) =>
    rootsOf(pairs.map(([id, parentId]) => ({ id, parentId })))
      .map(({ id }) => id)
      .join(' ')
  expect(of(['a', null], ['b', 'a'], ['c', 'b'], ['d', 'gone'])).toBe('a d')
  expect(of(['a', 'a'], ['b', 'c'], ['c', 'b'], ['d', 'c'])).toBe('a b c')
})

/** The state that a closed parent shows, of children in these states. */
function badge(children: string, shown: SessionState) {
  test(`a parent of ${children} shows ${shown}`, () => {
    const states = children.split(' ') as SessionState[]
    for (const order of [states, states.toReversed()]) {
      const family = [light('a'), ...order.map((state, at) => light(`child ${at}`, { parentId: 'a', state }))]
      expect(treesOf(family).get('a')?.worstChild).toBe(shown)
    }
  })
}
badge('failed waiting', 'waiting')
badge('running failed', 'failed')
badge('idle killed', 'killed')
badge('stalled thinking', 'thinking')
badge('finished idle stalled', 'stalled')

test('a parent shows the same before and after its children are opened', () => {
  const family = [
    light('a'),
    light('b', { parentId: 'a', state: 'failed' }),
    light('c', { parentId: 'a', state: 'idle' }),
    light('d', { parentId: 'c', state: 'waiting' }),
  ]
  const known = treesOf(family)
  const children = family
    .filter(({ parentId }) => parentId === 'a')
    .map(({ id, state }) => ({ state, worstChild: known.get(id)?.worstChild ?? null }))
  expect(known.get('a')?.worstChild).toBe('waiting')
  expect(worstBelow(children)).toBe('waiting')
  expect(worstBelow([])).toBeNull()
})

test('a parent knows its children, and the worst of all that is below it', () => {
  const families = treesOf([
    light('a'),
    light('b', { parentId: 'a', state: 'running' }),
    light('c', { parentId: 'a', state: 'idle' }),
    light('d', { parentId: 'c', state: 'failed' }),
    light('x', { parentId: 'y' }),
    light('y', { parentId: 'x' }),
  ])
  expect(families.get('a')).toEqual({ childCount: 2, worstChild: 'failed' })
  expect(families.get('c')).toEqual({ childCount: 1, worstChild: 'failed' })
  expect(families.get('x')).toEqual({ childCount: 1, worstChild: 'idle' })
  expect(families.has('d')).toBeFalse()
})

const around = { groupAt: (one: SessionSummary) => groupOf(one, now, 'UTC'), annotations: new Map() }
const fits = (filter: SessionFilter, rest: Partial<SessionSummary>, answer: boolean) =>
  test(`${JSON.stringify(filter)} ${answer ? 'takes' : 'leaves'} ${JSON.stringify(rest)}`, () =>
    expect(compileFilter(filter, around).passes(light('a', rest))).toBe(answer))

fits({}, {}, true)
fits({ state: ['idle', 'asleep'] }, { state: 'asleep' }, true)
fits({ state: ['idle', 'asleep'] }, { state: 'running' }, false)
fits({ minCostUsd: 0.5 }, { costUsd: 0.5 }, true)
fits({ minCostUsd: 0.5 }, { costUsd: 0.4 }, false)
fits({ minCostUsd: 0 }, { costUsd: null }, false)
fits({ since: now - min }, {}, true)
fits({ since: now }, {}, false)
fits({ group: ['needs', 'working'] }, { state: 'running' }, true)
fits({ parent: 'p' }, { parentId: 'p' }, true)
fits({ parent: 'p' }, {}, false)

const crowd = [
  light('a', { costUsd: 0.03, totalTokens: 10, startedAt: now - hour }),
  light('b', { costUsd: 3, totalTokens: 20, state: 'running', agentId: 'openclaw:ops', startedAt: now - hour }),
  light('c', { state: 'failed', kind: 'cron', agentId: 'openclaw:ops', startedAt: now - 30 * hour }),
  light('d', { costUsd: 1, costIsLowerBound: true, lastAt: now - 90 * hour, state: 'asleep' }),
]
const facets = (filter: SessionFilter) =>
  countFacets(crowd, () => true, filter, { now, timezone: 'UTC', nameOf: (id) => id.slice(9) })

test('what is counted is what the filter takes', () => {
  const all = facets({})
  expect(all).toMatchObject({ total: 4, costIsLowerBound: true, totalTokens: 30, medianUsd: 1 })
  expect(all.costUsd).toBeCloseTo(4.03)
  expect(all.groups).toEqual({ needs: 0, working: 1, today: 2, earlier: 1 })
  expect(all.startedHours[11]).toBe(2)
  expect(all.startedHours.reduce((sum, count) => sum + count, 0)).toBe(2)
  expect(facets({ state: ['waiting'] })).toMatchObject({
    total: 0,
    costUsd: null,
    medianUsd: null,
    costIsLowerBound: false,
  })
})

test('a facet counts its other choices as if nothing of it were chosen, and keeps what has none', () => {
  const { states, agents, kinds } = facets({ agent: ['openclaw:ops'], state: ['running'] })
  expect(states).toEqual([
    { state: 'failed', count: 1 },
    { state: 'running', count: 1 },
    { state: 'asleep', count: 0 },
    { state: 'idle', count: 0 },
  ])
  expect(agents).toEqual([
    { id: 'openclaw:ops', name: 'ops', count: 1 },
    { id: 'openclaw:main', name: 'main', count: 0 },
  ])
  expect(kinds).toEqual([
    { kind: 'main', count: 1 },
    { kind: 'cron', count: 0 },
  ])
})

test('the cost histogram has every known cost, whatever the least asked for', () => {
  const steps = facets({ minCostUsd: 2 }).costHistogram.filter(({ count }) => count > 0)
  expect(steps).toEqual([
    { fromUsd: 0.02, toUsd: 0.05, count: 1 },
    { fromUsd: 1, toUsd: 2, count: 1 },
    { fromUsd: 2, toUsd: 5, count: 1 },
  ])
  expect(facets({}).costHistogram.at(-1)).toEqual({ fromUsd: 100, toUsd: null, count: 0 })
})

test('what stands below another session is counted apart, but what is pinned, or is its own ancestor', () => {
  const of = (id: string, parentId: string, rest = {}) => ({
    id,
    parentId,
    group: 'working' as const,
    isPinned: false,
    ...rest,
  })
  const listed = new Set(['a', 'b', 'c', 'd', 'e', 'f'])
  expect(countBelow(listed, [of('b', 'a'), of('c', 'b', { group: 'needs' }), of('d', 'gone')])).toEqual({
    needs: 1,
    working: 1,
    today: 0,
    earlier: 0,
  })
  expect(countBelow(listed, [of('b', 'a', { isPinned: true }), of('e', 'f'), of('f', 'e')]).working).toBe(0)
})
