import { expect, test } from 'bun:test'
import type { CronJobFact, Fact } from '../../facts/fact.ts'
import { filled, session, usage } from '../../indexing/testing/filled.ts'
import { startOfDay } from '../../lib/timezone.ts'
import { createCosts } from '../costs.ts'
import { type Grouping, sumTotals } from './report.ts'
import { createReportContext } from './report-context.ts'

const noon = Date.UTC(2026, 10, 20, 12)

function start(
  facts: Fact[],
  {
    timezone = 'UTC',
    now = noon,
    budgetUsd = null,
  }: { timezone?: string; now?: number; budgetUsd?: number | null } = {},
) {
  const { index } = filled(facts)
  return createCosts(createReportContext(index, { host: 'here', timezone, now: () => now }), {
    budgetUsd: () => budgetUsd,
  })
}

test('a range holds both of its days, and nothing of their neighbours', () => {
  const timezone = 'Europe/Vienna'
  const [begin, end] = [startOfDay('2026-10-25', timezone), startOfDay('2026-10-26', timezone)]
  expect(end - begin).toBe(25 * 3_600_000)
  const answers = [begin - 1, begin, end - 1, end].map((at) => usage('a.s', { at, tokens: { input: 1 } }))
  const costs = start(answers, { timezone })
  const counts = (since?: string, until?: string) =>
    costs
      .report({ by: 'day', ...(since && { since }), ...(until && { until }) })
      .rows.map(({ key, calls }) => `${key}: ${calls}`)
  expect(counts('2026-10-25', '2026-10-25')).toEqual(['2026-10-25: 2'])
  expect(counts('2026-10-25')).toEqual(['2026-10-25: 2', '2026-10-26: 1'])
  expect(counts(undefined, '2026-10-25')).toEqual(['2026-10-24: 1', '2026-10-25: 2'])
  expect(counts('2026-10-27')).toEqual([])
  expect(counts('0001-01-01', '9999-12-31')).toEqual(['2026-10-24: 1', '2026-10-25: 2', '2026-10-26: 1'])
})

test('a question that makes no sense is refused with the word that is wrong', () => {
  const costs = start([])
  const refused = (question: object, words: string) =>
    expect(() => costs.report({ by: 'day', ...question })).toThrow(words)
  refused({ since: '2026-02-30' }, 'since must be a day like 2026-11-20, not “2026-02-30”')
  refused({ until: 'today' }, 'until must be a day')
  refused({ since: '2026-11-21', until: '2026-11-20' }, 'since (2026-11-21) is after until (2026-11-20)')
  refused({ timezone: 'Mars/Base' }, 'no time zone “Mars/Base”')
  refused({ runtime: 'clippy' }, 'no runtime “clippy”')
})

const named: CronJobFact = {
  kind: 'cron-job',
  id: 'j',
  runtime: 'openclaw',
  agentId: 'openclaw:a',
  name: 'Nightly',
  enabled: true,
  system: false,
  schedule: { kind: 'unknown' },
  nextAt: null,
  lastAt: null,
  lastStatus: null,
  lastError: null,
  present: false,
}

test('rows have names people gave, and say so where there is none', () => {
  const costs = start([
    session('a.titled', { title: 'Taxes', projectPath: '/home/user/taxes', cronId: 'j' }),
    session('a.spoken', { title: '', firstPrompt: 'do this' }),
    { kind: 'agent', id: 'openclaw:a', runtime: 'openclaw', name: 'Ann' },
    named,
    usage('a.titled', { loggedUsd: 4, tokens: { input: 1 } }),
    usage('a.spoken', { loggedUsd: 2, tokens: { input: 1 } }),
    usage('b.unheard', { loggedUsd: 1, model: '', tokens: { input: 1 } }),
    session('a.orphan', { title: 'Tides', cronId: 'openclaw:aa673b15-88b0-46b4' }),
    usage('a.orphan', { loggedUsd: 0.5, tokens: { input: 1 } }),
  ])
  const labels = (by: Grouping) => costs.report({ by }).rows.map(({ label }) => label)
  expect(labels('session')).toEqual(['Taxes', 'do this', 'openclaw.b.unheard', 'Tides'])
  expect(labels('agent')).toEqual(['Ann', 'openclaw:b'])
  expect(labels('model')).toEqual(['m', 'unknown model'])
  expect(labels('project')).toEqual(['/home/user/taxes', 'no project'])
  expect(labels('cron')).toEqual(['Nightly', 'not by a cron job', 'removed job aa673b15'])
  expect(labels('runtime')).toEqual(['OpenClaw'])
})

test('a cost is null only where nothing is priced; else it is a lower bound with what it leaves out', () => {
  const costs = start([
    usage('a.s', { model: 'known', loggedUsd: 1, tokens: { input: 10 } }),
    usage('a.s', { model: 'mixed', loggedUsd: 0.5, tokens: { input: 10 } }),
    usage('a.s', { model: 'mixed', tokens: { input: 5, output: 1 } }),
    usage('a.s', { model: 'strange', loggedUsd: 0, tokens: { input: 7 } }),
  ])
  const { rows, totals } = costs.report({ by: 'model' })
  expect(rows.map(({ key, costUsd, unpricedTokens, calls }) => [key, costUsd, unpricedTokens, calls])).toEqual([
    ['known', 1, 0, 1],
    ['mixed', 0.5, 6, 2],
    ['strange', null, 7, 1],
  ])
  expect([totals.costUsd, totals.unpricedTokens]).toEqual([1.5, 13])
  expect(sumTotals([]).costUsd).toBeNull()
})

test('today and this month are those of the configured zone', () => {
  const timezone = 'Asia/Kathmandu'
  const now = startOfDay('2026-11-02', timezone) + 60_000
  const at = [startOfDay('2026-11-01', timezone) - 1, startOfDay('2026-11-01', timezone), now - 120_000, now]
  const costs = start(
    at.map((at, n) => usage('a.s', { at, loggedUsd: 10 ** n, tokens: { input: 1 } })),
    { timezone, now },
  )
  expect(costs.today()).toMatchObject({ todayUsd: 1000, monthUsd: 1110, todayTokens: 1, todayUnpricedTokens: 0 })
  expect(costs.todayByAgent()).toEqual(
    new Map([['openclaw:a', { usd: 1000, isLowerBound: false, subscriptionUsd: null }]]),
  )
})

test('a day on which nothing was asked cost nothing; a day without a price is unknown', () => {
  expect(start([]).today()).toMatchObject({ todayUsd: 0, monthUsd: 0, byModel: [] })
  expect(start([usage('a.s', { at: noon, tokens: { input: 3 } })]).today()).toMatchObject({
    todayUsd: null,
    todayUnpricedTokens: 3,
  })
})

test('the same answer is counted once, wherever it was read; another is counted as well', () => {
  const answer = usage('a.s', { key: 'same', loggedUsd: 1, tokens: { input: 1 } })
  const costs = start([
    answer,
    { ...answer, sessionId: 'openclaw.a.copy' },
    usage('a.s', { key: 'other', loggedUsd: 1, tokens: { input: 1 } }),
  ])
  expect(costs.report({ by: 'agent' }).totals).toMatchObject({ calls: 2, costUsd: 2 })
})

/** An answer for a dollar sum at a time of UTC. */
const paid = (at: string, loggedUsd: number) => usage('a.s', { at: Date.parse(at), loggedUsd, tokens: { output: 5 } })

test('the curve of today ends at what today cost, with the budget beside it', () => {
  const costs = start([paid('2026-11-20T06:05Z', 2), paid('2026-11-20T11:50Z', 1), paid('2026-11-19T11:50Z', 9)], {
    budgetUsd: 25,
  })
  const { points, day, startAt, endAt, budgetUsd, isLowerBound } = costs.dayCurve()
  expect({ day, startAt, endAt, budgetUsd, isLowerBound }).toEqual({
    day: '2026-11-20',
    startAt: Date.UTC(2026, 10, 20),
    endAt: Date.UTC(2026, 10, 21),
    budgetUsd: 25,
    isLowerBound: false,
  })
  expect(points).toHaveLength(49)
  expect(points.at(-1)).toEqual({ at: noon, usd: 3 })
  expect(costs.today().todayUsd).toBe(3)
})

test('three Fridays make a typical one', () => {
  const fridays = ['2026-11-13', '2026-11-06', '2026-10-30'].flatMap((day, n) => [
    paid(`${day}T10:00Z`, 1),
    paid(`${day}T18:00Z`, 1 + n),
  ])
  const costs = start([...fridays, paid('2026-11-20T08:00Z', 5)])
  const { typical, forecast } = costs.dayCurve()
  expect(typical?.label).toBe('a typical Friday')
  expect(typical?.points.at(-1)?.usd).toBe(3)
  expect(forecast).toMatchObject({ label: 'a typical Friday', days: 3 })
  expect(costs.forecasts.today(5, noon)).toMatchObject({ usd: 7, days: 3 })
})

test('with too few Fridays all days tell what is typical, and with fewer than three days nothing does', () => {
  const days = ['2026-11-19', '2026-11-18', '2026-11-17'].map((day) => paid(`${day}T18:00Z`, 4))
  expect(start(days).dayCurve()).toMatchObject({ typical: { label: 'a typical day' }, knownDays: 3 })
  expect(start(days).forecasts.today(0, noon)).toMatchObject({ usd: 4, lowUsd: 4, highUsd: 4 })
  const few = start(days.slice(0, 2))
  expect(few.dayCurve()).toMatchObject({ typical: null, forecast: null, knownDays: 2 })
  expect([few.forecasts.today(0, noon), few.forecasts.ofMonth(0, noon)]).toEqual([null, null])
})

test('a day without any price has no curve, and one with some is a lower bound', () => {
  const free = usage('a.s', { at: noon - 1_000, tokens: { output: 9 } })
  expect(start([free]).dayCurve()).toMatchObject({ points: [], forecast: null, isLowerBound: true })
  expect(start([free, paid('2026-11-20T08:00Z', 5)]).dayCurve()).toMatchObject({ isLowerBound: true })
  expect(start([]).dayCurve().points.at(-1)).toEqual({ at: noon, usd: 0 })
})

test('a day on which clocks change has a curve of its own length', () => {
  const now = Date.parse('2026-10-25T22:59Z')
  const { points, endAt, startAt } = start([], { timezone: 'Europe/Vienna', now }).dayCurve()
  expect((endAt - startAt) / 3_600_000).toBe(25)
  expect(points).toHaveLength(101)
})
