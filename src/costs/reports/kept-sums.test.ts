import { expect, test } from 'bun:test'
import { filled, session, usage } from '../../indexing/testing/filled.ts'
import { createCosts } from '../costs.ts'
import { createSummary } from './read-summary.ts'
import { createReportContext } from './report-context.ts'

const now = Date.UTC(2026, 10, 20, 12)
const dayMs = 86_400_000

/** Costs that were asked before, and the same of somebody who asks for the first time. */
function start() {
  const { index, add } = filled([])
  const made = () => {
    const context = createReportContext(index, { host: 'here', timezone: 'Asia/Kathmandu', now: () => now })
    const costs = createCosts(context)
    const summary = createSummary(context, costs, { budgets: () => [], blockLimit: { usd: null, tokens: null } })
    return { ...costs, summary }
  }
  return { add, asked: made(), fresh: made }
}

const answer = (name: string, daysAgo: number, usd: number, rest: object = {}) =>
  usage(name, { at: now - daysAgo * dayMs, loggedUsd: usd, tokens: { input: 5, cacheRead: 3 }, ...rest })

const steps: [what: string, facts: Parameters<ReturnType<typeof filled>['add']>[0]][] = [
  ['something of every age', [0, 1, 2, 5, 29, 31, 70].map((days) => answer(`main.s${days}`, days, 1 + days))],
  ['something of today', [answer('main.s0', 0, 2)]],
  ['something late, of long ago', [answer('main.s5', 5, 7)]],
  ['a better reading of what was read long ago', [answer('main.s29', 29, 50, { key: 'k', rank: 1 })]],
  ['and its worse one, too late', [answer('main.s29', 29, 3, { key: 'k' })]],
  [
    'who began whom, told afterwards',
    [session('main.s2', { key: 'agent:main:two' }), session('main.s5', { parentKey: 'agent:main:two' })],
  ],
  ['a run of a cron job, told afterwards', [session('main.s29', { cronId: 'openclaw:nightly' })]],
  ['what has no price', [answer('main.s2', 2, 0, { loggedUsd: null, model: 'nobody-knows' })]],
]

test('what is kept of long ago is what anybody who asks now is told, whatever came late', () => {
  const { add, asked, fresh } = start()
  for (const [what, facts] of steps) {
    add(facts)
    const now = fresh()
    expect([what, asked.summary()]).toEqual([what, now.summary()])
    for (const by of ['day', 'month', 'block', 'runtime', 'family', 'cron'] as const)
      expect([what, asked.report({ by })]).toEqual([what, now.report({ by })])
    expect([what, asked.dayCurve()]).toEqual([what, now.dayCurve()])
  }
})

test('the figures of the last thirty days are those of the reports', () => {
  const { add, fresh } = start()
  for (const [, facts] of steps) add(facts)
  const { summary, report } = fresh()
  const { medianSession, subagents, idle } = summary()
  const days = { since: medianSession!.since, until: medianSession!.until }
  const families = report({ by: 'family', ...days }).rows.filter(({ costUsd }) => (costUsd ?? 0) > 0)
  expect(medianSession!.sessions).toBe(families.length)
  const child = report({ by: 'session', ...days }).rows.find(({ key }) => key === 'openclaw.main.s5')!
  expect([subagents.sessions, subagents.totals.costUsd]).toEqual([1, child.costUsd])
  const job = report({ by: 'cron', ...days }).rows.find(({ key }) => key === 'openclaw:nightly')!
  expect(idle.jobs).toEqual([job])
})
