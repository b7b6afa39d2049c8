import { expect, test } from 'bun:test'
import type { Fact } from '../../facts/fact.ts'
import type { Runtime } from '../../facts/runtimes.ts'
import { filled, session, usage } from '../../indexing/testing/filled.ts'
import { createCosts } from '../costs.ts'
import { priceOf } from '../pricing/price.ts'
import { groupings } from './report.ts'
import { createReportContext } from './report-context.ts'

const now = Date.UTC(2026, 10, 20, 12)
const start = (facts: Fact[]) =>
  createCosts(createReportContext(filled(facts).index, { host: 'here', timezone: 'UTC', now: () => now }))

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
