import { expect, test } from 'bun:test'
import { createCosts } from '../costs/costs.ts'
import { createReportContext } from '../costs/reports/report-context.ts'
import { createCrons } from '../crons/crons.ts'
import type { Fact } from '../facts/fact.ts'
import { agent, filled, session, usage } from '../indexing/testing/filled.ts'
import { sessionsIn } from '../sessions/testing/sessions-in.ts'
import { createAgents } from './agents.ts'

const now = Date.UTC(2026, 10, 20, 12)
const here = { host: 'here', timezone: 'UTC', now: () => now }

function start(facts: Fact[]) {
  const { index, add } = filled(facts)
  const agents = createAgents(
    index,
    sessionsIn(index, here),
    createCosts(createReportContext(index, { ...here, timezone: 'UTC' })),
    createCrons(index, here),
    here,
  )
  return { agents, add, of: (name: string) => agents.byIds([`openclaw:${name}`])[0]! }
}

test('an agent shows the session that is loudest, and what it does', () => {
  const { of } = start([
    agent('main', { name: 'Clawdia', emoji: '🦞' }),
    session('main.a', { lastAt: now - 1_000, lastRole: 'assistant', stopReason: 'stop' }),
    session('main.b', {
      lastAt: now - 2_000,
      lastRole: 'assistant',
      stopReason: 'toolUse',
      openTool: 'read',
      model: 'large',
    }),
    session('main.c', { lastAt: now, lastRole: 'user', current: false }),
  ])
  expect(of('main')).toEqual({
    id: 'openclaw:main',
    runtime: 'openclaw',
    name: 'Clawdia',
    emoji: '🦞',
    model: 'large',
    present: true,
    state: 'running',
    activity: 'reading',
    sessionId: 'openclaw.main.b',
    look: 'openclaw:main',
    costTodayUsd: 0,
    costTodayIsLowerBound: false,
    host: 'here',
  })
})

test('an agent that never did anything sleeps, under its own id, for nothing', () =>
  expect(start([agent('quiet', { name: '', emoji: '' })]).of('quiet')).toMatchObject({
    name: 'quiet',
    emoji: null,
    state: 'asleep',
    activity: null,
    sessionId: null,
    costTodayUsd: 0,
    costTodayIsLowerBound: false,
  }))

test('a name is one line that can be seen, or it is the id', () => {
  const { of } = start([agent('main', { name: '\x1b[31mClaw\n\u202Edia\0' }), agent('blank', { name: ' \u200b\t' })])
  expect([of('main').name, of('blank').name]).toEqual(['Claw dia', 'blank'])
})

test('what an agent cost is that of today; without any price it is unknown', () => {
  const { of } = start([
    agent('main'),
    agent('free'),
    usage('main.a', { at: now, loggedUsd: 0.5, tokens: { input: 1 } }),
    usage('main.a', { at: now - 86_400_000, loggedUsd: 9, tokens: { input: 1 } }),
    usage('free.a', { at: now, loggedUsd: 0, tokens: { input: 1 } }),
  ])
  expect([of('main').costTodayUsd, of('free').costTodayUsd]).toEqual([0.5, null])
})

test('who is gone is not listed, but can still be asked for', () => {
  const { agents, add, of } = start([agent('main'), agent('ops')])
  add([agent('ops', { present: false })])
  expect(agents.all().map(({ id }) => id)).toEqual(['openclaw:main'])
  expect(of('ops').id).toBe('openclaw:ops')
  add([agent('ops')])
  expect(agents.all()).toHaveLength(1)
  add([agent('ops', { present: true, name: 'Opsy' })])
  expect(agents.all().map(({ name }) => name)).toEqual(['main', 'Opsy'])
})

test('what a fact leaves out stays', () => {
  const { add, of } = start([agent('main', { name: 'Clawdia', emoji: '🦞', model: 'm' })])
  add([agent('main')])
  expect(of('main')).toMatchObject({ name: 'Clawdia', emoji: '🦞', model: 'm' })
})

const hour = 3_600_000
const day = 24 * hour

test('an agent in full: what it cost, its day, its models, its jobs and its company', () => {
  const { agents } = start([
    agent('main', { name: 'Clawdia' }),
    agent('ops'),
    session('main.a', { key: 'agent:main:main', startedAt: now - 50 * day, lastAt: now - 2 * hour }),
    session('main.b', { current: false, startedAt: now - 60 * day, lastAt: now - 40 * day }),
    session('main.f', { status: 'failed', lastAt: now - hour, endedAt: now - hour }),
    session('ops.x', { parentKey: 'agent:main:main', parentAgentId: 'openclaw:main', lastAt: now - day }),
    session('ops.y', { parentKey: 'agent:main:main', parentAgentId: 'openclaw:main', lastAt: now - 40 * day }),
    session('main.z', { parentKey: 'agent:ops:main', parentAgentId: 'openclaw:ops', lastAt: now - day }),
    session('main.own', { parentKey: 'agent:main:main', parentAgentId: 'openclaw:main', lastAt: now - day }),
    usage('main.a', { at: now - 2 * hour, model: 'large', loggedUsd: 3, tokens: { input: 1 } }),
    usage('main.b', { at: now - 2 * day, model: 'small', loggedUsd: 1, tokens: { input: 1 } }),
    usage('main.b', { at: now - 40 * day, model: 'old', loggedUsd: 99, tokens: { input: 1 } }),
    usage('main.f', { at: now - 29 * day, model: 'free', loggedUsd: 0, tokens: { input: 1 } }),
    usage('ops.x', { at: now, loggedUsd: 4, tokens: { input: 1 } }),
    {
      kind: 'cron-job',
      id: 'openclaw:j',
      runtime: 'openclaw',
      agentId: 'openclaw:main',
      name: 'j',
      enabled: true,
      system: false,
      schedule: { kind: 'unknown' },
      nextAt: null,
      lastAt: null,
      lastStatus: null,
      lastError: null,
      present: true,
    },
  ])
  const details = agents.details('openclaw:main')!
  expect(details).toMatchObject({
    name: 'Clawdia',
    sessionsTotal: 4,
    firstSeenAt: now - 60 * day,
    costs: {
      todayUsd: 3,
      thirtyDaysUsd: 4,
      thirtyDaysIsLowerBound: true,
      shareOfAllPercent: 50,
      perSessionMedianUsd: 2,
    },
    timeline: [
      { from: now - 2 * hour, to: now - 1.75 * hour, state: 'working' },
      { from: now - hour, to: now - hour + 600_000, state: 'failed' },
    ],
    models: [
      { model: 'large', usd: 3, calls: 1 },
      { model: 'small', usd: 1, calls: 1 },
      { model: 'free', usd: null, calls: 1 },
    ],
    jobs: [{ id: 'openclaw:j', runs: [], streak: null }],
    worksWith: [{ agentId: 'openclaw:ops', count: 2 }],
  })
  expect(details.days).toHaveLength(14)
  expect(details.days.at(-1)).toEqual({ day: '2026-11-20', usd: 3, isLowerBound: false, calls: 1 })
  expect(details.days.at(-3)).toEqual({ day: '2026-11-18', usd: 1, isLowerBound: false, calls: 1 })
})

test('of an agent that never did anything, what is not known stays so', () => {
  const { agents } = start([agent('quiet')])
  expect(agents.details('openclaw:quiet')).toMatchObject({
    sessionsTotal: 0,
    firstSeenAt: null,
    costs: {
      todayUsd: 0,
      thirtyDaysUsd: 0,
      thirtyDaysIsLowerBound: false,
      shareOfAllPercent: null,
      perSessionMedianUsd: null,
    },
    timeline: [],
    models: [],
    jobs: [],
    worksWith: [],
  })
  expect(agents.details('openclaw:nobody')).toBeUndefined()
})
