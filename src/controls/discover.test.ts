import { expect, test } from 'bun:test'
import { mkdirSync } from 'node:fs'
import { temporary } from '../lib/testing/temporary.ts'
import { createProcesses } from '../processes/processes.ts'
import { storeInMemory } from '../store/testing/store-in-memory.ts'
import { idsFor } from './catalogue.ts'
import { createCatalogue, labelsIn, unitsIn } from './discover.ts'
import type { ConfiguredService } from './settings.ts'

test('units are found in the list of systemd, and templates are none', () =>
  expect(
    unitsIn(
      'openclaw-gateway.service       enabled  enabled\nopenclaw-gateway-work.service  disabled enabled\nopenclaw-gateway@.service      static   -\n\n0 unit files listed.\n',
    ),
  ).toEqual(['openclaw-gateway.service', 'openclaw-gateway-work.service']))

test('agents are found in the list of launchd by what OpenClaw calls them', () =>
  expect(
    labelsIn(
      'PID\tStatus\tLabel\n-\t0\tcom.apple.Finder\n2989\t0\tai.openclaw.gateway\n-\t78\tai.openclaw.work\n-\t0\tai.openclaw.\u202e\n',
    ),
  ).toEqual(['ai.openclaw.gateway', 'ai.openclaw.work']))

test('ids are safe in an address, and equal names have different ones', () => {
  const idOf = idsFor()
  expect([idOf('container', '/My App!'), idOf('container', 'my-app'), idOf('', '…'), idOf('', 'Grüße')]).toEqual([
    'container.my-app',
    'container.my-app-2',
    'service',
    'gr-e',
  ])
})

function list(configured: ConfiguredService[]) {
  using folder = temporary('catalogue')
  mkdirSync(folder.at('.openclaw'))
  const entries = createCatalogue({
    homes: [folder.at('.openclaw')],
    configured,
    madeUp: [],
    gateway: {
      state: () => undefined,
      door: async () => ({ methods: [], version: null, pid: null, newest: null }),
      restart: async () => {},
      update: async () => {},
      newest: async () => null,
      signal: async () => {},
    },
    updates: false,
    processes: createProcesses({ environment: {} }),
    store: storeInMemory('wheelhouse'),
    now: () => 1,
    platform: 'linux',
    uid: 1_000,
    userHome: '/home/m',
    logFolder: folder.path,
    logFileOf: () => null,
    engine: async () => undefined,
    searches: false,
  })
  return entries()
}

test('what the configuration names stands beside the gateway, and starts it where it says so', async () => {
  const entries = await list([
    { name: 'Gateway', command: ['/usr/bin/openclaw', 'gateway', 'run'], gateway: true },
    { name: 'Queue', user_unit: 'queue.service', depends_on: ['Store'] },
    { name: 'Store', system_unit: 'store.service' },
  ])
  expect(entries.map(({ id, name, unit, dependsOn, manager }) => ({ id, name, unit, dependsOn, manager }))).toEqual([
    { id: 'gateway', name: 'Gateway', unit: '/usr/bin/openclaw', dependsOn: [], manager: 'Wheelhouse' },
    { id: 'queue', name: 'Queue', unit: 'queue.service', dependsOn: ['Store'], manager: undefined },
    { id: 'store', name: 'Store', unit: 'store.service', dependsOn: [], manager: undefined },
  ])
  const gateway = entries[0]!
  const reading = await gateway.handle.read()
  expect(reading.state).toBe('stopped')
  expect((await gateway.handle.abilities(reading)).verbs).toEqual([
    { verb: 'start', exact: '/usr/bin/openclaw gateway run' },
  ])
})

test('a gateway that nobody was told how to start says what to do', async () => {
  const [gateway] = await list([])
  const { verbs, note } = await gateway!.handle.abilities(await gateway!.handle.read())
  expect(verbs).toEqual([])
  expect(note).toContain('openclaw gateway install')
})
