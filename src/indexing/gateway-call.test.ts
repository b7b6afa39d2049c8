import { expect, test } from 'bun:test'
import { createActionGate, type Permit } from '../audit/action-gate.ts'
import { createAudit } from '../audit/audit.ts'
import { callerAs } from '../auth/testing/caller-as.ts'
import { temporary } from '../lib/testing/temporary.ts'
import { until } from '../lib/testing/until.ts'
import { fakeGateway, writeLock } from '../sources/openclaw/gateway/testing/fake-gateway.ts'
import { copiedHome } from '../sources/openclaw/testing/home.ts'
import { storeInMemory } from '../store/testing/store-in-memory.ts'
import { openIndexing } from './testing/open-indexing.ts'

const refusalOf = (acting: Promise<unknown>) =>
  acting.then(
    () => 'done',
    (error: Error) => error.message,
  )

test('an action that has passed the gate reaches the gateway of its home, and no other call does', async () => {
  using home = copiedHome('2026.9.6')
  using folder = temporary('gateway-call')
  using gateway = fakeGateway({
    hello: { features: { methods: ['sessions.subscribe', 'chat.abort'] } },
    answers: { 'chat.abort': () => ({ payload: { ok: true, aborted: true, runIds: ['r1'] } }) },
  })
  writeLock(home.path, { port: gateway.port })
  const indexing = await openIndexing({
    indexPath: folder.at('index.sqlite'),
    openclaw: { homes: [home.path], configPath: null },
    watch: true,
    read: true,
    publish: {
      host: 'here',
      timezone: 'UTC',
      subscriptions: [],
      budgetUsd: null,
      budgets: [],
      blockLimit: { usd: null, tokens: null },
      contexts: {},
    },
    gateway: {
      url: null,
      token: null,
      seed: Buffer.alloc(32, 1).toString('base64url'),
      version: '1',
      platform: 'linux',
    },
  })
  try {
    let connected = false
    indexing.listen({
      gatewaysChanged: (states) => {
        connected = states.some(({ state }) => state === 'connected')
      },
    })
    await until(() => connected)
    const gate = createActionGate(createAudit(storeInMemory('wheelhouse'), { now: () => 0, publish() {} }))
    const permits: Permit[] = []
    const abort = (home: string) =>
      gate.pass({
        caller: callerAs('operator'),
        action: 'stop run',
        target: 'main',
        needs: 'operator',
        perform(permit) {
          permits.push(permit)
          return indexing.callGateway(permit, home, 'chat.abort', { sessionKey: 'agent:main:main' })
        },
      })
    expect(await abort(home.path)).toEqual({ ok: true, aborted: true, runIds: ['r1'] })
    expect(gateway.asked.filter(({ method }) => method === 'connect').map(({ params }) => params.scopes)).toEqual([
      ['operator.read'],
      ['operator.admin'],
    ])
    expect(await refusalOf(abort('/nowhere'))).toStartWith('No gateway of this home is connected.')
    const late = indexing.callGateway(permits[0]!, home.path, 'chat.abort', { sessionKey: 'agent:main:main' })
    expect(await refusalOf(late)).toContain('was used after the action had ended')
    expect(gateway.asked.filter(({ method }) => method === 'chat.abort')).toHaveLength(1)
  } finally {
    await indexing.stop()
  }
}, 20_000)
