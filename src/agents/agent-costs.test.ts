import { expect, test } from 'bun:test'
import { quarterMs } from '../lib/timezone.ts'
import type { Session } from '../sessions/session.ts'
import {
  type AgentCostRow,
  byDay,
  byHour,
  byHourOfWeek,
  byModel,
  bySession,
  costOf,
  dearestOf,
  lastDays,
  sessionCosts,
  stretchesOf,
} from './agent-costs.ts'

const row = (at: string, rest: Partial<AgentCostRow> = {}): AgentCostRow => ({
  quarter: Date.parse(at) / quarterMs,
  model: 'm',
  session: 's',
  calls: 1,
  usd: 1,
  unsureTokens: 0,
  ...rest,
})

test('the last days end with today, where today is', () => {
  const late = Date.parse('2026-11-20T23:30:00Z')
  expect(lastDays(late, 'UTC', 3)).toEqual(['2026-11-18', '2026-11-19', '2026-11-20'])
  expect(lastDays(late, 'Europe/Vienna', 2)).toEqual(['2026-11-20', '2026-11-21'])
  expect(lastDays(Date.parse('2026-03-01T12:00:00Z'), 'UTC', 2)).toEqual(['2026-02-28', '2026-03-01'])
})

test('a day has what was asked in it; none is 0, none with a price is unknown', () => {
  const rows = [
    row('2026-11-18T00:00:00Z'),
    row('2026-11-18T23:45:00Z', { usd: null, unsureTokens: 5 }),
    row('2026-11-20T12:00:00Z', { usd: null, unsureTokens: 5, calls: 3 }),
    row('2026-11-17T12:00:00Z'),
  ]
  expect(byDay(rows, ['2026-11-18', '2026-11-19', '2026-11-20'], 'UTC')).toEqual([
    { day: '2026-11-18', usd: 1, isLowerBound: true, calls: 2 },
    { day: '2026-11-19', usd: 0, isLowerBound: false, calls: 0 },
    { day: '2026-11-20', usd: null, isLowerBound: true, calls: 3 },
  ])
  expect(byDay(rows, ['2026-11-19'], 'Europe/Vienna')).toMatchObject([{ calls: 1, usd: null }])
})

test('models are in order of what they cost, those without a price last', () =>
  expect(
    byModel([
      row('2026-11-18T00:00:00Z', { model: 'free', usd: null, calls: 9 }),
      row('2026-11-18T00:00:00Z', { model: 'small' }),
      row('2026-11-18T00:00:00Z', { model: 'large', usd: 3 }),
      row('2026-11-19T00:00:00Z', { model: 'small', usd: 0.5 }),
    ]),
  ).toEqual([
    { model: 'large', usd: 3, calls: 1 },
    { model: 'small', usd: 1.5, calls: 2 },
    { model: 'free', usd: null, calls: 9 },
  ]))

test('sessions without a known cost are not among the known', () => {
  const rows = [
    row('2026-11-18T00:00:00Z', { session: 'a', usd: 2 }),
    row('2026-11-18T00:00:00Z', { session: 'b' }),
    row('2026-11-18T00:15:00Z', { session: 'b', usd: null }),
    row('2026-11-18T00:15:00Z', { session: 'c', usd: null }),
  ]
  expect(sessionCosts(rows)).toEqual([1, 2])
  expect([rows, rows.slice(3), []].map((some) => costOf(some).usd)).toEqual([3, null, 0])
})

test('an agent cost what the listed sessions did, the others, and those that no list shows', () => {
  const rows = [
    row('2026-11-18T00:00:00Z', { session: 'shown', usd: 2 }),
    row('2026-11-18T00:15:00Z', { session: 'shown', usd: null, unsureTokens: 5 }),
    row('2026-11-18T00:00:00Z', { session: 'other', usd: 3 }),
    row('2026-11-18T00:00:00Z', { session: 'reset', usd: 4 }),
    row('2026-11-18T00:00:00Z', { session: 'gone', usd: 5 }),
  ]
  const latest = [{ id: 'shown' }, { id: 'quiet' }] as Session[]
  expect(bySession(rows, latest, (id) => id === 'shown' || id === 'other')).toEqual({
    latest: [
      { id: 'shown', thirtyDays: { usd: 2, isLowerBound: true } },
      { id: 'quiet', thirtyDays: { usd: 0, isLowerBound: false } },
    ],
    others: { count: 1, usd: 3, isLowerBound: false },
    reset: { count: 2, usd: 9, isLowerBound: false },
  } as ReturnType<typeof bySession>)
})

const ago = (hoursAgo: number, session: string, usd: number | null): AgentCostRow => ({
  quarter: Math.floor((Date.UTC(2026, 10, 20, 12) - hoursAgo * 3_600_000) / quarterMs),
  model: 'm',
  session,
  calls: 1,
  usd,
  unsureTokens: usd === null ? 1 : 0,
})

test('work on a session without a longer pause than a quarter of an hour is one stretch', () => {
  const rows = [ago(3, 'a', 1), ago(2.75, 'a', 2), ago(2.25, 'a', 3), ago(1, 'a', 4), ago(2.75, 'b', null)]
  const since = Date.UTC(2026, 10, 20, 0)
  expect(
    stretchesOf(rows, since).map(({ sessionId, from, to, usd }) => [sessionId, (to - from) / quarterMs, usd]),
  ).toEqual([
    ['a', 4, 6],
    ['b', 1, null],
    ['a', 1, 4],
  ])
  expect(stretchesOf(rows, Date.UTC(2026, 10, 20, 11))).toHaveLength(1)
})

test('hours together cost what the day did, and weekdays with hours what all days did', () => {
  const rows = [ago(3, 'a', 1), ago(2.75, 'a', 2), ago(2.25, 'b', 3), ago(30, 'b', 4)]
  const sum = (parts: { usd: number | null }[]) => parts.reduce((all, { usd }) => all + (usd ?? 0), 0)
  expect(sum(byHour(rows, Date.UTC(2026, 10, 20)))).toBe(6)
  expect(sum(byHourOfWeek(rows, 'Asia/Kolkata'))).toBe(10)
  expect(byHourOfWeek([ago(3, 'a', 1)], 'UTC')).toEqual([{ weekday: 4, hour: 9, usd: 1, calls: 1 }])
})

test('the dearest sessions come first, those without a price not at all', () =>
  expect(dearestOf([ago(1, 'a', 1), ago(2, 'b', 5), ago(3, 'a', 2), ago(1, 'c', null)], 5)).toEqual([
    { sessionId: 'b', usd: 5, isLowerBound: false },
    { sessionId: 'a', usd: 3, isLowerBound: false },
  ]))
