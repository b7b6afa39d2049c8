import { expect, test } from 'bun:test'
import { type Action, createActionGate, type Permit } from '../../../audit/action-gate.ts'
import { createAudit } from '../../../audit/audit.ts'
import type { Role } from '../../../auth/role.ts'
import { callerAs } from '../../../auth/testing/caller-as.ts'
import { Refusal } from '../../../lib/refusal.ts'
import { storeInMemory } from '../../../store/testing/store-in-memory.ts'
import { type ActionTarget, actOnGateway } from './act.ts'
import { gatewayCalls } from './calls.ts'
import { deviceFrom } from './device.ts'
import { type Behaviour, fakeGateway } from './testing/fake-gateway.ts'

const methods = ['health', 'sessions.subscribe', ...Object.keys(gatewayCalls)]
const ran = { payload: { ok: true, enqueued: true, runId: 'manual:nightly:1:1' } }

function gatewayThat(behaviour: Behaviour = {}) {
  const gateway = fakeGateway({ hello: { features: { methods } }, ...behaviour })
  const target: ActionTarget = {
    home: '/home/user/.openclaw',
    url: gateway.url,
    credential: { token: 'secret' },
    device: deviceFrom(Buffer.alloc(32, 1).toString('base64url')),
    version: '1',
    platform: 'linux',
    isTheGateway: () => true,
  }
  return { gateway, target, [Symbol.dispose]: () => gateway[Symbol.dispose]() }
}

const run = (target: ActionTarget, paces = {}) =>
  actOnGateway(target, 'cron.run', { id: 'nightly', mode: 'force' }, { challengeMs: 300, callMs: 200, ...paces })

const refusalOf = (acting: Promise<unknown>) =>
  acting.then(
    () => undefined,
    (error: unknown) => (error instanceof Refusal ? `${error.code}: ${error.message}` : error),
  )

test('a call has a connection of its own, with the one right it needs, and leaves none behind', async () => {
  using world = gatewayThat({ answers: { 'cron.run': () => ran } })
  expect(await run(world.target)).toEqual({ ok: true, runId: 'manual:nightly:1:1' })
  expect(world.gateway.asked.map(({ method }) => method)).toEqual(['connect', 'cron.run'])
  expect(world.gateway.asked[0]!.params.scopes).toEqual(['operator.admin'])
  expect(world.gateway.asked[0]!.params.caps).toEqual(['tool-events'])
  expect(world.gateway.asked[1]!.params).toEqual({ id: 'nightly', mode: 'force' })
  while (world.gateway.open() > 0) await Bun.sleep(1)
  expect(world.gateway.connections()).toBe(1)
})

test('parameters that are not what they should be are never sent', async () => {
  using world = gatewayThat()
  const mode = 'at once' as 'force'
  expect(await refusalOf(actOnGateway(world.target, 'cron.run', { id: 'nightly', mode }))).toStartWith('bad-input')
  expect(world.gateway.connections()).toBe(0)
})

for (const [name, behaviour, words] of [
  [
    'a gateway that does not know the call',
    { hello: { features: { methods: ['health'] } } },
    'unavailable: This gateway',
  ],
  [
    'a refusal',
    { answers: { 'cron.run': () => ({ error: { code: 'INVALID_REQUEST', message: 'no such job' } }) } },
    'conflict: The gateway refuses cron.run: no such job.',
  ],
  [
    'a gateway that is draining',
    {
      answers: {
        'cron.run': () => ({
          error: { code: 'UNAVAILABLE', message: 'gateway is draining for restart', retryAfterMs: 9_100 },
        }),
      },
    },
    'unavailable: The gateway is about to restart: it lets what runs in it end, for up to five minutes, and takes nothing new. Try again in 10 s. Nothing was done.',
  ],
  [
    'a gateway that limits calls',
    { answers: { 'cron.run': () => ({ error: { code: 'RATE_LIMITED', message: 'rate limit exceeded' } }) } },
    'unavailable: The gateway has had too many calls lately. Try again in a minute. Nothing was done.',
  ],
  [
    'no answer',
    { answers: { 'cron.run': () => 'silence' } },
    'unavailable: The gateway did not answer cron.run; it may',
  ],
  [
    'an answer of another shape',
    { answers: { 'cron.run': () => ({ payload: { ok: 'maybe' } }) } },
    'unavailable: The gateway answered cron.run in a way',
  ],
  [
    'a gateway that rejects the token',
    {
      refuse: {
        error: {
          code: 'INVALID_REQUEST',
          message: 'unauthorized: gateway token mismatch',
          details: { code: 'AUTH_TOKEN_MISMATCH' },
        },
      },
    },
    'unavailable: The gateway cannot be reached for this',
  ],
  [
    'a gateway that says nothing',
    { mute: true },
    'unavailable: The gateway cannot be reached for this: it does not answer.',
  ],
] satisfies [string, Behaviour, string][])
  test(`${name} is a refusal in words, and the connection is closed`, async () => {
    using world = gatewayThat(behaviour)
    expect(await refusalOf(run(world.target))).toStartWith(words)
    while (world.gateway.open() > 0) await Bun.sleep(1)
  })

test('a connection that ends before the answer is said to have perhaps done it', async () => {
  using world = gatewayThat({ answers: { 'cron.run': () => 'silence' } })
  const acting = refusalOf(run(world.target, { callMs: 5_000 }))
  while (world.gateway.asked.length < 2) await Bun.sleep(1)
  world.gateway.hangUp(1012, 'service restart')
  expect(await acting).toStartWith('unavailable: The gateway did not answer cron.run; it may have been done.')
})

test('a call goes through the gate: with the right, on record before it is sent, with a permit that ends with it', async () => {
  using world = gatewayThat({ answers: { 'cron.run': () => ran } })
  const store = storeInMemory('wheelhouse')
  const audit = createAudit(store, { now: () => 0, publish() {} })
  const gate = createActionGate(audit, () => 'act')
  const permits: Permit[] = []
  const stages = () => audit.lines({ limit: 10 }).items.map(({ stage }) => stage)
  const runAs = (role: Role) => {
    const action: Action<unknown> = {
      caller: callerAs(role),
      action: 'run job',
      target: 'nightly',
      needs: 'operator',
      perform(permit) {
        permit.check()
        permits.push(permit)
        expect(stages()[0]).toBe('asked')
        return run(world.target)
      },
    }
    return gate.pass(action)
  }
  expect(await refusalOf(runAs('viewer'))).toStartWith('forbidden')
  expect(world.gateway.connections()).toBe(0)
  await runAs('operator')
  expect(world.gateway.asked.filter(({ method }) => method === 'cron.run')).toHaveLength(1)
  expect(stages()).toEqual(['done', 'asked', 'refused'])
  expect(() => permits[0]!.check()).toThrow('after the action had ended')
  store.$client.close()
})
