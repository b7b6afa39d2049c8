import { expect, test } from 'bun:test'
import { Elysia } from 'elysia'
import { createActionGate } from '../audit/action-gate.ts'
import { createAudit } from '../audit/audit.ts'
import { type Caller, markCaller } from '../auth/caller.ts'
import { callerAs } from '../auth/testing/caller-as.ts'
import { createCosts } from '../costs/costs.ts'
import { createReportContext } from '../costs/reports/report-context.ts'
import type { AskedMonth, StatedFigure } from '../facts/stated-figure.ts'
import { problems } from '../http/errors.ts'
import { createRoleGate } from '../http/roles.ts'
import { filled } from '../indexing/testing/filled.ts'
import { localReader } from '../lib/json.ts'
import { storeInMemory } from '../store/testing/store-in-memory.ts'
import { createBills } from './bills.ts'
import { createFigures } from './figures.ts'
import { createReconciliation } from './read-reconciliation.ts'
import { reconcileReads } from './reads.ts'
import type { Reconciliation } from './reconciliation.ts'
import { reconcileRoutes } from './routes.ts'

function start() {
  const now = () => Date.UTC(2026, 10, 20, 12)
  const timezone = 'UTC'
  const store = storeInMemory('wheelhouse')
  const audit = createAudit(store, { now, publish() {} })
  const { index } = filled([])
  const context = createReportContext(index, { host: 'here', timezone, now })
  const asked: AskedMonth[] = []
  const { gate, enforce } = createRoleGate()
  const app = new Elysia()
    .use(problems(() => {}))
    .use(gate)
    .use(
      reconcileRoutes({
        reader: localReader(reconcileReads({ reconciliation: createReconciliation(context, createCosts(context)) })),
        figures: createFigures(store, { now }),
        askGateways: async (month) => {
          asked.push(month)
          return [fromGateway]
        },
        bills: createBills(store, { now, timezone }),
        actionGate: createActionGate(audit),
        timezone,
        now,
      }),
    )
  enforce(app)

  async function ask<Answer>(method: string, path: string, body?: unknown, as: Caller = callerAs('operator')) {
    const request = new Request(`http://localhost/api/reconcile${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    markCaller(request, () => as)
    const response = await app.handle(request)
    return { status: response.status, body: (await response.json()) as Answer }
  }

  return {
    ask,
    asked,
    enter: (given: object = {}) => ask<{ change: number }>('POST', '/bills', { ...bill, ...given }),
    bills: async (month = '2026-11') =>
      (await ask<Reconciliation>('GET', `/?month=${month}`)).body.payees.map((row) => [
        row.payee,
        row.bill?.usdCents ?? null,
      ]),
    recorded: () =>
      audit
        .lines({ limit: 500 })
        .items.map(({ stage, action, target }) => `${stage}: ${action}, ${target}`)
        .reverse(),
  }
}

const bill = { provider: 'Anthropic', month: '2026-11', amount: '212.40', currency: 'USD' }

test('a bill is entered, changed and removed on record, and each change can be undone once', async () => {
  const world = start()
  await world.enter()
  const { change } = (await world.enter({ amount: '300' })).body
  expect(await world.bills()).toEqual([['anthropic', 30_000]])
  const undone = await world.ask<{ change: number }>('POST', '/bills/undo', { change })
  expect(await world.bills()).toEqual([['anthropic', 21_240]])
  expect((await world.ask('POST', '/bills/undo', { change })).status).toBe(409)
  // An undo is a change as well.
  await world.ask('POST', '/bills/undo', { change: undone.body.change })
  expect(await world.bills()).toEqual([['anthropic', 30_000]])
  const removed = await world.ask<{ change: number }>('DELETE', '/bills/anthropic/2026-11')
  expect(await world.bills()).toEqual([])
  expect((await world.ask('DELETE', '/bills/anthropic/2026-11')).status).toBe(404)
  await world.ask('POST', '/bills/undo', { change: removed.body.change })
  expect(await world.bills()).toEqual([['anthropic', 30_000]])
  expect(world.recorded().filter((line) => line.startsWith('done'))).toEqual([
    'done: enter bill, Anthropic, 2026-11',
    'done: enter bill, Anthropic, 2026-11',
    'done: undo change of bill, Anthropic, 2026-11',
    'done: undo change of bill, Anthropic, 2026-11',
    'done: remove bill, Anthropic, 2026-11',
    'done: undo change of bill, Anthropic, 2026-11',
  ])
})

test('the first bill of a month is undone by its removal', async () => {
  const world = start()
  const { change } = (await world.enter()).body
  await world.ask('POST', '/bills/undo', { change })
  expect(await world.bills()).toEqual([])
  expect((await world.ask('POST', '/bills/undo', { change: 99 })).status).toBe(404)
})

test('a bill belongs to its month', async () => {
  const world = start()
  await world.enter({ month: '2026-10' })
  expect([await world.bills('2026-10'), await world.bills('2026-11')]).toEqual([[['anthropic', 21_240]], []])
})

test('what cannot be a bill is refused in words, and nothing is on record', async () => {
  const world = start()
  for (const wrong of [{ amount: '-1' }, { month: '2026-12' }, { currency: 'EUR' }, { amount: 'x'.repeat(5_000) }]) {
    const { status } = await world.enter(wrong)
    expect([wrong, status]).toEqual([wrong, status === 422 ? 422 : 400])
  }
  expect(world.recorded()).toEqual([])
})

test('who looks on sees amounts and changes none; a screen sees none', async () => {
  const world = start()
  await world.enter()
  for (const [caller, looks] of [
    [callerAs('screen'), 403],
    [callerAs('viewer'), 200],
    [callerAs('operator', { mayAct: false }), 200],
  ] as const) {
    expect((await world.ask('GET', '/', undefined, caller)).status).toBe(looks)
    for (const [method, path, body] of [
      ['POST', '/bills', bill],
      ['DELETE', '/bills/anthropic/2026-11', undefined],
      ['POST', '/bills/undo', { change: 1 }],
      ['POST', '/gateway', {}],
    ] as const)
      expect((await world.ask(method, path, body, caller)).status).toBe(403)
  }
  expect(await world.bills()).toEqual([['anthropic', 21_240]])
})

const fromGateway: StatedFigure = {
  key: 'home 2026-11',
  witness: 'gateway',
  runtime: 'openclaw',
  provider: '',
  model: '',
  sessionKey: '',
  counter: '',
  since: Date.UTC(2026, 10, 1),
  at: Date.UTC(2026, 10, 20, 12),
  usd: 7.5,
  tokens: 10,
  saidAt: Date.UTC(2026, 10, 20, 12),
  note: '',
}

test('gateways are asked when a person wants it, and what they say is kept', async () => {
  const world = start()
  expect(world.asked).toEqual([])
  expect((await world.ask('POST', '/gateway', {})).status).toBe(200)
  expect(world.asked).toEqual([
    {
      month: '2026-11',
      firstDay: '2026-11-01',
      lastDay: '2026-11-30',
      offsetMinutes: 0,
      from: Date.UTC(2026, 10, 1),
      to: Date.UTC(2026, 11, 1),
    },
  ])
  const { runtimes } = (await world.ask<Reconciliation>('GET', '/')).body
  expect(runtimes).toMatchObject([{ runtime: 'openclaw', statements: [{ witness: 'gateway', statedCents: 750 }] }])
})

test('a month must be one', async () => {
  const world = start()
  for (const month of ['2026-13', 'november', '2026', '2026-1'])
    expect((await world.ask('GET', `/?month=${month}`)).status).toBe(400)
})
