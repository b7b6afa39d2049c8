import { expect, test } from 'bun:test'
import { createCosts } from '../costs/costs.ts'
import { agent, filled, session, usage } from '../indexing/testing/filled.ts'
import type { Fact } from '../live/fact.ts'
import { createSessions } from '../sessions/sessions.ts'
import { createAgents } from './agents.ts'

const now = Date.UTC(2026, 10, 20, 12)
const here = { host: 'here', now: () => now }

function start(facts: Fact[]) {
  const { index, add } = filled(facts)
  const agents = createAgents(
    index,
    createSessions(index, here),
    createCosts(index, { timezone: 'UTC', now: here.now }),
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
