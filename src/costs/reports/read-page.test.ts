import { expect, test } from 'bun:test'
import { session, usage } from '../../indexing/testing/filled.ts'
import { books } from '../pricing/testing/books.ts'
import { drawnDays, firstLately, maxDrawnDays } from './page.ts'
import { createBreakdownViews } from './read-breakdown-views.ts'
import { createCostsPage } from './read-page.ts'

const now = Date.UTC(2026, 10, 20, 12)
const hourMs = 3_600_000

/** A call every nine hours, of two sessions and two models, for forty days. */
const facts = [
  session('a.s1', { title: 'One', projectPath: '/p' }),
  session('a.s2', { title: 'Two' }),
  ...Array.from({ length: 106 }, (_, n) =>
    usage(`a.s${1 + (n % 2)}`, {
      key: `k${n}`,
      at: now - n * 9 * hourMs,
      loggedUsd: 1 + (n % 7),
      model: `m${n % 3}`,
      tokens: { output: 5 },
    }),
  ),
]

test('a page says what each of its reports says by itself', () => {
  const { page, costs, stacks, summary } = books(facts, { now })
  const days = { since: '2026-11-01', until: '2026-11-20' }
  const today = { since: '2026-11-20', until: '2026-11-20' }
  expect(page({ ...days, model: 'm1', stack: 'agent', by: 'week' })).toEqual({
    timezone: 'UTC',
    today: '2026-11-20',
    summary: summary(),
    dayCurve: costs.dayCurve(),
    lately: costs.report({ timezone: 'UTC', since: '2026-10-22', until: '2026-11-20', by: 'day' }),
    modelsToday: costs.page({ ...today, model: 'm1', by: 'model' }),
    agentsToday: costs.page({ ...today, model: 'm1', by: 'agent' }),
    fortnight: stacks.stack({ since: '2026-11-07', until: '2026-11-20', model: 'm1', by: 'model' }),
    stack: stacks.stack({ ...days, model: 'm1', by: 'agent' }),
    heat: stacks.heatMap({ ...days, model: 'm1' }),
    models: costs.page({ ...days, model: 'm1', by: 'model' }),
    agents: costs.page({ ...days, model: 'm1', by: 'agent' }),
    projects: costs.page({ ...days, model: 'm1', by: 'project' }),
    lines: costs.page({ ...days, model: 'm1', by: 'week' }),
  })
})

test('a page of one day is drawn by the hour, one of all days from the first that is known', () => {
  const { page } = books(facts, { now })
  const one = page({ since: '2026-11-20', until: '2026-11-20' })
  expect([one.stack.per, one.stack.days.length]).toEqual(['hour', 24])
  const all = page({})
  expect([all.stack.per, all.stack.since, all.heat.since, all.models.totals.calls]).toEqual([
    'day',
    '2026-10-12',
    '2026-10-12',
    106,
  ])
})

test('averages leave out days before the first call, the chart has them', () => {
  const { page } = books(facts, { now })
  const { heat, stack } = page({ since: '2026-09-01', until: '2026-11-20' })
  expect([heat.since, stack.since]).toEqual(['2026-10-12', '2026-09-01'])
})

test('today is the day in the zone that is asked for', () => {
  const { page } = books(facts, { now })
  expect(page({ timezone: 'Pacific/Kiritimati' }).today).toBe('2026-11-21')
  expect(() => page({ timezone: 'Vienna' })).toThrow('There is no time zone “Vienna”')
})

test('a page and the views of a breakdown are each read in one transaction', () => {
  const { context, costs, summary, figures, stacks } = books(facts, { now })
  const { index } = context
  const reads: boolean[] = []
  const watched = {
    ...costs,
    report(...asked: Parameters<typeof costs.report>) {
      reads.push(index.$client.inTransaction)
      return costs.report(...asked)
    },
    page(...asked: Parameters<typeof costs.page>) {
      reads.push(index.$client.inTransaction)
      return costs.page(...asked)
    },
  }
  createCostsPage(context, { costs: watched, summary, stacks })({})
  createBreakdownViews(index, { costs: watched, breakdowns: figures, stacks })({})
  expect(reads.length).toBeGreaterThan(8)
  expect(reads).not.toContain(false)
  expect(index.$client.inTransaction).toBe(false)
})

test('every view of a breakdown has the same sum', () => {
  const { breakdownViews } = books(facts, { now })
  const from = now - 36 * hourMs
  for (const question of [
    {},
    { model: 'm1' },
    { since: '2026-11-20', until: '2026-11-20' },
    { since: '2026-11-19', until: '2026-11-20', from, to: now },
  ]) {
    const { breakdown, sessions, models, times } = breakdownViews(question)
    expect(breakdown.totals.calls).toBeGreaterThan(0)
    for (const { totals } of [sessions, models, times]) expect(totals).toEqual(breakdown.totals)
  }
})

test('a breakdown of a day or two is seen by the hour, a longer one by the day', () => {
  const { breakdownViews } = books(facts, { now })
  const one = breakdownViews({ since: '2026-11-20', until: '2026-11-20' })
  expect([one.timesBy, one.times.rows.map(({ label }) => label)]).toEqual(['hour', ['03:00–04:00', '12:00–13:00']])
  const two = breakdownViews({ since: '2026-11-19', until: '2026-11-20', from: now - 24 * hourMs, to: now })
  expect(two.times.rows.map(({ label }) => label)).toEqual(['2026-11-19 18:00–19:00', '2026-11-20 03:00–04:00'])
  expect(breakdownViews({}).timesBy).toBe('day')
})

test('its sessions are broken down by model, its first calls are there, and a cursor goes on', () => {
  const { breakdown, sessions } = books(facts, { now }).breakdownViews({})
  expect([breakdown.items.length, breakdown.nextCursor !== null]).toEqual([40, true])
  expect(sessions.rows[0]?.breakdown?.length).toBe(3)
})

test('the latest days are thirty, or this month where that is longer', () => {
  expect(firstLately({ day: '2026-10-31', month: '2026-10' })).toBe('2026-10-01')
  expect(firstLately({ day: '2026-11-21', month: '2026-11' })).toBe('2026-10-23')
})

test('no more days are drawn than fit, and none to come', () => {
  const today = '2026-11-20'
  expect(drawnDays({ since: '2026-11-01', until: '2026-11-20' }, today)).toEqual({
    since: '2026-11-01',
    until: '2026-11-20',
  })
  expect(drawnDays({ since: '2026-11-01', until: '2027-01-01' }, today).until).toBe(today)
  expect(drawnDays({ since: '2026-12-01', until: '2027-01-01' }, today)).toEqual({ since: today, until: today })
  const { since, until } = drawnDays({ since: '1999-01-01' }, today)
  expect((Date.parse(until) - Date.parse(since)) / 86_400_000 + 1).toBe(maxDrawnDays)
})
