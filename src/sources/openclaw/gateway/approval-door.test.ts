import { expect, test } from 'bun:test'
import type { ApprovalStatement } from '../../../facts/approval.ts'
import { until } from '../../../lib/testing/until.ts'
import { createApprovalHub } from '../../approval-hub.ts'
import { actOnGateway } from './act.ts'
import { createApprovalDoor } from './approval-door.ts'
import type { CallParams, GatewayCall } from './calls.ts'
import { deviceFrom } from './device.ts'
import { fakeGateway } from './testing/fake-gateway.ts'

const methods = ['exec.approval.list', 'exec.approval.resolve', 'question.list', 'question.resolve']

const requested = (id: string, command = 'touch b') => ({
  id,
  request: {
    command,
    cwd: '/home/anna',
    host: 'gateway',
    warningText: null,
    scope: null,
    commandAnalysis: { commandCount: 1, riskKinds: [], warningLines: ['It deletes.'] },
    allowedDecisions: ['allow-once', 'deny'],
    agentId: 'ops',
    sessionKey: 'agent:ops:b',
  },
  createdAtMs: 1_795_890_061_160,
  expiresAtMs: 1_795_891_861_160,
})

/** A door to a gateway that holds these requests, as the hub opens it. */
function start(pending: object[] = [], rest: Parameters<typeof fakeGateway>[0] = {}) {
  const gateway = fakeGateway({
    hello: { features: { methods } },
    answers: {
      'exec.approval.list': () => ({ payload: pending }),
      'question.list': () => ({ payload: { questions: [] } }),
      'exec.approval.resolve': ({ id, decision }) => {
        queueMicrotask(() => gateway.push('exec.approval.resolved', { id, decision, resolvedBy: 'Wheelhouse' }))
        return { payload: { ok: true } }
      },
      ...rest.answers,
    },
  })
  const target = () => ({
    home: '/home/anna/.openclaw',
    url: gateway.url,
    credential: { token: 't' },
    device: deviceFrom(Buffer.alloc(32, 1).toString('base64url')),
    version: '1',
    platform: 'linux',
    isTheGateway: () => true,
  })
  const door = createApprovalDoor(
    {
      home: '/home/anna/.openclaw',
      target,
      now: () => 1_795_890_061_160,
      act: <Name extends GatewayCall>(name: Name, params: CallParams<Name>) => actOnGateway(target(), name, params),
    },
    { lookMs: 5 },
  )
  const said: ApprovalStatement[] = []
  const hub = createApprovalHub({ openclaw: [door], 'claude-code': [], codex: [], opencode: [], gemini: [] }, (one) =>
    said.push(one),
  )
  const takePart = (isOn: boolean) =>
    hub.takePart({
      isOn: { openclaw: isOn, 'claude-code': false, codex: false, opencode: false, gemini: false },
      isAttended: true,
    })
  return {
    gateway,
    hub,
    said,
    takePart,
    ids: () => said.at(-1)?.requests.map(({ id }) => id) ?? [],
    [Symbol.dispose]() {
      hub.close()
      gateway[Symbol.dispose]()
    },
  }
}

test('nothing is connected before a person takes part, and what waits is named as soon as one does', async () => {
  using world = start([requested('one')])
  await Bun.sleep(20)
  expect(world.gateway.connections()).toBe(0)
  world.takePart(true)
  await until(() => world.ids().length === 1)
  expect(world.gateway.asked[0]!.params).toMatchObject({
    scopes: ['operator.admin'],
    caps: ['approvals', 'exec-approvals'],
  })
  expect(world.said.at(-1)).toMatchObject({
    contact: true,
    requests: [
      {
        id: 'gateway.exec:one',
        kind: 'command',
        key: 'agent:ops:b',
        agent: 'ops',
        folder: '/home/anna',
        action: { kind: 'command', command: 'touch b' },
        warnings: ['It deletes.'],
        decisions: ['allow-once', 'deny'],
        expiresAt: 1_795_891_861_160,
      },
    ],
  })
  world.takePart(false)
  await until(() => world.gateway.open() === 0)
})

test('a request that comes is named, and one that somebody else answers ends with who it was', async () => {
  using world = start()
  world.takePart(true)
  await until(() => world.said.at(-1)?.contact === true)
  world.gateway.push('exec.approval.requested', requested('two'))
  await until(() => world.ids().length === 1)
  world.gateway.push('exec.approval.resolved', { id: 'two', decision: 'deny', resolvedBy: 'dashA' })
  await until(() => world.ids().length === 0)
  expect(world.said.at(-1)!.ended).toEqual([
    { id: 'gateway.exec:two', how: 'elsewhere', decision: 'deny', by: 'dashA' },
  ])
})

test.each([
  ['exec.approval.resolved', { id: 'x', decision: 'deny', resolvedBy: null }, 'expired'],
  ['exec.approval.resolved', { id: 'x', decision: 'deny', resolvedBy: 'approval-scope-closed' }, 'withdrawn'],
] as const)('%s %j ends a request as %s', async (event, payload, how) => {
  using world = start([requested('x')])
  world.takePart(true)
  await until(() => world.ids().length === 1)
  world.gateway.push(event, payload)
  await until(() => world.ids().length === 0)
  expect(world.said.at(-1)!.ended[0]!.how).toBe(how)
})

test('an answer resolves once the gateway has told everybody that it took it', async () => {
  using world = start([requested('one')])
  world.takePart(true)
  await until(() => world.ids().length === 1)
  await world.hub.answer('gateway.exec:one', { decision: 'allow-once' })
  expect(world.gateway.asked.filter(({ method }) => method === 'exec.approval.resolve')).toEqual([
    { method: 'exec.approval.resolve', params: { id: 'one', decision: 'allow-once' } },
  ])
  expect(world.ids()).toEqual([])
})

test.each([
  [{ error: { code: 'INVALID_REQUEST', message: 'approval already resolved' } }, 'conflict'],
  ['silence' as const, 'unavailable'],
])('an answer to which the gateway says %j has not arrived', async (answer, code) => {
  using world = start([requested('one')], { answers: { 'exec.approval.resolve': () => answer } })
  world.takePart(true)
  await until(() => world.ids().length === 1)
  const giving = world.hub.answer('gateway.exec:one', { decision: 'allow-once' }).catch((error) => error.code)
  if (answer === 'silence') {
    await until(() => world.gateway.asked.some(({ method }) => method === 'exec.approval.resolve'))
    world.gateway.hangUp()
  }
  expect(await giving).toBe(code)
})

test('a gateway that takes another answer than ours is believed', async () => {
  using world = start([requested('one')], {
    answers: {
      'exec.approval.resolve': () => {
        queueMicrotask(() =>
          world.gateway.push('exec.approval.resolved', { id: 'one', decision: 'deny', resolvedBy: 'dashA' }),
        )
        return { payload: { ok: true } }
      },
    },
  })
  world.takePart(true)
  await until(() => world.ids().length === 1)
  const code = await world.hub.answer('gateway.exec:one', { decision: 'allow-once' }).catch((error) => error.code)
  expect(code).toBe('conflict')
})

test('a gateway that goes away is out of contact, its requests are not over, and are named again when it is back', async () => {
  using world = start([requested('one')])
  world.takePart(true)
  await until(() => world.ids().length === 1)
  world.gateway.hangUp()
  await until(() => world.said.some(({ contact }) => !contact))
  expect(world.said.find(({ contact }) => !contact)!.ended).toEqual([])
  await until(() => world.said.at(-1)!.contact && world.ids().length === 1)
})

test('a command of half a megabyte is read, and is known in part where it is longer than what is shown', async () => {
  using world = start()
  world.takePart(true)
  await until(() => world.said.at(-1)?.contact === true)
  world.gateway.push('exec.approval.requested', requested('long', `echo ${'x'.repeat(600_000)}`))
  await until(() => world.ids().length === 1)
  expect(world.said.at(-1)!.requests[0]).toMatchObject({ id: 'gateway.exec:long', isCut: true })
})

test('what is no request is not one, and ids of others cannot leave their place', async () => {
  using world = start([null, 7, {}, { id: 'a' }, { id: '../../x', request: { command: 'ls' } }] as object[])
  world.takePart(true)
  await until(() => world.ids().length === 1)
  expect(world.ids()[0]).toMatch(/^gateway\.exec:[\w.:-]+$/)
})
