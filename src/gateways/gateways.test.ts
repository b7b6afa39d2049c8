import { expect, test } from 'bun:test'
import { createActionGate } from '../audit/action-gate.ts'
import { createAudit } from '../audit/audit.ts'
import type { AuditLine } from '../audit/audit-line.ts'
import { callerAs } from '../auth/testing/caller-as.ts'
import type { GatewayState } from '../facts/gateway.ts'
import { Refusal } from '../lib/refusal.ts'
import { until } from '../lib/testing/until.ts'
import type { Store } from '../store/store.ts'
import { storeInMemory } from '../store/testing/store-in-memory.ts'
import { gatewayIdOf } from './gateway.ts'
import { createGateways } from './gateways.ts'
import { ledGateway } from './testing/led-gateway.ts'

const home = '/home/user/.openclaw'
const id = gatewayIdOf(home)
const admin = callerAs('admin')

/** The feature over a gateway that a test leads, with the record of what was done. */
function open({ store = storeInMemory('wheelhouse') }: { store?: Store } = {}) {
  const gateway = ledGateway()
  const lines: AuditLine[] = []
  let kept: string | undefined
  const followed: string[][] = []
  const audit = createAudit(store, { now: Date.now, publish: ({ line }) => void lines.push(line) })
  const state = (): GatewayState => ({
    home,
    state: gateway.isAway ? 'restarting' : 'connected',
    since: 1,
    words: '',
    reading: null,
  })
  const gateways = createGateways({
    gate: createActionGate(audit),
    hand: gateway.hand,
    store,
    states: () => [state()],
    kept: { get: () => kept, set: (text) => (kept = text) },
    socketUrl: (address) => (address.startsWith('ws') ? address : undefined),
    follow: (all) => void followed.push(all.map(({ url }) => url)),
    interrupted: async () => [{ name: 'Quill', effect: 'at work' }],
    publish() {},
    pairingChanged() {},
    now: Date.now,
    onError(error) {
      throw error
    },
    paces: { lookMs: 5, leavesWithinMs: 300, backWithinMs: 1_500, takesWithinMs: 200 },
  })
  const hash = async () => (await gateways.config.read(id)).hash
  const change = () => gateways.config.lastChange(home)
  /** Asks, and answers with the phrase that was asked for. */
  async function confirmed<T>(act: (given?: string) => Promise<T>): Promise<T> {
    const phrase = await act().then(
      () => undefined,
      (error: Refusal) => (error.details.confirm as { phrase: string } | undefined)?.phrase,
    )
    return act(phrase)
  }
  return { gateway, gateways, lines, kept: () => kept, followed, hash, change, confirmed, store }
}

const refusalOf = (acting: Promise<unknown>) =>
  acting.then(
    () => undefined,
    (error: unknown) => (error instanceof Refusal ? error : undefined),
  )
const level = (value: string) => [{ path: ['logging', 'level'], value }]

test('a change is asked about with its diff, written as the smallest patch, and done once the gateway has it', async () => {
  const { gateway, gateways, hash, change, confirmed, lines } = open()
  const asked = await refusalOf(gateways.config.change(admin, id, level('debug'), await hash(), undefined))
  expect(asked).toMatchObject({
    code: 'confirm-needed',
    details: { confirm: { diff: expect.stringContaining('+ logging.level: "debug"') } },
  })
  expect(gateway.patches).toEqual([])
  await confirmed(async (given) => gateways.config.change(admin, id, level('debug'), await hash(), given))
  await until(() => change()?.outcome === 'done')
  expect(gateway.patches).toEqual([{ logging: { level: 'debug' } }])
  expect(lines.map(({ stage, action }) => `${stage} ${action}`)).toEqual([
    'asked change configuration of gateway',
    'done change configuration of gateway',
  ])
})

test('what was changed elsewhere between reading and writing is said and not written over, also in the last moment', async () => {
  const { gateway, gateways, hash, confirmed } = open()
  const old = await hash()
  gateway.config.logging = { level: 'warn' }
  const stale = await refusalOf(gateways.config.change(admin, id, level('debug'), old, undefined))
  expect(stale?.message).toStartWith('The configuration was changed elsewhere')
  const now = await hash()
  gateway.beforePatch = () => {
    gateway.config.logging = { level: 'error' }
  }
  const late = await refusalOf(confirmed((given) => gateways.config.change(admin, id, level('debug'), now, given)))
  expect(late?.message).toStartWith('The configuration was changed elsewhere')
  expect(gateway.config.logging).toEqual({ level: 'error' })
})

test('the word for one change confirms no other', async () => {
  const { gateways, hash } = open()
  const asked = await refusalOf(gateways.config.change(admin, id, level('debug'), await hash(), undefined))
  const { phrase } = asked!.details.confirm as { phrase: string }
  const other = await refusalOf(gateways.config.change(admin, id, level('trace'), await hash(), phrase))
  expect(other?.code).toBe('confirm-needed')
})

test('a restart by our own change is watched until the gateway is back; what it interrupts is said before', async () => {
  const { gateway, gateways, hash, change, confirmed } = open()
  const edits = [{ path: ['gateway', 'port'], value: 1 }]
  gateway.restartsFor = 'gateway'
  const asked = await refusalOf(gateways.config.change(admin, id, edits, await hash(), undefined))
  expect(asked?.details.confirm).toMatchObject({
    phrase: 'gateway',
    hits: [{ name: 'Gateway' }, { name: 'Quill' }],
    verb: 'Save and restart',
  })
  await confirmed(async (given) => gateways.config.change(admin, id, edits, await hash(), given))
  expect(change()).toMatchObject({ outcome: 'going', restarts: true })
  gateway.isAway = true
  await Bun.sleep(30)
  expect(change()?.outcome).toBe('going')
  gateway.isAway = false
  await until(() => change()?.outcome === 'done')
})

test('a gateway that does not come back is said, and stays on record as failed', async () => {
  const { gateway, gateways, hash, change, confirmed, lines } = open()
  gateway.beforePatch = () => {
    gateway.isAway = true
  }
  await confirmed(async (given) => gateways.config.change(admin, id, level('debug'), await hash(), given))
  await until(() => change()?.outcome !== 'going')
  expect(change()?.outcome).toBe('failed')
  expect(change()?.reason).toContain('is not well again')
  expect(lines.at(-1)?.stage).toBe('failed')
})

test('the last change is taken back, unless what it wrote was changed again, or was a secret', async () => {
  const world = open()
  const { gateway, gateways, hash, change, confirmed } = world
  await confirmed(async (given) => gateways.config.change(admin, id, level('debug'), await hash(), given))
  await until(() => change()?.outcome === 'done')
  gateway.config.logging = { level: 'fatal' }
  expect((await refusalOf(gateways.config.undo(admin, id, undefined)))?.message).toContain(
    'logging.level was changed elsewhere',
  )
  gateway.config.logging = { level: 'debug' }
  await confirmed((given) => gateways.config.undo(admin, id, given))
  await until(() => change()?.outcome === 'done' && (gateway.config.logging as { level: string }).level === 'info')

  const secret = [{ path: ['channels', 'botToken'], value: 'a-new-one' }]
  await confirmed(async (given) => gateways.config.change(admin, id, secret, await hash(), given))
  await until(() => change()?.outcome === 'done')
  expect(change()?.mayUndo).toBe(false)
  const kept = JSON.stringify(world.store.$client.query('SELECT * FROM gateway_changes').all())
  expect(kept).not.toContain('a-new-one')
  expect(kept).not.toContain('old-secret')
})

test('a change that a kill interrupts is said after the next start, and can be looked at', async () => {
  const world = open()
  await world.confirmed(async (given) =>
    world.gateways.config.change(admin, id, level('debug'), await world.hash(), given),
  )
  await until(() => world.change()?.outcome === 'done')
  world.store.$client.run("UPDATE gateway_changes SET outcome = 'going', ended_at = NULL")
  expect(open({ store: world.store }).change()).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('Wheelhouse ended before'),
  })
})

test('whoever is no admin changes nothing, and that is on record', async () => {
  const { gateways, gateway, hash, lines } = open()
  const refused = await refusalOf(gateways.config.change(callerAs('operator'), id, level('debug'), await hash(), 'x'))
  expect(refused?.code).toBe('forbidden')
  expect(gateway.patches).toEqual([])
  expect(lines.map(({ stage }) => stage)).toEqual(['refused'])
})

test('an added gateway is kept in the secrets file once it has answered, and its token is in no answer and no record', async () => {
  const { gateway, gateways, kept, followed, lines } = open()
  const attic = { name: 'Attic', address: 'ws://attic:1', token: 'sesame-open-1' }
  gateway.tried = {
    isOk: false,
    code: 'gateway-token-wrong',
    message: 'The gateway does not accept this token.',
    fix: 'Mend it.',
  }
  expect(await refusalOf(gateways.added.add(admin, attic))).toMatchObject({
    message: 'The gateway does not accept this token. Mend it.',
    details: { reason: 'gateway-token-wrong' },
  })
  expect(kept()).toBeUndefined()
  gateway.tried = { isOk: true, version: '2026.9.6', methods: 3 }
  const { id: added } = await gateways.added.add(admin, attic)
  expect(JSON.parse(kept()!)).toEqual([{ url: 'ws://attic:1', token: 'sesame-open-1', name: 'Attic' }])
  expect(followed.at(-1)).toEqual(['ws://attic:1'])
  expect((await refusalOf(gateways.added.add(admin, attic)))?.code).toBe('conflict')
  expect(JSON.stringify([gateways.list(), lines])).not.toContain('sesame-open-1')
  await gateways.added.remove(admin, added, 'remove')
  expect(followed.at(-1)).toEqual([])
  expect((await refusalOf(gateways.added.remove(admin, id, 'remove')))?.code).toBe('not-found')
})

test('a device that asks is let in once its rights were seen, or refused; one that asks no more is neither', async () => {
  const { gateway, gateways, confirmed } = open()
  const request = {
    id: 'r1',
    deviceId: 'd1',
    name: 'Tablet',
    platform: 'android',
    client: '',
    role: 'operator',
    scopes: ['operator.read'],
    ip: '',
    at: 1,
    isRepair: false,
  }
  gateways.pairingStated({ place: home, requests: [request] })
  expect(gateways.list()[0]?.pairing).toBe(1)
  await confirmed((given) => gateways.devices.answer(admin, id, 'r1', 'approve', given))
  expect(gateway.calls.at(-1)).toEqual(['device.pair.approve', { requestId: 'r1' }])
  gateways.pairingStated({ place: home, requests: [] })
  expect((await refusalOf(gateways.devices.answer(admin, id, 'r1', 'reject', undefined)))?.message).toContain(
    'does not ask any more',
  )
})
