import { expect, test } from 'bun:test'
import type { Agent } from '../agents/agent.ts'
import type { Approval } from '../approvals/approval.ts'
import type { Session } from '../sessions/session.ts'
import type { OfficeMember } from './member.ts'
import { faceOf, memberForScreen, membersOf } from './members.ts'
import { agentOf, approvalOf, childOf, minute, noon, sessionOf } from './testing/sample-facts.ts'
import { officeTimings } from './timings.ts'

function seen({
  agents = [],
  sessions = [],
  approvals = [],
  before = [],
  said = {},
  begun = {},
  at = noon,
}: {
  agents?: Agent[]
  sessions?: Session[]
  approvals?: Approval[]
  before?: OfficeMember[]
  said?: Record<string, string>
  begun?: Record<string, number>
  at?: number
}) {
  const byId = <T extends { id: string }>(items: T[]) => new Map(items.map((item) => [item.id, item]))
  return membersOf(
    {
      agents: byId(agents),
      sessions: byId(sessions),
      approvals,
      before: byId(before),
      saidIn: (id) => said[id] ?? null,
      heatOf: () => 0,
      begunAt: (id, state) => begun[`${id} ${state}`],
      timezone: 'UTC',
    },
    at,
  )
}

test('an agent says what its session says, and costs what its page says', () => {
  const [member] = seen({
    agents: [agentOf('main', { state: 'running', activity: 'reading', sessionId: 'openclaw.main.a', costTodayUsd: 3 })],
    sessions: [
      sessionOf('main.a', {
        state: 'running',
        activity: 'reading',
        reason: 'runs read',
        witness: 'gateway',
        witnessedAt: noon - 5_000,
        channel: 'telegram',
        contextPercent: 81.5,
        costUsd: 9,
      }),
    ],
    said: { 'openclaw.main.a': 'I look.' },
  })
  expect(member).toMatchObject({
    id: 'openclaw:main',
    kind: 'agent',
    parentId: null,
    area: 'OpenClaw',
    state: 'running',
    activity: 'reading',
    tool: 'read',
    reason: 'runs read',
    witness: 'gateway',
    witnessedAt: noon - 5_000,
    since: noon - minute,
    said: 'I look.',
    asks: null,
    channel: 'telegram',
    contextPercent: 81.5,
    costTodayUsd: 3,
  })
})

test('an agent without a session is there, with nothing known of it', () =>
  expect(seen({ agents: [agentOf('main', { state: 'asleep' })] })).toMatchObject([
    { state: 'asleep', since: null, witness: null, tool: null, said: null, channel: null, contextPercent: null },
  ]))

test('who is gone from its runtime, or has slept for a week, is not in the office', () => {
  const asleep = (name: string, lastAt: number) => ({
    agent: agentOf(name, { state: 'asleep', sessionId: `openclaw.${name}.a` }),
    session: sessionOf(`${name}.a`, { state: 'asleep', lastAt }),
  })
  const [long, short] = [asleep('long', noon - officeTimings.awayAfterMs - 1), asleep('short', noon - 20 * 3_600_000)]
  const members = seen({
    agents: [agentOf('gone', { present: false }), long.agent, short.agent],
    sessions: [long.session, short.session],
  })
  expect(members.map(({ name }) => name)).toEqual(['short'])
})

test('those of one project sit together, whatever their runtime', () => {
  const of = (runtime: 'codex' | 'claude-code') => agentOf('x', { id: `${runtime}:pump-1`, runtime, name: 'pump' })
  expect(seen({ agents: [of('codex'), of('claude-code')] }).map(({ area }) => area)).toEqual(['pump', 'pump'])
})

test('an old failure is not the state of an agent any more, and its reason is not told', () => {
  const [member] = seen({
    agents: [agentOf('main', { state: 'idle', sessionId: 'openclaw.main.a' })],
    sessions: [sessionOf('main.a', { state: 'failed', reason: 'overloaded' })],
  })
  expect(member).toMatchObject({ state: 'idle', reason: null, witness: null })
})

const presence: [what: string, rest: Partial<Session>, isThere: boolean][] = [
  ['runs', { state: 'running' }, true],
  ['thinks', { state: 'thinking' }, true],
  ['waits', { state: 'waiting' }, true],
  ['is stalled', { state: 'stalled', lastAt: noon - 20 * minute }, true],
  ['has just finished', { state: 'finished', endedAt: noon - 9_000, lastAt: noon - 9_000 }, true],
  ['has just failed', { state: 'failed', endedAt: noon - 9_000, lastAt: noon - 9_000 }, true],
  ['has finished a while ago', { state: 'finished', endedAt: noon - 11_000, lastAt: noon - 11_000 }, false],
  ['sleeps', { state: 'asleep', lastAt: noon - 40 * minute }, false],
  ['is out of contact', { state: 'unknown', lastAt: noon }, false],
  ['works in an older window of its conversation', { state: 'running', current: false }, false],
  ['is a run of a cron job', { state: 'running', kind: 'cron' }, false],
]
for (const [what, rest, isThere] of presence)
  test(`a sub-agent that ${what} is ${isThere ? '' : 'not '}there`, () =>
    expect(seen({ sessions: [childOf('main.c', 'main.a', rest)] })).toHaveLength(isThere ? 1 : 0))

test('a sub-agent belongs to who began it: an agent, or the nearest sub-agent that is still there', () => {
  const done = { state: 'finished', endedAt: noon - minute, lastAt: noon - minute } as const
  const members = seen({
    sessions: [
      sessionOf('main.a'),
      childOf('scout.b', 'main.a'),
      childOf('scout.c', 'scout.b'),
      childOf('echo.d', 'scout.c', done),
      childOf('echo.e', 'echo.d'),
      childOf('echo.f', null),
      childOf('echo.g', 'forge.unknown'),
    ],
  })
  expect(members.map(({ id, parentId }) => [id, parentId])).toEqual([
    ['openclaw.echo.e', 'openclaw.scout.c'],
    ['openclaw.echo.f', 'openclaw:echo'],
    ['openclaw.echo.g', 'openclaw:forge'],
    ['openclaw.scout.b', 'openclaw:main'],
    ['openclaw.scout.c', 'openclaw.scout.b'],
  ])
})

test('sub-agents that name each other as parents hang on their agent', () => {
  const done = { state: 'finished', endedAt: noon - minute, lastAt: noon - minute } as const
  const members = seen({
    sessions: [childOf('a.x', 'b.y'), childOf('b.y', 'c.z', done), childOf('c.z', 'b.y', done)],
  })
  expect(members).toMatchObject([{ id: 'openclaw.a.x', parentId: 'openclaw:c' }])
})

test('a sub-agent costs what its session does, of a session of yesterday nobody knows the part of today', () => {
  const costOf = (rest: Partial<Session>) =>
    seen({ sessions: [childOf('main.c', null, { costSource: 'computed', ...rest })] })[0]!.costTodayUsd
  expect(costOf({ costUsd: 2 })).toBe(2)
  expect(costOf({ costUsd: null, costSource: null })).toBe(0)
  expect(costOf({ costUsd: null, costSource: 'unpriced' })).toBeNull()
  expect(costOf({ costUsd: 2, startedAt: noon - 13 * 60 * minute })).toBeNull()
})

test('who waits asks what the request says, else why it waits', () => {
  const sessions = [sessionOf('main.a', { state: 'waiting', reason: 'asks for permission' })]
  const agents = [agentOf('main', { state: 'waiting', sessionId: 'openclaw.main.a' })]
  const request = approvalOf()
  const asks = (approvals: Approval[]) => seen({ agents, sessions, approvals })[0]!.asks
  expect(asks([])).toBe('asks for permission')
  expect(asks([request])).toBe('wants to run rm -rf build')
  expect(asks([{ ...request, state: 'answering' }])).toBe('asks for permission')
  expect(asks([{ ...request, agentId: 'openclaw:other' }])).toBe('asks for permission')
})

test('a state holds since it began, however much is written meanwhile', () => {
  const at = (state: 'running' | 'thinking', when: number, before: OfficeMember[]) =>
    seen({
      agents: [agentOf('main', { state, sessionId: 'openclaw.main.a' })],
      sessions: [sessionOf('main.a', { state, lastAt: when })],
      before,
      at: when,
    })
  const first = at('running', noon, [])
  const later = at('running', noon + minute, first)
  const other = at('thinking', noon + 2 * minute, later)
  expect([first, later, other].map(([member]) => member!.since)).toEqual([noon, noon, noon + 2 * minute])
})

test('a state that was seen to begin holds since then, whatever was known before', () => {
  const agents = [agentOf('main', { state: 'thinking', sessionId: 'openclaw.main.a' })]
  const sessions = [sessionOf('main.a', { state: 'thinking' })]
  const before = seen({ agents, sessions })
  const begun = { 'openclaw:main thinking': 5, 'openclaw:main running': 7 }
  expect(seen({ agents, sessions, before, begun })).toMatchObject([{ since: 5 }])
})

test('who sleeps says nothing', () =>
  expect(
    seen({
      agents: [agentOf('main', { state: 'asleep', sessionId: 'openclaw.main.a' })],
      sessions: [sessionOf('main.a', { state: 'asleep', lastAt: noon - 40 * minute })],
      said: { 'openclaw.main.a': 'Good night.' },
    }),
  ).toMatchObject([{ said: null }]))

test('a screen sees who does what, and no word of what it is about', () => {
  const [member] = seen({
    sessions: [childOf('main.c', 'main.a', { title: 'secret', reason: 'runs secret', state: 'running' })],
    said: { 'openclaw.main.c': 'The secret.' },
  })
  const shown = memberForScreen({ ...member!, asks: 'wants secret' })
  expect(JSON.stringify(shown)).not.toContain('secret')
  expect(shown).toMatchObject({ state: 'running', name: 'Sub-agent' })
})

test('a member is told again once something drawn is another, not for the age of a word', () => {
  const [member] = seen({ sessions: [childOf('main.c', null, { contextPercent: 12.2 })] })
  const face = faceOf(member!)
  expect(faceOf({ ...member!, witnessedAt: 1, contextPercent: 12.9 })).toBe(face)
  expect(faceOf({ ...member!, contextPercent: 13 })).not.toBe(face)
  expect(faceOf({ ...member!, heat: 1 })).not.toBe(face)
})
