import { expect, test } from 'bun:test'
import { sampleAgent, sampleItem, sampleOverview } from '../../testing/samples.ts'
import type { AgentInFull } from './create-agent.ts'
import { streakWords } from './crons.tsx'
import { findingsOf } from './health.tsx'

const now = Date.UTC(2026, 10, 20, 12)

const agentWith = (rest: Partial<AgentInFull> = {}): AgentInFull => ({
  ...sampleAgent('openclaw:main'),
  sessionsTotal: 1,
  firstSeenAt: null,
  costs: {
    todayUsd: 0,
    thirtyDaysUsd: 0,
    thirtyDaysIsLowerBound: false,
    shareOfAllPercent: null,
    perSessionMedianUsd: null,
    perMinuteUsd: 0,
    cacheReadPercent: null,
  },
  sessions: {
    latest: [],
    others: { usd: 0, isLowerBound: false, count: 0 },
    reset: { usd: 0, isLowerBound: false, count: 0 },
  },
  days: [],
  timeline: [],
  hours: [],
  stretches: [],
  family: null,
  habits: [],
  dearest: [],
  budgets: [],
  models: [],
  jobs: [],
  worksWith: [],
  ...rest,
})

const open = (contextPercent: number) =>
  agentWith({
    sessions: {
      ...agentWith().sessions,
      latest: [
        { ...sampleItem('a', { state: 'running', contextPercent }), thirtyDays: { usd: 1, isLowerBound: false } },
      ],
    },
  })
const markOf = (agent: AgentInFull, name: RegExp) =>
  findingsOf(agent, sampleOverview(), now).find((finding) => name.test(finding.name))?.mark

test('nine failures in a row are said to be that', () => {
  expect(streakWords({ streak: { outcome: 'failed', count: 9 } })).toBe('9 failures in a row')
  expect(streakWords({ streak: { outcome: 'failed', count: 1 } })).toBe('failed once')
  expect(streakWords({ streak: { outcome: 'ok', count: 31 } })).toBe('31 in a row')
  expect(streakWords({ streak: null })).toBe('never run')
})

test('a context warns from 80 % and alarms from 90 %', () =>
  expect([79, 80, 90].map((percent) => markOf(open(percent), /^Context/))).toEqual(['healthy', 'waiting', 'stopped']))

test('what is not known about an agent is left out of its health', () =>
  expect(findingsOf(agentWith(), sampleOverview(), now).map(({ name }) => name)).toEqual(['Errors']))

test('a model without a price is named', () =>
  expect(
    findingsOf(agentWith({ models: [{ model: 'new-one', usd: null, calls: 3 }] }), undefined, now).find(
      ({ name }) => name === 'Prices',
    ),
  ).toMatchObject({ words: 'new-one has none', mark: 'unknown' }))
