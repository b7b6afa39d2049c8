import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Incident } from '../../src/alerts/incident.ts'
import { signIn, start, temporary, until as untilWithin } from '../testing/program.ts'
import { fakeModel } from './fake-model.ts'
import { installed, startGateway, type Version } from './openclaw.ts'

type Told = { event: string; title: string; key: string | null }

const patienceMs = 120_000
const until = <T>(what: string, check: () => Promise<T | undefined | false> | T | undefined | false) =>
  untilWithin(what, check, patienceMs)
/** So long nothing more may come of what was told. */
const quietMs = 6_000

/** The rule that everybody has, with a limit that a test can wait for. */
const rule = {
  name: null,
  isOn: true,
  severity: 'severe',
  againMs: 600_000,
  when: { kind: 'condition', of: 'gateway-down', limit: 1_000, severeLimit: null, scope: {} },
}

/** Whether a version is not there and cannot be installed; the reason is said. */
function isLeftOut(version: Version): boolean {
  try {
    installed(version)
    return false
  } catch (error) {
    process.stderr.write(`OpenClaw ${version} is left out: ${(error as Error).message}\n`)
    return true
  }
}

for (const version of ['2026.9.6', '2026.3.24'] as const)
  describe.skipIf(isLeftOut(version))(`alerts about a real gateway of ${version}`, () => {
    let world: Awaited<ReturnType<typeof openWorld>>
    beforeAll(async () => {
      world = await openWorld(version)
    }, 600_000)
    afterAll(() => world?.close(), 60_000)

    test('it is stopped: an incident is open, and the receiver is told once', async () => {
      expect(await world.open()).toEqual([])
      await world.gateway.stop()
      await until('somebody is told', () => world.told.length > 0)
      expect(await world.open()).toMatchObject([
        { ruleId: 'default.gateway-down', severity: 'severe', times: 1, endedAt: null, isMuted: false },
      ])
      await Bun.sleep(quietMs)
      expect(world.told).toEqual([
        { event: 'trigger', title: expect.stringMatching(/^The gateway: /), key: expect.any(String) },
      ])
      expect(await world.open()).toHaveLength(1)
    })

    test('it is started again: the incident is over, and the receiver is told the end of it', async () => {
      const [before] = await world.open()
      await world.gateway.start()
      await until('the end is told', () => world.told.length > 1)
      expect(await world.open()).toEqual([])
      const { incident } = await world.server.ask<{ incident: Incident }>(`/api/incidents/${before!.id}`)
      expect([incident.endedHow, incident.endedAt! >= incident.openedAt]).toEqual(['over', true])
      await Bun.sleep(quietMs)
      expect(world.told.slice(1)).toEqual([
        { event: 'resolve', title: expect.stringMatching(/^Settled: The gateway: /), key: expect.any(String) },
      ])
    })

    test('it is killed: the same incident is open again, and told once more', async () => {
      world.gateway.signal('SIGKILL')
      await until('somebody is told', () => world.told.length > 2)
      expect(await world.open()).toMatchObject([{ ruleId: 'default.gateway-down', times: 2 }])
      await world.gateway.start()
      await until('the end is told', () => world.told.length > 3)
      expect(await world.open()).toEqual([])
      await Bun.sleep(quietMs)
      expect(world.told.map(({ event }) => event)).toEqual(['trigger', 'resolve', 'trigger', 'resolve'])
      expect(new Set(world.told.map(({ key }) => key)).size).toBe(4)
    })
  })

/** A gateway, our program beside it whose rule is impatient, and somebody who is told by a webhook. */
async function openWorld(version: Version) {
  const folder = temporary('alerts')
  const model = fakeModel(folder.path)
  const gateway = await startGateway({ folder: folder.path, version, modelUrl: model.url })
  const told: Told[] = []
  const receiver = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      const { event, title } = (await request.json()) as Told
      told.push({ event, title, key: request.headers.get('webhook-id') })
      return new Response('taken')
    },
  })
  const server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: gateway.state } })
  await server.caughtUp()
  const headers = { ...(await signIn(server, server)), origin: server.url, 'content-type': 'application/json' }
  async function act<T>(method: string, path: string, body: object): Promise<T> {
    const answer = await fetch(server.url + path, { method, headers, body: JSON.stringify(body) })
    expect([path, answer.status]).toEqual([path, 200])
    return (await answer.json()) as T
  }
  const { id } = await act<{ id: string }>('POST', '/api/notifications/channels', {
    provider: 'webhook',
    name: 'Watch',
    given: { url: receiver.url.href },
    allowsPrivate: true,
    routing: {
      least: 'info',
      kinds: ['incident'],
      afterMs: 0,
      repeatMs: null,
      quiet: null,
      digestAt: null,
      tellsEnd: true,
    },
  })
  await act('PUT', `/api/notifications/channels/${id}/on`, { isOn: true })
  await act('PUT', '/api/alerts/rules/default.gateway-down', rule)
  await until('the gateway is connected', async () => {
    const { gateways } = await server.ask<{ gateways: { state: string }[] }>('/api/overview')
    return gateways[0]?.state === 'connected'
  })

  return {
    gateway,
    server,
    told,
    /** What is open of the rule. */
    open: async () =>
      (await server.ask<{ open: Incident[] }>('/api/alerts')).open.filter(
        ({ ruleId }) => ruleId === 'default.gateway-down',
      ),
    async close() {
      await server[Symbol.asyncDispose]()
      receiver.stop(true)
      await gateway.stop()
      model.stop()
      folder[Symbol.dispose]()
    },
  }
}
