import { expect, test } from 'bun:test'
import type { Role } from '../../../src/auth/role.ts'
import type { Bill } from '../../../src/reconcile/bill.ts'
import type { Drift } from '../../../src/reconcile/drift.ts'
import type { PayeeRow, Reconciliation, RuntimeRow } from '../../../src/reconcile/reconciliation.ts'
import { find, textsOf } from '../../testing/dom.ts'
import { createFakeServer } from '../../testing/fake-server.ts'
import { showOnPage } from '../../testing/page.tsx'
import { sampleNow } from '../../testing/samples.ts'
import { niceScale } from './drift-days.tsx'
import ReconcilePage from './reconcile-page.tsx'
import { axisStart, stepsOf } from './waterfall.tsx'
import { linesOf } from './witness-table.tsx'

const server = createFakeServer()

const drift: Drift = {
  ledgerCents: 23_160,
  statedCents: 23_620,
  driftCents: 460,
  parts: [
    { kind: 'side-calls', cents: 271, sessions: ['claude-code.main.a'], sessionCount: 3, tokens: 0 },
    { kind: 'not-read', cents: 214, sessions: ['claude-code x'], sessionCount: 1, tokens: 0 },
    { kind: 'month-boundary', cents: -40, sessions: [], sessionCount: 0, tokens: 0 },
  ],
  leftCents: 15,
}
const bill: Bill = {
  id: 1,
  provider: 'anthropic',
  month: '2026-11',
  amount: '236.20',
  currency: 'USD',
  rate: '1',
  usdCents: 23_620,
  note: '',
  at: sampleNow,
  by: 'somebody',
}
const runtime = (name: RuntimeRow['runtime'], payee: string, more: Partial<RuntimeRow> = {}): RuntimeRow => ({
  runtime: name,
  payee,
  ledgerCents: 100,
  unpricedTokens: 0,
  isSubscription: false,
  statements: [],
  limit: null,
  ...more,
})
const payee = (name: string, more: Partial<PayeeRow> = {}): PayeeRow => ({
  payee: name,
  runtimes: [],
  ledgerCents: 100,
  unpricedTokens: 0,
  bill: null,
  afterBillCents: 0,
  drift: null,
  ...more,
})
const november: Reconciliation = {
  month: '2026-11',
  timezone: 'UTC',
  at: sampleNow,
  until: '2026-11-03',
  isOver: false,
  months: ['2026-11', '2026-10'],
  ledgerCents: 23_160,
  unpricedTokens: 0,
  runtimes: [
    runtime('claude-code', 'anthropic', { ledgerCents: 23_060 }),
    runtime('codex', 'openai', { limit: { name: 'week', usedPercent: 33, at: sampleNow } }),
  ],
  payees: [payee('anthropic', { ledgerCents: 23_060, bill, drift }), payee('openai')],
  overall: { of: 'bills', ...drift },
  before: { month: '2026-10', percent: 1.4 },
  days: [
    { day: '2026-11-01', cents: 300 },
    { day: '2026-11-03', cents: -29 },
  ],
}

async function open(data: Reconciliation, role: Role = 'operator', mayAct = true) {
  const page = showOnPage(() => <ReconcilePage />, { path: '/costs/reconcile' })
  await server.settled()
  await server.last('/api/auth/me').answer({ id: 'sign-in:a', name: 'a', role, mayAct })
  await server.last('/api/reconcile').answer(data)
  return page
}

test('the drift of the month stands at the head, with what explains it', async () => {
  await open(november)
  expect(textsOf('.drift-figure, .drift-sentence, .drift-ends span')).toEqual([
    '+$4.60',
    'Providers billed 2.0% more than our ledger.',
    '+$4.45 explained',
    '+$0.15 left over',
  ])
  expect(textsOf('.drift-sums dd')).toEqual(['$231.60', '$236.20', '+1.4%'])
  expect(textsOf('.waterfall .step-label')).toEqual([
    'Our ledger',
    'side calls',
    'not read',
    'left over',
    'month',
    'Their bill',
  ])
  expect(textsOf('.what-to-do .right')).toEqual(['+$2.71', '+$2.14', '−$0.40', '+$0.15'])
  expect(find('.what-to-do li:first-child a').getAttribute('href')).toBe('/sessions/claude-code.main.a')
})

test('without anything stated the page says who could state something', async () => {
  await open({ ...november, overall: null, before: null, days: [], runtimes: [], payees: [] })
  expect(textsOf('.drift-figure')).toEqual(['–'])
  expect(textsOf('.witnesses .empty, .what-to-do b')).toEqual([
    'No costs are known of this month, and nothing to compare them with.',
    'A bill',
    'The status line of Claude Code',
    'A gateway of OpenClaw',
    'Telemetry',
  ])
  expect([...document.querySelectorAll('a[href="/settings/hooks"]')].length).toBeGreaterThan(0)
})

test('a bill is reckoned while it is typed, kept, and taken back', async () => {
  await open(november)
  const [amount] = document.querySelectorAll<HTMLInputElement>('.bill-form input')
  amount!.value = '212.40'
  amount!.dispatchEvent(new Event('input', { bubbles: true }))
  expect(textsOf('.bill-form [aria-live]')).toEqual(['$212.40. Our November: $230.60, so −$18.20.'])
  find<HTMLFormElement>('.bill-form form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  await server.settled()
  await server.last('/api/reconcile/bills').answer({ change: 7 })
  await server.last('/api/reconcile').answer(november)
  find('.kept-bills button').click()
  await server.settled()
  await server.last('/api/reconcile/bills/anthropic/2026-11').answer({ change: 8 })
})

test('what is wrong with a bill is said beside it', async () => {
  await open(november)
  find<HTMLFormElement>('.bill-form form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  await server.settled()
  await server.last('/api/reconcile/bills').refuse(400, 'The amount must not be negative.')
  expect(textsOf('.bill-form .problem')).toEqual(['The amount must not be negative.'])
})

for (const [role, mayAct] of [
  ['viewer', true],
  ['admin', false],
] as const)
  test(`who may not act, as ${role}, sees the figures and no form`, async () => {
    await open(november, role, mayAct)
    expect(textsOf('.drift-figure')).toEqual(['+$4.60'])
    expect(document.querySelector('.bill-form form, .kept-bills button')).toBeNull()
  })

test('steps add up from one sum to the other, and a chart of small steps does not begin at zero', () => {
  const steps = stepsOf(drift, 'Their bill')
  expect(steps.slice(1, -1).reduce((sum, { from, to }) => sum + to - from, 0)).toBe(drift.driftCents)
  expect(steps.at(-2)!.to).toBe(drift.statedCents)
  expect(axisStart(steps)).toBeGreaterThan(22_000)
  expect(axisStart(stepsOf({ ...drift, ledgerCents: 100, statedCents: 560 }, 'Their bill'))).toBe(0)
})

test('many parts are shown as some and the others', () => {
  const parts = Array.from({ length: 9 }, (_, number) => ({ ...drift.parts[0]!, cents: 90 - number }))
  const sum = parts.reduce((total, { cents }) => total + cents, 0)
  const steps = stepsOf({ ledgerCents: 0, statedCents: sum, driftCents: sum, parts, leftCents: 0 }, 'Their bill')
  expect(steps.map(({ label }) => label)).toEqual([
    'Our ledger',
    ...Array.from({ length: 5 }, () => 'side calls'),
    'others',
    'Their bill',
  ])
  expect(steps.at(-2)!.to).toBe(sum)
})

test('a provider stands beside the runtimes that pay it most; one that nobody pays anything is left out', () => {
  const lines = linesOf({
    runtimes: [runtime('openclaw', 'anthropic'), runtime('claude-code', 'anthropic'), runtime('opencode', '')],
    payees: [
      payee('anthropic'),
      payee('tidepool', { ledgerCents: 0, unpricedTokens: 5 }),
      payee('ollama', { ledgerCents: 0 }),
    ],
  })
  expect(lines.map((line) => [line.runtime?.runtime ?? null, line.payee?.payee ?? null, line.span])).toEqual([
    ['openclaw', 'anthropic', 2],
    ['claude-code', null, 0],
    [null, 'tidepool', 1],
    ['opencode', null, 1],
  ])
})

test('a scale has few round steps around zero', () => {
  for (const [high, low] of [
    [0, 0],
    [3, 0],
    [60, 0],
    [12, -29],
    [0, -1],
    [123_456, -7],
  ] as const) {
    const scale = niceScale(high, low)
    expect(scale.ticks).toContain(0)
    expect(scale.low <= low && scale.high >= high).toBe(true)
    expect(scale.ticks.length).toBeLessThan(8)
    expect(scale.ticks.every(Number.isSafeInteger)).toBe(true)
  }
})
