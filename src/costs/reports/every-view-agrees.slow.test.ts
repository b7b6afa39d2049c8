import { expect, test } from 'bun:test'
import type { Fact, UsageFact } from '../../facts/fact.ts'
import type { Runtime } from '../../facts/runtimes.ts'
import { session, usage } from '../../indexing/testing/filled.ts'
import { dayOf } from '../../lib/timezone.ts'
import type { PriceBook, PriceEntry } from '../pricing/price.ts'
import { books } from '../pricing/testing/books.ts'
import type { PricedCall } from './breakdown.ts'
import { type CostFilter, groupings, sumTotals, type Totals } from './report.ts'
import { stackings } from './stack.ts'

/**
 * One truth: whatever is asked, in whatever zone and with whatever filter, is the same to the token and to a billionth
 * of a dollar. The facts hold all that makes this hard: replayed readings, better readings, placeholders, models without a price,
 * subscriptions, days on which clocks change.
 */

function dice(seed: number) {
  let state = seed
  return (sides: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

const rate = (usd: number) => ({ usd, above: [{ tokens: 150_000, usd: 2 * usd }] })
const sold: PriceEntry = {
  source: 'book',
  entry: 'p/m0',
  from: null,
  rates: {
    ...{ input: rate(3), output: rate(15), cacheRead: rate(0.3), cacheWrite5m: rate(3.75), cacheWrite1h: rate(6) },
    thousandSearches: 10,
  },
}
const book: PriceBook = ({ model }) => (model === 'm0' || model === 'gpt-5.4' ? sold : undefined)

const now = Date.UTC(2026, 10, 20, 12, 34)
const changes = ['2026-03-29', '2026-10-25', '2026-11-01', '2026-04-05'].map((day) => Date.parse(day))

function world(seed: number): Fact[] {
  const roll = dice(seed)
  const runtimes = ['openclaw', 'codex', 'claude-code'] as const
  const facts: Fact[] = []
  for (let n = 0; n < 18; n++)
    facts.push(
      session(`a${n % 4}.s${n}`, {
        key: `k${n}`,
        ...(n % 3 === 0 && { projectPath: `/p${n % 5}` }),
        ...(n % 4 === 0 && { cronId: `c${n % 2}` }),
        ...(n % 5 === 1 && { parentKey: `k${n - 1}`, parentAgentId: `openclaw:a${(n - 1) % 4}` }),
      }),
    )
  for (let n = 0; n < 600; n++) {
    const at =
      roll(3) === 0
        ? changes[roll(changes.length)]! + roll(36 * 3_600_000)
        : roll(3) === 0
          ? now - roll(40 * 86_400_000)
          : Date.UTC(2026, 0, 1) + roll(320 * 86_400_000)
    const s = roll(20)
    const unclassified = roll(25) === 0 ? 1 + roll(5_000) : 0
    const tokens: UsageFact['tokens'] = {
      input: unclassified ? 0 : roll(90_000),
      output: unclassified ? 0 : 1 + roll(9_000),
      cacheRead: unclassified ? 0 : roll(120_000),
      cacheWrite5m: unclassified ? 0 : roll(5_000),
      cacheWrite1h: unclassified ? 0 : roll(50),
      reasoning: 0,
      unclassified: unclassified,
    }
    const answer = usage(`a${s % 4}.s${s}`, {
      key: `k${roll(550)}`,
      at,
      runtime: runtimes[s % 3]!,
      model: ['m0', 'm1', 'gpt-5.4', '<synthetic>', 'm4'][roll(5)]!,
      tokens,
      rank: roll(3),
      loggedUsd: roll(4) === 0 ? roll(1_000_000) / 1e7 : null,
      rates: roll(6) === 0 ? { input: 1, output: 2, cacheRead: null, cacheWrite: 0.5 } : null,
      placeholder: roll(9) === 0,
      ...(roll(9) === 0 && { tier: (['priority', 'flex', 'batch'] as const)[roll(3)]! }),
      usOnly: roll(9) === 0,
      searches: roll(4) === 0 ? roll(9) : 0,
      ...(roll(3) === 0 && { answerId: `m${roll(60)}`, replayed: roll(2) === 0 }),
    })
    facts.push(answer)
  }
  return facts
}

const zero: Totals = sumTotals([])
/** One look at each field; only what differs is put into words. */
function same(what: string, found: Totals, expected: Totals) {
  for (const field of Object.keys(zero) as (keyof Totals)[]) {
    const [a, b] = [found[field], expected[field]]
    const isMoney = field === 'costUsd' || field === 'subscriptionUsd'
    const isSame = isMoney ? (a === null) === (b === null) && Math.abs((a ?? 0) - (b ?? 0)) < 1e-9 : a === b
    if (!isSame) expect([what, field, a]).toEqual([what, field, b])
  }
}

/** The sum of answers, one by one. */
function byHand(rows: PricedCall[]): Totals {
  return sumTotals(
    rows.map((row): Totals => {
      const isPaid = row.billing === 'subscription'
      const unpriced = row.costSource === 'unpriced' ? row.totalTokens : 0
      const bound = row.costSource === 'bound' ? row.totalTokens : 0
      return {
        inputTokens: row.inputTokens,
        outputTokens: row.outputTokens,
        cacheReadTokens: row.cacheReadTokens,
        cacheWriteTokens: row.cacheWrite5mTokens + row.cacheWrite1hTokens,
        totalTokens: row.totalTokens,
        costUsd: isPaid && row.costUsd !== null ? 0 : row.costUsd,
        unpricedTokens: isPaid ? 0 : unpriced,
        boundTokens: isPaid ? 0 : bound,
        subscriptionUsd: isPaid ? row.costUsd : null,
        subscriptionTokens: isPaid ? row.totalTokens : 0,
        subscriptionUnsureTokens: isPaid ? unpriced + bound : 0,
        calls: 1,
      }
    }),
  )
}

const zones = ['Europe/Vienna', 'Asia/Kathmandu', 'Australia/Lord_Howe']
const filters: CostFilter[] = [
  {},
  { runtime: 'codex' },
  { agent: 'openclaw:a1' },
  { model: 'm0' },
  { project: '/p3' },
  { project: '' },
  { cron: 'c0' },
  { cron: '' },
  { session: 'openclaw.a2.s6' },
  { family: 'openclaw.a0.s0' },
  { runtime: 'claude-code', model: 'gpt-5.4' },
  { agent: 'pier~openclaw:a1' },
  { cron: 'pier~c0' },
  { session: 'pier~openclaw.a2.s6' },
  { family: 'pier~openclaw.a0.s0' },
]
const ranges = [{}, { since: '2026-03-28', until: '2026-03-30' }, { since: '2026-10-25', until: '2026-11-20' }]

for (const subscriptions of [[], ['codex']] as Runtime[][])
  test(`every grouping, figure, layer and cell sums to the same${subscriptions.length > 0 ? ', beside a subscription' : ''}`, () => {
    const { add, costs, figures, stacks } = books(world(5), { subscriptions, book, now })
    // Another host says other things under the very same keys and ids.
    add(world(6), 'pier')
    let seen = 0
    for (const timezone of zones)
      for (const range of ranges)
        for (const filter of filters) {
          const question = { timezone, ...range, ...filter }
          const where = JSON.stringify(question)
          const rows = [...figures.all(question)].flat()
          const expected = byHand(rows)
          seen += expected.calls
          for (const by of groupings) {
            const report = costs.report({ by, breakdown: true, ...question })
            same(`${by} ${where}`, report.totals, expected)
            same(`${by} rows ${where}`, sumTotals(report.rows), expected)
            for (const row of report.rows) same(`${by} ${row.key} broken down ${where}`, sumTotals(row.breakdown!), row)
          }
          const figure = figures.rows({ ...question, limit: 1 })
          same(`figure ${where}`, figure.totals, expected)
          const money = (expected.costUsd ?? 0) + (expected.subscriptionUsd ?? 0)
          const near = (usd: number) => expect(Math.abs(usd - money)).toBeLessThan(1e-9)
          near(Object.values(figure.parts).reduce((sum, usd) => sum + usd, 0))
          near(figure.sources.reduce((sum, { usd }) => sum + (usd ?? 0), 0))
          expect(figure.searches).toBe(rows.reduce((sum, { searches }) => sum + searches, 0))
          near(figure.parts.loggedUsd + figure.prices.reduce((sum, { usd }) => sum + usd, 0))
          expect(figure.sources.reduce((sum, { calls }) => sum + calls, 0)).toBe(expected.calls)
          expect(figure.sources.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(expected.totalTokens)
          if (!('since' in range)) continue
          for (const by of stackings) {
            const stack = stacks.stack({ ...question, by, layers: 2 })
            same(`stack ${by} ${where}`, stack.totals, expected)
            same(`stack layers ${by} ${where}`, sumTotals(stack.layers.map(({ totals }) => totals)), expected)
          }
          same(`heat ${where}`, sumTotals(stacks.heatMap(question).cells), expected)
        }
    expect(seen).toBeGreaterThan(5_000)
  })

test('the summary says what the reports say', () => {
  for (const timezone of zones) {
    const { costs, summary } = books(world(8), { subscriptions: ['codex'], book, timezone, now })
    const all = summary()
    const day = dayOf(now, timezone)
    same('today', all.today, costs.report({ by: 'agent', since: day, until: day }).totals)
    same('month', all.thisMonth, costs.report({ by: 'cron', since: `${day.slice(0, 7)}-01`, until: day }).totals)
    same('all time', all.allTime, costs.report({ by: 'block' }).totals)
    expect(all.todayUsd).toBe(all.today.calls === 0 ? 0 : all.today.costUsd)
    const unpriced = all.unpriced.reduce((sum, { tokens }) => sum + tokens, 0)
    const { unpricedTokens } = books(world(8), { book, timezone, now }).costs.report({ by: 'model' }).totals
    expect(unpriced).toBe(unpricedTokens)
  }
})

test('each answer is the sum of its parts, at the prices it names', () => {
  const { figures } = books([...world(3), ...world(4)], { book, now })
  let computed = 0
  let searched = 0
  for (const row of [...figures.all({})].flat()) {
    if (row.price === null) continue
    computed++
    const sum = row.parts.reduce((sum, { usd }) => sum + usd, row.searchUsd)
    searched += row.searchUsd > 0 ? 1 : 0
    expect([row.id, Math.abs(sum - row.costUsd!) < 1e-12]).toEqual([row.id, true])
    for (const { tokens, usdPerMillion, usd } of row.parts) expect(usd).toBe((tokens * usdPerMillion) / 1_000_000)
  }
  expect(computed).toBeGreaterThan(100)
  expect(searched).toBeGreaterThan(20)
})
