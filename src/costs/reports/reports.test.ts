import { expect, test } from 'bun:test'
import type { CronJobFact, Fact, Runtime } from '../../facts/fact.ts'
import { filled, session, usage } from '../../indexing/testing/filled.ts'
import { startOfDay } from '../../lib/timezone.ts'
import { createCosts } from '../costs.ts'
import { priceOf } from '../pricing/price.ts'
import { type Grouping, groupings, sumTotals } from './report.ts'
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
  return createCosts(createReportContext(index, { host: 'here', timezone, now: () => now }), { budgetUsd })
}

/** The same numbers on every run: a small generator with a fixed seed. */
function dice(seed: number) {
  let state = seed
  return (sides: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

/** A year of answers around every change of clocks, of many agents, sessions, models, some without a price. */
function randomYear(seed: number) {
  const roll = dice(seed)
  const facts: Fact[] = []
  const changes = ['2026-03-29', '2026-10-25', '2026-03-08', '2026-11-01', '2026-04-05', '2026-09-24'].map((day) =>
    Date.parse(day),
  )
  for (let n = 0; n < 20; n++)
    facts.push(session(`a${n % 4}.s${n}`, n % 3 === 0 ? {} : { projectPath: `/p${n % 5}`, cronId: `c${n % 2}` }))
  for (let n = 0; n < 3_000; n++) {
    const at =
      roll(3) === 0
        ? changes[roll(changes.length)]! + roll(36 * 3_600_000)
        : Date.UTC(2026, 0, 1) + roll(365 * 86_400_000)
    const s = roll(22)
    const unclassified = roll(20) === 0 ? 1 + roll(5_000) : 0
    const tokens =
      unclassified > 0
        ? { unclassified }
        : {
            input: roll(100_000),
            output: roll(9_000),
            cacheRead: roll(200_000),
            cacheWrite5m: roll(5_000),
            cacheWrite1h: roll(50),
            reasoning: roll(10),
          }
    const runtime = (['openclaw', 'codex', 'claude-code'] as const)[s % 3]!
    const priced = {
      loggedUsd: roll(4) === 0 ? roll(1_000_000) / 1e7 : 0,
      rates: roll(5) === 0 ? null : { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 },
    }
    facts.push(usage(`a${s % 4}.s${s}`, { at, runtime, model: `m${s % 5}`, tokens, ...priced }))
  }
  return facts
}

const tokenFields = [
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'totalTokens',
  'unpricedTokens',
  'boundTokens',
  'calls',
] as const

/** The answers of a range, found one by one. */
function byHand(facts: Fact[], timezone: string, { since = '', until = '9', runtime }: Range) {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short' })
  const sum = { calls: 0, totalTokens: 0, outputTokens: 0, costUsd: 0, unpricedTokens: 0 }
  for (const fact of facts) {
    if (fact.kind !== 'usage' || (runtime && fact.runtime !== runtime)) continue
    const day = format.format(fact.at)
    if (day < since || day > until) continue
    const { input, output, cacheRead, cacheWrite5m, cacheWrite1h, unclassified } = fact.tokens
    const total = input + output + cacheRead + cacheWrite5m + cacheWrite1h + unclassified
    const { usd } = priceOf(fact, () => undefined)
    sum.calls++
    sum.totalTokens += total
    sum.outputTokens += output
    sum.costUsd += usd ?? 0
    sum.unpricedTokens += usd === null ? total : 0
  }
  return sum
}

type Range = { since?: string; until?: string; runtime?: Runtime }

test('every report adds up to the same, in every zone and over every range', () => {
  const facts = randomYear(7)
  const costs = start(facts)
  const ranges: Range[] = [
    {},
    { since: '2026-03-29', until: '2026-03-29' },
    { since: '2026-10-24', until: '2026-10-26' },
    { since: '2026-07-01' },
    { until: '2026-06-30', runtime: 'codex' },
  ]
  for (const timezone of [
    'UTC',
    'Europe/Vienna',
    'Asia/Kathmandu',
    'America/Havana',
    'Australia/Lord_Howe',
    'Pacific/Chatham',
  ])
    for (const range of ranges) {
      const expected = costs.report({ by: 'agent', timezone, ...range }).totals
      expect(expected.calls).toBeGreaterThan(0)
      const { costUsd, ...counts } = byHand(facts, timezone, range)
      expect(expected).toMatchObject(counts)
      expect(Math.abs(expected.costUsd! - costUsd)).toBeLessThan(1e-9)
      for (const by of groupings) {
        const { rows, totals } = costs.report({ by, timezone, ...range })
        const where = `${by} in ${timezone} over ${JSON.stringify(range)}`
        for (const field of tokenFields) {
          expect([where, field, totals[field]]).toEqual([where, field, expected[field]])
          expect([where, field, rows.reduce((sum, row) => sum + row[field], 0)]).toEqual([
            where,
            field,
            expected[field],
          ])
        }
        expect(Math.abs(totals.costUsd! - expected.costUsd!)).toBeLessThan(1e-9)
      }
    }
})

test('days, weeks and months agree with what a calendar says of each answer', () => {
  for (const timezone of ['UTC', 'Europe/Vienna', 'Asia/Kathmandu', 'America/Havana']) {
    const facts = randomYear(11)
    const costs = start(facts)
    const byHand = new Map<string, number>()
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short' })
    for (const fact of facts)
      if (fact.kind === 'usage') {
        const day = format.format(fact.at)
        byHand.set(day, (byHand.get(day) ?? 0) + 1)
      }
    expect(new Map(costs.report({ by: 'day', timezone }).rows.map((row) => [row.key, row.calls]))).toEqual(
      new Map([...byHand].sort(([a], [b]) => (a < b ? -1 : 1))),
    )
    const months = costs.report({ by: 'month', timezone }).rows
    for (const { key, calls } of months) {
      const { totals } = costs.report({ by: 'agent', timezone, since: `${key}-01`, until: lastOf(key) })
      expect([key, totals.calls]).toEqual([key, calls])
    }
  }
})

const lastOf = (month: string) =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10)

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
  refused({ since: '2026-11-21', until: '2026-11-20' }, 'since (2026-11-21) lies after until (2026-11-20)')
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
  const { typical, projectedUsd } = start([...fridays, paid('2026-11-20T08:00Z', 5)]).dayCurve()
  expect(typical?.label).toBe('a typical Friday')
  expect(typical?.points.at(-1)?.usd).toBe(3)
  expect(projectedUsd).toBe(7)
})

test('with too few Fridays the last fortnight tells what is typical, and with too few days nothing does', () => {
  const days = ['2026-11-19', '2026-11-18', '2026-11-17'].map((day) => paid(`${day}T18:00Z`, 4))
  expect(start(days).dayCurve()).toMatchObject({ typical: { label: 'a typical day' }, projectedUsd: 4 })
  expect(start(days.slice(1)).dayCurve()).toMatchObject({ typical: null, projectedUsd: null })
})

test('a day without any price has no curve, and one with some is a lower bound', () => {
  const free = usage('a.s', { at: noon - 1_000, tokens: { output: 9 } })
  expect(start([free]).dayCurve()).toMatchObject({ points: [], projectedUsd: null, isLowerBound: true })
  expect(start([free, paid('2026-11-20T08:00Z', 5)]).dayCurve()).toMatchObject({ isLowerBound: true })
  expect(start([]).dayCurve().points.at(-1)).toEqual({ at: noon, usd: 0 })
})

test('a day on which clocks change has a curve of its own length', () => {
  const now = Date.parse('2026-10-25T22:59Z')
  const { points, endAt, startAt } = start([], { timezone: 'Europe/Vienna', now }).dayCurve()
  expect((endAt - startAt) / 3_600_000).toBe(25)
  expect(points).toHaveLength(101)
})
