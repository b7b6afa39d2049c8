import { expect, test } from 'bun:test'
import type { Permit } from '../../audit/action-gate.ts'
import type { GatewayDoor, GatewayReading, GatewayState, GatewayStatus } from '../../facts/gateway.ts'
import { Refusal } from '../../lib/refusal.ts'
import type { Handle } from '../handle.ts'
import { nothingKnown, type Reading } from '../service.ts'
import { gatewayHandle, readGateway, restartSignal } from './gateway-handle.ts'

const permit: Permit = { actId: 'a', check() {} }
const reading: GatewayReading = {
  alive: true,
  ready: true,
  failing: [],
  eventLoop: null,
  pid: 2_989,
  port: 18_789,
  rssBytes: 1e9,
  upSinceMs: 1_000,
  version: '2026.9.6',
  channels: null,
  since: 1,
}
const stateOf = (state: GatewayStatus, rest: Partial<GatewayState> = {}): GatewayState => ({
  home: '/home/m/.openclaw',
  state,
  since: 1,
  words: 'words',
  reading,
  ...rest,
})

/** A gateway whose door a test opens as it likes; `done` is what went through. */
function startGateway(state: GatewayState | undefined, door: Partial<GatewayDoor>, manager?: Reading) {
  const done: string[] = []
  const handle = gatewayHandle('/home/m/.openclaw', {
    port: {
      state: () => state,
      door: async () => ({ methods: [], version: '2026.9.6', pid: 2_989, newest: null, ...door }),
      restart: async () => void done.push('call'),
      update: async () => {
        throw new Refusal('conflict', 'The gateway does not update: managed by Nix.')
      },
      newest: async () => '2026.10.1',
      signal: async (_permit, _home, pid, signal) => void done.push(`${signal} ${pid}`),
    },
    now: () => 1,
    manager: manager
      ? {
          name: 'openclaw-gateway.service',
          handle: {
            read: async () => manager,
            abilities: async () => ({
              verbs: (['start', 'stop', 'restart'] as const).map((verb) => ({
                verb,
                exact: `systemctl --user ${verb} it`,
              })),
              note: null,
            }),
            ask: async (_permit, verb) => void done.push(`unit ${verb}`),
          } as Partial<Handle> as Handle,
        }
      : null,
    updates: true,
    logFile: null,
    isDemo: false,
  })
  const verbs = async () =>
    Object.fromEntries((await handle.abilities(await handle.read())).verbs.map(({ verb, exact }) => [verb, exact]))
  return { handle, done, verbs }
}

for (const [version, signal] of [
  ['2026.3.24', 'SIGUSR1'],
  ['2025.12.1', 'SIGUSR1'],
  ['2026.9.6', 'SIGUSR2'],
  ['2027.1.0', 'SIGUSR2'],
  ['2026.6.11', null],
  [null, null],
] as const)
  test(`the signal by which OpenClaw ${version ?? 'of no known version'} restarts is ${signal ?? 'not guessed'}`, () =>
    expect(restartSignal(version)).toBe(signal as never))

test('a gateway that knows the call is asked by it', async () => {
  const { handle, done, verbs } = startGateway(stateOf('connected'), {
    methods: ['gateway.restart.request', 'update.run'],
  })
  expect(await verbs()).toEqual({
    restart: 'gateway.restart.request {"reason":"Wheelhouse"}',
    stop: 'kill -TERM 2989',
    update: 'update.run',
  })
  await handle.ask(permit, 'restart')
  await handle.ask(permit, 'stop')
  expect(done).toEqual(['call', 'SIGTERM 2989'])
  expect(handle.ask(permit, 'update')).rejects.toThrow('managed by Nix')
  expect(await handle.checkUpdate?.(permit)).toBe('2026.10.1')
  expect((await handle.abilities(await handle.read())).note).toBe('OpenClaw 2026.10.1 is available.')
})

test('an old one gets the signal of its version', async () => {
  const { handle, done, verbs } = startGateway(stateOf('connected'), { version: '2026.3.24' })
  expect(await verbs()).toEqual({ restart: 'kill -USR1 2989', stop: 'kill -TERM 2989' })
  await handle.ask(permit, 'restart')
  expect(done).toEqual(['SIGUSR1 2989'])
})

test('a process that is not proven to be the gateway gets no signal', async () => {
  const { handle, done, verbs } = startGateway(stateOf('refused'), { pid: null })
  expect(await verbs()).toEqual({})
  expect(handle.ask(permit, 'stop')).rejects.toThrow('not proven to be the gateway')
  expect(done).toEqual([])
})

test('its unit is told where that is what runs, and only then', async () => {
  const unit = { ...nothingKnown, state: 'running' as const, pid: 2_989 }
  const managed = startGateway(stateOf('connected'), { methods: ['gateway.restart.request'] }, unit)
  expect(await managed.verbs()).toEqual({ restart: 'systemctl --user restart it', stop: 'systemctl --user stop it' })
  await managed.handle.ask(permit, 'restart')
  expect(managed.done).toEqual(['unit restart'])
  const byHand = startGateway(stateOf('connected'), { methods: ['gateway.restart.request'] }, { ...unit, pid: 7 })
  expect((await byHand.verbs()).restart).toStartWith('gateway.restart.request')
  const down = startGateway(
    undefined,
    { pid: null },
    { ...nothingKnown, state: 'failed', reason: 'ended with exit code 78' },
  )
  expect(await down.handle.read()).toMatchObject({ state: 'failed', reason: 'ended with exit code 78' })
  expect(await down.verbs()).toEqual({ start: 'systemctl --user start it' })
})

for (const [state, rest, workedIn, seen] of [
  ['connected', {}, null, ['running', null]],
  [
    'connected',
    { reading: { ...reading, ready: false, failing: ['telegram'] } },
    null,
    ['running', 'not ready: telegram'],
  ],
  ['restarting', {}, '2989 1000', ['stopping', 'lets what runs in it end, for up to five minutes']],
  ['restarting', {}, '2989 500', ['starting', null]],
  ['connecting', { words: 'it does not answer' }, null, ['starting', 'it does not answer']],
  ['refused', { words: 'it wants to pair first' }, null, ['running', 'it wants to pair first']],
  [
    'refused',
    { words: 'another program holds its port', reading: null },
    null,
    ['unknown', 'another program holds its port'],
  ],
  ['unsteady', { words: 'it has gone away 4 times' }, null, ['running', 'it has gone away 4 times']],
  ['unsteady', { words: 'it has gone away 4 times', reading: null }, null, ['starting', 'it has gone away 4 times']],
  ['down', { words: 'its process runs but does not answer' }, null, ['failed', 'its process runs but does not answer']],
  ['down', { words: 'its process is gone', reading: null }, null, ['stopped', 'its process is gone']],
  ['absent', { words: 'no gateway runs', reading: null }, null, ['stopped', 'no gateway runs']],
] as const)
  test(`a gateway that is ${state} reads as ${seen.join(': ')}`, () => {
    const { state: shown, reason } = readGateway(stateOf(state, rest as Partial<GatewayState>), workedIn)
    expect([shown, reason]).toEqual([...seen])
  })

test('a gateway that was asked to restart is on its way while it is not there', () => {
  const gone = stateOf('down', { words: 'its process is gone', reading: null })
  expect(readGateway(gone, null, 'restart')).toMatchObject({ state: 'starting', life: null, ready: false })
  expect(readGateway(gone, null, 'stop').state).toBe('stopped')
})
