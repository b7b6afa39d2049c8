import { expect, test } from 'bun:test'
import type { Fact } from '../../facts/fact.ts'
import { session, usage } from '../../indexing/testing/filled.ts'
import { books } from '../pricing/testing/books.ts'
import { restAt } from './forecast.ts'

const now = Date.UTC(2026, 10, 20, 12)
const minute = 60_000
const minutes = (n: number) => now - n * 60_000
const claude = (at: number, loggedUsd: number, rest: object = {}) =>
  usage('a.s', { at, loggedUsd, runtime: 'claude-code', tokens: { output: 1_000 }, ...rest })

test('a block that runs says how it burns, where it ends, and of what it is a share', () => {
  const facts = [
    claude(minutes(180), 1),
    claude(minutes(60), 1),
    claude(minutes(2 * 1_440), 8),
    usage('b.s', { at: minutes(5), loggedUsd: 99, tokens: { output: 1 } }),
  ]
  const { blocks } = books(facts, { now }).summary()
  expect(blocks).toMatchObject({
    runtime: 'claude-code',
    highestUsd: 8,
    active: {
      startAt: Date.UTC(2026, 10, 20, 9),
      endAt: Date.UTC(2026, 10, 20, 14),
      usd: 2,
      tokens: 2_000,
      remainingMs: 2 * 3_600_000,
      burn: { usdPerHour: expect.closeTo(2 / 3) },
      // Two days before today are too few to say where it ends.
      forecast: null,
      limit: {
        of: 'your highest block',
        measure: 'usd',
        limit: 8,
        usedPercent: 25,
        forecastPercent: null,
        fullAt: null,
      },
    },
  })
  expect(blocks.recent.map(({ isActive }) => isActive)).toEqual([true, false])
})

test('a block ends where the same hours of past days say, and its limit is full when it usually is by then', () => {
  const days = [1, 2, 3, 4].flatMap((n) => [
    claude(minutes(n * 1_440 - 60), 2, { tokens: { output: 500 } }),
    claude(minutes(n * 1_440 - 300), 50),
  ])
  const world = { now, blockLimit: { usd: 3, tokens: null } }
  const { active } = books([...days, claude(minutes(60), 2)], world).summary().blocks
  expect(active).toMatchObject({
    endAt: Date.UTC(2026, 10, 20, 16),
    forecast: { usd: { mid: 4, low: 4, high: 4 }, tokens: { mid: 1_500 } },
    limit: { of: 'your limit', limit: 3, forecastPercent: (4 / 3) * 100, fullAt: minutes(-60) + 450_000 },
  })
})

test('the forecasts of the day, of its budget and of a block that ends with it are one', () => {
  const end = Date.UTC(2026, 10, 20, 21)
  const days = Array.from({ length: 20 }, (_, n) => n + 1).flatMap((day) =>
    [2, 100, 240].map((ago, place) =>
      usage('a.s', {
        at: end - day * 86_400_000 - minute * ago + 180 * minute,
        loggedUsd: 1 + ((day * 7 + place) % 5),
        tokens: { output: 10 },
      }),
    ),
  )
  const budgets = [{ name: 'Day', per: 'day' as const, usd: 50, filter: {}, warn: [1], onTrip: 'nothing' as const }]
  const at = end + 20 * minute
  const { summary, costs } = books(
    [...days, usage('a.s', { at: end - 90 * minute, loggedUsd: 3, tokens: { output: 10 } })],
    { now: at, budgets },
  )
  const {
    projectedToday,
    budgets: [budget],
    blocks,
  } = summary()
  const { forecast } = costs.dayCurve()
  expect(projectedToday!.usd).toBe(3 + restAt(forecast!.rest, at).mid)
  expect(budget!.projectedUsd).toBe(projectedToday!.usd)
  expect(blocks.active!.endAt).toBe(Date.UTC(2026, 10, 21))
  expect(blocks.active!.forecast!.usd!.mid).toBeCloseTo(projectedToday!.usd)
  expect(blocks.active!.forecast!.usd!.high).toBeCloseTo(projectedToday!.highUsd)
})

test('a pace is over the time since the first answer, quiet or not, and there is none of a few seconds', () => {
  const burst = (ago: number) => [claude(minutes(ago), 1), claude(minutes(ago) + 4_000, 1)]
  expect(books(burst(120), { now }).summary().blocks.active).toMatchObject({
    burn: { usdPerHour: 1 },
  })
  expect(books(burst(5), { now }).summary().blocks.active).toMatchObject({ usd: 2, burn: null })
})

test('a block whose five hours are over is not running, and where no Claude is there blocks are of everything', () => {
  expect(books([claude(minutes(400), 1)], { now }).summary().blocks.active).toBeNull()
  const other = books([usage('b.s', { at: minutes(5), loggedUsd: 9, tokens: { output: 1 } })], { now }).summary()
  expect(other.blocks).toMatchObject({ runtime: null, active: { usd: 9, burn: null, limit: null } })
})

test('a block that asks for half a day still begins where it began', () => {
  const { costs } = books([claude(minutes(180), 1), claude(minutes(60), 1)], { now })
  const { rows } = costs.report({ by: 'block', from: minutes(60) - (minutes(60) % 900_000) })
  expect(rows).toMatchObject([{ key: String(Date.UTC(2026, 10, 20, 9)), calls: 1 }])
})

test('what a subscription pays is beside every sum, and in none', () => {
  const facts = [claude(minutes(55), 5), usage('b.s', { at: minutes(50), loggedUsd: 2, tokens: { output: 10 } })]
  const world = books(facts, { now, subscriptions: ['claude-code'] })
  expect(world.summary()).toMatchObject({
    todayUsd: 2,
    todaySubscriptionUsd: 5,
    monthUsd: 2,
    subscriptions: ['claude-code'],
    today: { costUsd: 2, subscriptionUsd: 5, subscriptionTokens: 1_000, totalTokens: 1_010 },
    burn: { usdPerHour: 2, subscriptionUsdPerHour: 5 },
    medianSession: { usd: 2, sessions: 1 },
  })
  expect(world.costs.report({ by: 'runtime' }).rows).toMatchObject([
    { key: 'claude-code', costUsd: 0, subscriptionUsd: 5 },
    { key: 'openclaw', costUsd: 2, subscriptionUsd: null },
  ])
  expect(world.costs.dayCurve().points.at(-1)!.usd).toBe(2)
  expect(world.costs.todayByAgent().get('openclaw:a')).toEqual({ usd: 0, isLowerBound: false, subscriptionUsd: 5 })
  expect(world.figures.rows({ runtime: 'claude-code' }).items).toMatchObject([{ billing: 'subscription', costUsd: 5 }])
})

test('sub-agents stand under the session at the root of their family', () => {
  const facts: Fact[] = [
    session('a.root', { key: 'r', title: 'Root' }),
    session('a.child', { key: 'c', parentKey: 'r' }),
    session('a.grandchild', { key: 'g', parentKey: 'c' }),
    session('a.orphan', { key: 'o', parentKey: 'gone' }),
    ...['root', 'child', 'grandchild', 'orphan'].map((name, n) =>
      usage(`a.${name}`, { at: minutes(9), loggedUsd: 10 ** n, tokens: { output: 1 } }),
    ),
  ]
  const { costs, summary } = books(facts, { now })
  expect(costs.report({ by: 'family' }).rows.map(({ label, costUsd }) => [label, costUsd])).toEqual([
    ['openclaw.a.orphan', 1_000],
    ['Root', 111],
  ])
  expect(costs.report({ by: 'session', family: 'openclaw.a.root' }).totals.costUsd).toBe(111)
  expect(summary().subagents).toMatchObject({ sessions: 2, totals: { costUsd: 110 } })
})

test('sessions that began each other are one family, and nothing goes round in it for ever', () => {
  const { costs } = books([
    session('a.x', { key: 'x', parentKey: 'y' }),
    session('a.y', { key: 'y', parentKey: 'x' }),
    usage('a.x', { loggedUsd: 1, tokens: { output: 1 } }),
    usage('a.y', { loggedUsd: 2, tokens: { output: 1 } }),
  ])
  expect(costs.report({ by: 'family' }).rows).toMatchObject([{ key: 'openclaw.a.x', costUsd: 3 }])
})

test('idling is what jobs by the clock asked, and what was answered while a heartbeat ran', () => {
  const job = (id: string, system: boolean): Fact => ({
    kind: 'cron-job',
    id,
    runtime: 'openclaw',
    agentId: 'openclaw:a',
    name: id,
    enabled: true,
    system,
    schedule: { kind: 'unknown' },
    nextAt: null,
    lastAt: null,
    lastStatus: null,
    lastError: null,
    present: true,
  })
  const run = (at: number, sessionId: string): Fact => ({
    kind: 'cron-run',
    id: `r${at}`,
    jobId: 'beat',
    at,
    status: 'ok',
    durationMs: 60_000,
    error: null,
    summary: null,
    sessionId,
    model: null,
  })
  const facts: Fact[] = [
    job('nightly', false),
    job('beat', true),
    session('a.main', {}),
    session('a.cron', { cronId: 'nightly' }),
    run(minutes(30), 'openclaw.a.main'),
    usage('a.main', { at: minutes(30) + 5_000, loggedUsd: 1, tokens: { output: 1 } }),
    usage('a.main', { at: minutes(20), loggedUsd: 10, tokens: { output: 1 } }),
    usage('a.cron', { at: minutes(20), loggedUsd: 100, tokens: { output: 1 } }),
  ]
  expect(books(facts, { now }).summary().idle).toMatchObject({
    totals: { costUsd: 101 },
    heartbeats: { costUsd: 1 },
    jobs: [{ label: 'nightly', costUsd: 100 }],
  })
})

test('what is said of lately is said of thirty days, today among them', () => {
  const daysAgo = (n: number) => now - n * 86_400_000
  const facts: Fact[] = [
    session('a.root', { key: 'r' }),
    ...[0, 29, 30].flatMap((n): Fact[] => [
      session(`a.child${n}`, { key: `c${n}`, parentKey: 'r' }),
      session(`a.cron${n}`, { cronId: 'nightly' }),
      usage(`a.child${n}`, { at: daysAgo(n), loggedUsd: 1, tokens: { input: 1, cacheRead: 1 } }),
      usage(`a.cron${n}`, { at: daysAgo(n), loggedUsd: 10, tokens: { input: n === 30 ? 96 : 1 } }),
    ]),
  ]
  const days = { since: '2026-10-22', until: '2026-11-20' }
  expect(books(facts, { now }).summary()).toMatchObject({
    subagents: { ...days, sessions: 2, totals: { costUsd: 2 } },
    idle: { ...days, totals: { costUsd: 20 } },
    // Four input tokens and two from a cache; the 97 of the day before would make them two of a hundred.
    cache: { ...days, readPercent: expect.closeTo(100 / 3) },
    // The family of two sub-agents, and two cron sessions of ten dollars.
    medianSession: { ...days, sessions: 3, usd: 10 },
  })
})

test('models without a price are named with what they used, and why', () => {
  const facts = [
    usage('a.s', { at: now, model: 'mystery', tokens: { input: 5 } }),
    usage('a.s', { at: now, model: '<synthetic>', tokens: { input: 2 } }),
    usage('a.s', { at: now, model: 'old', tokens: { unclassified: 9 } }),
  ]
  expect(
    books(facts, { now })
      .summary()
      .unpriced.map(({ model, tokens, why }) => [model, tokens, why]),
  ).toEqual([
    ['old', 9, 'tokens are known only as a total, and classes cost differently'],
    ['mystery', 5, 'no price is known for this model'],
    ['<synthetic>', 2, 'written by the runtime itself, not by a model'],
  ])
})

test('a month goes on as the days before today, and says how sure that is', () => {
  const days = Array.from({ length: 14 }, (_, n) =>
    usage('a.s', { at: now - (n + 1) * 86_400_000, loggedUsd: n % 2 === 0 ? 8 : 12, tokens: { output: 1 } }),
  )
  const { projectedMonth } = books(days, { now }).summary()
  // Today's answer still comes at noon, and ten days more of 8 or 12.
  expect(Math.abs(projectedMonth!.usd - (140 + 11 * 10))).toBeLessThan(5)
  expect(projectedMonth!.days).toBe(14)
  expect(projectedMonth!.lowUsd).toBeGreaterThan(140 + 11 * 8)
  expect(projectedMonth!.lowUsd).toBeLessThan(245)
  expect(projectedMonth!.highUsd).toBeGreaterThan(255)
  expect(books(days.slice(0, 2), { now }).summary().projectedMonth).toBeNull()
})

test('with nothing known every sum of money is nothing, and what cannot be known is unknown', () => {
  expect(books([], { now }).summary()).toMatchObject({
    todayUsd: 0,
    allTime: { costUsd: null, calls: 0 },
    firstDay: null,
    projectedToday: null,
    projectedMonth: null,
    burn: null,
    cache: { savedUsd: null, readPercent: null },
    blocks: { active: null, recent: [], highestUsd: null },
    medianSession: null,
    unpriced: [],
    budgets: [],
  })
})
