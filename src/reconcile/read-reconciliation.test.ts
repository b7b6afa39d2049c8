import { expect, test } from 'bun:test'
import { createCosts } from '../costs/costs.ts'
import { createReportContext } from '../costs/reports/report-context.ts'
import type { Fact, UsageFact } from '../facts/fact.ts'
import type { Runtime } from '../facts/runtimes.ts'
import type { StatedFigure } from '../facts/stated-figure.ts'
import { filled } from '../indexing/testing/filled.ts'
import { storeInMemory } from '../store/testing/store-in-memory.ts'
import type { Bill } from './bill.ts'
import { createFigures } from './figures.ts'
import { spanOf } from './month.ts'
import { createReconciliation } from './read-reconciliation.ts'
import { numbersFrom } from './testing/numbers-from.ts'

const zone = 'Europe/Vienna'
/** Clock times of Vienna, which is an hour ahead of UTC in November. */
const at = (time: string) => Date.parse(`2026-${time}:00+01:00`)
const id = (key: string) => `claude-code.main.${key}`

const session = (key: string, more: object = {}): Fact => ({
  kind: 'session',
  id: id(key),
  runtime: 'claude-code',
  agentId: 'claude-code:main',
  key,
  ...more,
})

let answers = 0
const spent = (key: string, time: string, usd: number | null, more: Partial<UsageFact> = {}): Fact => ({
  kind: 'usage',
  key: `answer ${++answers}`,
  runtime: 'claude-code',
  agentId: 'claude-code:main',
  sessionId: id(key),
  at: at(time),
  model: 'm',
  provider: 'anthropic',
  tokens: {
    input: 1_000,
    output: 0,
    cacheRead: 0,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    reasoning: 0,
    unclassified: 0,
  },
  loggedUsd: usd,
  rates: null,
  ...more,
})

const said = (key: string, time: string, usd: number, more: Partial<StatedFigure> = {}): StatedFigure => ({
  key: `${key} ${time}`,
  witness: 'statusline',
  runtime: 'claude-code',
  provider: '',
  model: '',
  sessionKey: key,
  counter: `process of ${key}`,
  since: at(time),
  at: at(time),
  usd,
  tokens: null,
  saidAt: at(time),
  note: '',
  ...more,
})

const bill = (usdCents: number, more: Partial<Bill> = {}): Bill => ({
  id: 1,
  provider: 'anthropic',
  month: '2026-11',
  amount: String(usdCents / 100),
  currency: 'USD',
  rate: '1',
  usdCents,
  note: '',
  at: at('12-03T10:00'),
  by: 'somebody',
  ...more,
})

function reconciled(
  facts: Fact[],
  stated: StatedFigure[],
  {
    bills = [],
    billsBefore = [],
    subscriptions = [],
    now = '12-05T12:00',
    month = '2026-11',
  }: { bills?: Bill[]; billsBefore?: Bill[]; subscriptions?: Runtime[]; now?: string; month?: string } = {},
) {
  const { index } = filled(facts)
  const context = createReportContext(index, { host: 'here', timezone: zone, now: () => at(now), subscriptions })
  const figures = createFigures(storeInMemory('wheelhouse'), { now: () => at(now) })
  figures.write(stated)
  const { from, to } = spanOf(month, zone)
  return createReconciliation(
    context,
    createCosts(context),
  )({ month, figures: figures.between(from, to), bills, billsBefore })
}

/** A drift in one line: `118.40 +4.60 = side-calls +2.71, left +0.15`. */
const words = (drift: { driftCents: number; parts: { kind: string; cents: number }[]; leftCents: number } | null) =>
  drift &&
  `${drift.driftCents} = ${[...drift.parts.map(({ kind, cents }) => `${kind} ${cents}`), `left ${drift.leftCents}`].join(', ')}`

test('a status line that agrees with the transcripts leaves no drift', () => {
  const { runtimes, overall, days } = reconciled(
    [session('a'), spent('a', '11-10T10:00', 1), spent('a', '11-11T10:00', 2)],
    [said('a', '11-10T10:01', 1), said('a', '11-11T10:01', 3)],
  )
  expect(words(runtimes[0]!.statements[0]!)).toBe('0 = left 0')
  expect(overall).toMatchObject({ of: 'runtimes', ledgerCents: 300, statedCents: 300 })
  expect(days).toEqual([
    { day: '2026-11-10', cents: 0 },
    { day: '2026-11-11', cents: 0 },
  ])
})

test('each session explains its part: side calls, no price, one that stopped, one on either side alone', () => {
  const { runtimes, overall } = reconciled(
    [
      ...['side', 'unpriced', 'stopped', 'silent', 'sub'].map((key) =>
        session(key, key === 'sub' ? { parentKey: 'side' } : {}),
      ),
      spent('side', '11-10T10:00', 1),
      spent('sub', '11-10T10:05', 0.5),
      spent('unpriced', '11-10T10:00', 1),
      spent('unpriced', '11-10T10:00', null),
      spent('stopped', '11-10T10:00', 1),
      spent('stopped', '11-10T12:00', 4),
      spent('silent', '11-10T10:00', 7),
    ],
    [
      said('side', '11-10T11:00', 1.75),
      said('unpriced', '11-10T11:00', 1.4),
      said('stopped', '11-10T11:00', 1),
      said('lost', '11-12T11:00', 0.37),
    ],
  )
  const [statement] = runtimes[0]!.statements
  expect(words(statement!)).toBe(
    '-998 = not-stated -700, stopped -400, no-price 40, not-read 37, side-calls 25, left 0',
  )
  expect(statement).toMatchObject({ sessions: 4, ledgerSessions: 4 })
  expect(statement!.parts.find(({ kind }) => kind === 'side-calls')!.sessions).toEqual([id('side')])
  // What nobody speaks of is not compared.
  expect(words(overall)).toBe('-298 = stopped -400, no-price 40, not-read 37, side-calls 25, left 0')
})

test('a counter that runs over the end of a month is cut there, in the zone of the machine', () => {
  const facts = [session('a'), spent('a', '10-31T23:30', 5), spent('a', '11-01T00:30', 2)]
  const stated = [said('a', '10-31T23:40', 5), said('a', '11-01T00:31', 7)]
  for (const [month, cents] of [
    ['2026-10', 500],
    ['2026-11', 200],
  ] as const)
    expect(reconciled(facts, stated, { month }).overall).toMatchObject({ statedCents: cents, driftCents: 0 })
})

test('on a day of 25 hours nothing is counted twice', () => {
  const summer = (time: string) => Date.parse(`2026-10-25T${time}:00Z`)
  const facts = [0, 1, 2, 3].map((hour) => spent('a', '10-25T00:00', 1, { at: summer(`0${hour}:30`) }))
  const stated = [0, 1, 2, 3].map((hour) =>
    said('a', '10-25T00:00', hour + 1, {
      key: String(hour),
      at: summer(`0${hour}:31`),
      saidAt: summer(`0${hour}:31`),
    }),
  )
  const { overall, days } = reconciled([session('a'), ...facts], stated, { month: '2026-10' })
  expect(overall).toMatchObject({ statedCents: 400, driftCents: 0 })
  expect(days).toEqual([{ day: '2026-10-25', cents: 0 }])
})

test('a bill is compared with the ledger until it was typed in, and explained by what that lacks and by the month as UTC has it', () => {
  const facts = [
    session('a'),
    spent('a', '11-01T00:30', 3),
    spent('a', '11-10T10:00', 1),
    spent('a', '11-20T10:00', 2),
    spent('b', '11-10T10:00', 9, { provider: 'openai' }),
  ]
  const stated = [said('a', '11-25T10:00', 6.71)]
  const { payees, overall } = reconciled(facts, stated, {
    bills: [bill(200, { at: at('11-15T00:00') })],
    now: '11-25T12:00',
  })
  expect(payees.map(({ payee, ledgerCents }) => [payee, ledgerCents])).toEqual([
    ['openai', 900],
    ['anthropic', 600],
  ])
  // What was spent after it was typed in is not compared with it.
  expect(payees[1]!.afterBillCents).toBe(200)
  const drift = '-200 = month-boundary -300, side-calls 71, left 29'
  expect(words(payees[1]!.drift)).toBe(drift)
  expect(payees[0]!.drift).toBeNull()
  expect(words(overall)).toBe(drift)
})

test('names of one provider are one payee, whose tokens without a price count once', () => {
  const { payees, runtimes } = reconciled(
    [
      spent('a', '11-10T10:00', 1, { provider: 'openai' }),
      spent('a', '11-10T10:00', 2, { provider: 'openai-codex' }),
      spent('a', '11-10T10:00', null, { provider: 'openai' }),
      spent('a', '11-10T10:00', null, { provider: 'openai-codex' }),
    ],
    [],
  )
  expect(payees).toMatchObject([{ payee: 'openai', ledgerCents: 300, unpricedTokens: 2_000 }])
  expect(runtimes).toMatchObject([{ payee: 'openai', unpricedTokens: 2_000 }])
})

test('what a subscription pays is on no bill, and beside what the runtime itself counts', () => {
  const { payees, runtimes } = reconciled([session('a'), spent('a', '11-10T10:00', 3)], [said('a', '11-10T10:01', 3)], {
    subscriptions: ['claude-code'],
    bills: [bill(2_000)],
  })
  expect(runtimes).toMatchObject([{ ledgerCents: 300, isSubscription: true, statements: [{ driftCents: 0 }] }])
  expect(payees).toMatchObject([{ payee: 'anthropic', ledgerCents: 0, drift: { leftCents: 2_000 } }])
})

test('the month before is compared in percent, where it has bills and the ledger knows it', () => {
  const facts = [spent('a', '10-10T10:00', 100)]
  const before = (usdCents: number) =>
    reconciled(facts, [], { billsBefore: [bill(usdCents, { month: '2026-10' })] }).before
  expect(before(10_140)).toEqual({ month: '2026-10', percent: expect.closeTo(1.4) })
  expect(reconciled([], [], { billsBefore: [bill(5)] }).before).toBeNull()
})

test('without anything an answer says so', () => {
  expect(reconciled([], [])).toMatchObject({
    ledgerCents: 0,
    runtimes: [],
    payees: [],
    overall: null,
    days: [],
    months: ['2026-12'],
  })
})

test('columns add up to the cent in random worlds', () => {
  const next = numbersFrom(7)
  for (let world = 0; world < 8; world++) {
    const keys = ['a', 'b', 'c', 'd']
    const day = () => `11-${String(1 + Math.floor(next() * 30)).padStart(2, '0')}T${10 + Math.floor(next() * 10)}:00`
    const facts = Array.from({ length: 40 }, () =>
      spent(keys[Math.floor(next() * 4)]!, day(), next() < 0.1 ? null : next(), {
        provider: next() < 0.5 ? 'anthropic' : 'openai',
      }),
    )
    const stated = Array.from({ length: 30 }, (_, number) =>
      said(keys[Math.floor(next() * 4)]!, day(), number, { key: String(number), counter: '', usd: next() }),
    )
    const bills = [bill(Math.floor(next() * 3_000)), bill(Math.floor(next() * 3_000), { provider: 'openai' })]
    const { runtimes, payees, overall, ledgerCents, days } = reconciled(
      [...keys.map((key) => session(key)), ...facts],
      stated,
      { bills },
    )
    const sum = (cents: number[]) => cents.reduce((total, one) => total + one, 0)
    expect(sum(runtimes.map((row) => row.ledgerCents))).toBe(ledgerCents)
    expect(sum(payees.map((row) => row.ledgerCents))).toBe(ledgerCents)
    expect(sum(payees.map((row) => row.drift?.driftCents ?? 0))).toBe(overall!.driftCents)
    for (const drift of [
      overall!,
      ...runtimes.flatMap((row) => row.statements),
      ...payees.flatMap((row) => row.drift ?? []),
    ])
      expect(sum(drift.parts.map(({ cents }) => cents)) + drift.leftCents).toBe(drift.driftCents)
    expect(days.every(({ cents }) => Number.isSafeInteger(cents))).toBe(true)
  }
})
