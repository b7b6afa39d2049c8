import { expect, test } from 'bun:test'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Act, Service } from '../../src/controls/service.ts'
import { signIn, start, temporary, until } from '../testing/program.ts'
import { fakeModel } from './fake-model.ts'
import { startGateway, type Version } from './openclaw.ts'

/** The version that 2026.3.24 is updated to: the next one that is published. */
const next = '2026.3.28'
const patienceMs = 15 * 60_000

/** A gateway that a Wheelhouse looks at which may ask for updates, and a person who is signed in there. */
async function openWorld(folder: string, version: Version, updatesTo?: string) {
  const model = fakeModel(folder)
  const gateway = await startGateway({ folder, version, modelUrl: model.url, ...(updatesTo && { updatesTo }) })
  const config = join(folder, 'config.toml')
  writeFileSync(config, '[controls]\ncheck_updates = true\n')
  const server = await start(folder, [], { env: { OPENCLAW_STATE_DIR: gateway.state, WHEELHOUSE_CONFIG: config } })
  await server.caughtUp()
  const headers = { ...(await signIn(server, server)), origin: server.url, 'content-type': 'application/json' }
  const post = async (path: string, body: object = {}) => {
    const answer = await fetch(`${server.url}/api/controls${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  const service = () => server.ask<Service>('/api/controls/gateway')
  await until(
    'the gateway is seen to run',
    async () => (await service()).state === 'running' && (await service()).life !== null,
    60_000,
  )
  await post('/unlock')
  return { gateway, server, post, service, headers }
}

/** The act of an update, once it is over. */
async function updated({ post, service }: Awaited<ReturnType<typeof openWorld>>): Promise<Act> {
  const { body } = await post('/gateway/update', { confirm: 'gateway' })
  if (!body.act) throw new Error(String(body.detail))
  const { id } = body.act as Act
  return until(
    'the update is over',
    async () => {
      const { act } = await service()
      return act?.id === id && act.outcome !== 'going' ? act : undefined
    },
    patienceMs,
  )
}

const installedIn = (folder: string) =>
  (
    JSON.parse(readFileSync(join(folder, 'global', 'lib', 'node_modules', 'openclaw', 'package.json'), 'utf8')) as {
      version: string
    }
  ).version

test(`a gateway of 2026.3.24 updates itself to ${next} and is watched until it is back`, async () => {
  using folder = temporary('update')
  const world = await openWorld(folder.path, '2026.3.24', next)
  let pid: number | null = null
  try {
    const before = await world.service()
    expect([before.version, before.checksUpdates]).toEqual(['2026.3.24', true])
    const asked = await world.post('/gateway/update')
    expect((asked.body.confirm as { effect: string }).effect).toContain('`npm i -g openclaw@2026.3.24`')

    const act = await updated(world)
    expect(act).toMatchObject({ verb: 'update', exact: 'update.run', outcome: 'done', reason: null })
    expect(act.steps.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done', 'done'])
    expect(act.steps.map(({ name }) => name)).toContain(`Version ${next} answers`)
    expect(act.wayBack).toContain('`npm i -g openclaw@2026.3.24`')
    const after = await world.service()
    pid = after.pid
    expect([after.state, after.version, installedIn(folder.path)]).toEqual(['running', next, next])
    expect(after.pid).not.toBe(before.pid)
    const { items } = (await (
      await fetch(`${world.server.url}/api/audit/acts?limit=5`, { headers: world.headers })
    ).json()) as { items: { action: string; outcome: string }[] }
    expect(items[0]).toMatchObject({ action: 'update service', outcome: 'done' })
  } finally {
    await world.server.stop()
    // The process that was started is gone; the one that it became is ours to end.
    if (pid !== null) process.kill(pid, 'SIGTERM')
    await world.gateway.stop()
  }
}, 1_200_000)

test('a version that npm does not have is not installed: what its installer says is said, and the old one runs on', async () => {
  using folder = temporary('update-fails')
  const world = await openWorld(folder.path, '2026.3.24', '2026.3.0-nobody-has-this')
  try {
    const { pid } = await world.service()
    const act = await updated(world)
    expect(act.outcome).toBe('failed')
    expect(act.reason).toMatch(/^The gateway does not update: “global [a-z ()]+” failed: .*2026\.3\.0-nobody-has-this/)
    const after = await world.service()
    expect([after.state, after.version, after.pid, installedIn(folder.path)]).toEqual([
      'running',
      '2026.3.24',
      pid,
      '2026.3.24',
    ])
  } finally {
    await world.server.stop()
    await world.gateway.stop()
  }
}, 1_200_000)

test('a gateway of 2026.9.6 that was not installed globally refuses, and why is said', async () => {
  using folder = temporary('update-refused')
  const world = await openWorld(folder.path, '2026.9.6')
  try {
    const { pid } = await world.service()
    const act = await updated(world)
    expect(act.outcome).toBe('failed')
    expect(act.reason).toMatch(/^The gateway does not update: it (?:runs in a container|was not installed globally)/)
    expect(await world.service()).toMatchObject({ state: 'running', pid, version: '2026.9.6' })

    // It may be asked for a newer version; it knows of none, because it was told not to look.
    expect(await world.post('/gateway/check-update')).toEqual({ status: 200, body: { version: null } })
  } finally {
    await world.server.stop()
    await world.gateway.stop()
  }
}, 1_200_000)
