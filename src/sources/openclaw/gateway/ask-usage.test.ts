import { expect, test } from 'bun:test'
import type { AskedMonth } from '../../../facts/stated-figure.ts'
import { Refusal } from '../../../lib/refusal.ts'
import type { ActionTarget } from './act.ts'
import { askUsage } from './ask-usage.ts'
import { deviceFrom } from './device.ts'
import { type Behaviour, fakeGateway } from './testing/fake-gateway.ts'

const now = Date.UTC(2026, 10, 20, 12)
const november: AskedMonth = {
  month: '2026-11',
  firstDay: '2026-11-01',
  lastDay: '2026-11-30',
  offsetMinutes: 330,
  from: Date.UTC(2026, 9, 31, 18, 30),
  to: Date.UTC(2026, 10, 30, 18, 30),
}

function gatewayThat(behaviour: Behaviour) {
  const gateway = fakeGateway(behaviour)
  const target: ActionTarget = {
    home: '/home/user/.openclaw',
    url: gateway.url,
    credential: { token: 'secret' },
    device: deviceFrom(Buffer.alloc(32, 1).toString('base64url')),
    version: '1',
    platform: 'linux',
    isTheGateway: () => true,
  }
  const ask = () => askUsage(target, november, () => now, { challengeMs: 300, callMs: 200, againMs: 1 })
  return { gateway, ask, [Symbol.dispose]: () => gateway[Symbol.dispose]() }
}

const costs = (totalCost: unknown, status?: string, more: object = {}) => ({
  payload: {
    updatedAt: now,
    days: 30,
    daily: [],
    totals: { totalTokens: 100, totalCost, missingCostEntries: 0, ...more },
    ...(status && { cacheStatus: { status } }),
  },
})

const refusalOf = (asking: Promise<unknown>) =>
  asking.then(
    () => undefined,
    (error: unknown) => (error instanceof Refusal ? `${error.code}: ${error.message}` : error),
  )

test('a gateway is asked with the right to read alone, for all agents and the days of our zone', async () => {
  using world = gatewayThat({ answers: { 'usage.cost': () => costs(4.5, 'fresh') } })
  const { figures } = await world.ask()
  expect(figures).toMatchObject([
    { key: '/home/user/.openclaw 2026-11', witness: 'gateway', usd: 4.5, tokens: 100, at: now, saidAt: now, note: '' },
  ])
  expect(world.gateway.asked.map(({ method }) => method)).toEqual(['connect', 'usage.cost', 'usage.status'])
  expect(world.gateway.asked[0]!.params.scopes).toEqual(['operator.read'])
  expect(world.gateway.asked[1]!.params).toEqual({
    startDate: '2026-11-01',
    endDate: '2026-11-30',
    mode: 'specific',
    utcOffset: 'UTC+5:30',
    agentScope: 'all',
  })
  while (world.gateway.open() > 0) await Bun.sleep(1)
})

test('a first zero is not believed: it is asked again until the gateway has counted', async () => {
  let times = 0
  using world = gatewayThat({
    answers: { 'usage.cost': () => (++times < 4 ? costs(0, 'refreshing') : costs(2, 'fresh')) },
  })
  expect((await world.ask()).figures[0]!.usd).toBe(2)
  expect(times).toBe(4)
})

test('a gateway that goes on counting says what it has; with nothing it is not believed', async () => {
  using some = gatewayThat({ answers: { 'usage.cost': () => costs(2, 'refreshing') } })
  expect((await some.ask()).figures[0]!.usd).toBe(2)
  using none = gatewayThat({ answers: { 'usage.cost': () => costs(0, 'refreshing') } })
  expect(await refusalOf(none.ask())).toBe('unavailable: The gateway is still counting. Ask it again in a minute.')
})

test('an old gateway may count its main agent alone, and says which calls have no price', async () => {
  using world = gatewayThat({
    hello: { server: { version: '2026.3.24' } },
    answers: { 'usage.cost': () => costs(2, undefined, { missingCostEntries: 3 }) },
  })
  expect((await world.ask()).figures[0]!.note).toBe('counts the agent main alone; has no price for 3 calls')
})

test('the windows of subscriptions come along, where they hold anything plausible', async () => {
  const windows = [
    { label: '5h', usedPercent: 31, resetAt: now + 1 },
    { label: 'Week', usedPercent: 'much' },
    { label: 'Day', usedPercent: -5 },
    null,
  ]
  using world = gatewayThat({
    answers: {
      'usage.cost': () => costs(2),
      'usage.status': () => ({
        payload: {
          updatedAt: now,
          providers: [
            { provider: 'anthropic', displayName: 'Claude', plan: 'Max', windows },
            5,
            { provider: '../x', windows },
          ],
        },
      }),
    },
  })
  expect((await world.ask()).limits).toMatchObject([
    { id: 'openclaw:anthropic-0', name: 'Claude 5h', usedPercent: 31, resetsAt: now + 1, plan: 'Max' },
  ])
})

for (const [name, behaviour, words] of [
  [
    'no answer',
    { answers: { 'usage.cost': () => 'silence' as const } },
    'unavailable: The gateway did not answer in time',
  ],
  [
    'a refusal',
    { denies: { code: 'X', message: 'missing scope' } },
    'conflict: The gateway does not say what it counts: missing scope.',
  ],
  [
    'another shape',
    { answers: { 'usage.cost': () => ({ payload: { totals: [] } }) } },
    'unavailable: The gateway answered usage.cost in a way',
  ],
  [
    'a cost that is no number',
    { answers: { 'usage.cost': () => costs('free') } },
    'unavailable: The gateway answered usage.cost in a way',
  ],
  [
    'a gateway that hangs up',
    { slam: { code: 1008, reason: 'no' } },
    'unavailable: The gateway cannot be reached for this',
  ],
] as [string, Behaviour, string][])
  test(`${name} is said in words`, async () => {
    using world = gatewayThat(behaviour)
    expect(await refusalOf(world.ask())).toStartWith(words)
  })
