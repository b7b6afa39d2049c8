import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { GatewayAgent } from '../../src/gateways/agent.ts'
import type { AgentFile } from '../../src/gateways/agent-acts.ts'
import type { GatewayRow, WrittenChange } from '../../src/gateways/gateway.ts'
import { signIn, start, temporary, until as untilWithin } from '../testing/program.ts'
import { fakeModel } from './fake-model.ts'
import { startGateway, token, type Version } from './openclaw.ts'

const patienceMs = 240_000
const until = <T>(what: string, check: () => Promise<T | undefined | false>) => untilWithin(what, check, patienceMs)

type Problem = {
  code: string
  detail: string
  reason?: string
  confirm?: { phrase: string; diff?: string; effect: string; hits: { name: string; effect: string }[] }
}
type Config = { config: { logging?: { level?: string }; gateway: { auth: { token: string } } }; hash: string }
type AuditLines = { items: { stage: string; action: string; target: string }[] }

for (const version of ['2026.9.6', '2026.3.24'] as const)
  describe(`the administration of a real gateway of ${version}`, () => {
    let world: Awaited<ReturnType<typeof openWorld>>
    beforeAll(async () => {
      world = await openWorld(version)
    }, 600_000)
    afterAll(() => world?.close(), 60_000)

    test('its configuration is shown without its secrets', async () => {
      const { config } = await world.config()
      expect(config.gateway.auth.token).toBe('[hidden]')
      expect(JSON.stringify(config)).not.toContain(token)
    })

    test('a value is changed once its diff was seen, watched until the gateway is well and has it, and taken back', async () => {
      const { hash } = await world.config()
      const edits = [{ path: ['logging', 'level'], value: 'debug' }]
      const { problem } = await world.refused('POST', '/config', { edits, hash })
      expect(problem.confirm?.diff).toBe('+ logging.level: "debug"')
      await world.act('POST', '/config', { edits, hash, confirm: problem.confirm!.phrase })
      const changed = await world.changed()
      // The older version restarts for every change; the newer one takes this one over.
      expect(changed).toMatchObject({ outcome: 'done', paths: ['logging.level'], restarts: version === '2026.3.24' })
      expect((await world.config()).config.logging?.level).toBe('debug')

      const undo = await world.refused('POST', '/config/undo', {})
      expect(undo.problem.confirm?.diff).toBe('- logging.level: "debug"')
      await world.act('POST', '/config/undo', { confirm: undo.problem.confirm!.phrase })
      expect(await world.changed()).toMatchObject({ outcome: 'done', reason: null })
      expect((await world.config()).config.logging?.level).toBeUndefined()
    })

    // 2026.9.6 took over every value that was tried here while it ran; a restart of that kind is tested with the demo.
    test.if(version === '2026.3.24')('a change that the gateway restarts for is warned of, and followed', async () => {
      const { hash } = await world.config()
      const edits = [{ path: ['gateway', 'tailscale', 'resetOnExit'], value: false }]
      const { problem } = await world.refused('POST', '/config', { edits, hash })
      expect(problem.confirm?.effect).toContain('restart')
      await world.act('POST', '/config', { edits, hash, confirm: problem.confirm!.phrase })
      expect(await world.changed()).toMatchObject({ outcome: 'done' })
      await world.isConnected()
    })

    test('what was changed elsewhere meanwhile is not written over, and what is not valid is refused with the reason', async () => {
      const { hash } = await world.config()
      const stale = await world.refused('POST', '/config', {
        edits: [{ path: ['logging', 'level'], value: 'warn' }],
        hash: 'another',
      })
      expect([stale.status, stale.problem.detail]).toEqual([
        409,
        'The configuration was changed elsewhere since you opened it. Nothing was written; your changes are still here.',
      ])
      const edits = [{ path: ['messages', 'ackReactionScope'], value: 'nonsense' }]
      const { problem } = await world.refused('POST', '/config', { edits, hash })
      const wrong = await world.refused('POST', '/config', { edits, hash, confirm: problem.confirm!.phrase })
      expect(wrong.problem.detail).toContain('messages.ackReactionScope')
      const secret = await world.refused('POST', '/config', {
        edits: [{ path: ['gateway', 'auth', 'password'], value: '[hidden]' }],
        hash,
      })
      expect([secret.status, secret.problem.detail]).toEqual([400, expect.stringContaining('holds [hidden]')])
    })

    test('an agent is created, edited, told something in a file, and deleted; the default one is not', async () => {
      const workspace = join(world.folder, 'temp-space')
      mkdirSync(workspace, { recursive: true })
      const made = await world.act<GatewayAgent>('POST', '/agents', {
        name: 'Temp Hand',
        workspace,
        emoji: '🧪',
        model: 'stand/stand-in',
      })
      expect(made).toMatchObject({ id: 'temp-hand', model: 'stand/stand-in', workspace, isDefault: false })
      const edited = await world.act<GatewayAgent>('PATCH', '/agents/temp-hand', {
        patch: { name: 'Temp Two' },
        revision: made.revision,
      })
      expect(edited.name).toBe('Temp Two')
      const late = await world.refused('PATCH', '/agents/temp-hand', {
        patch: { name: 'Three' },
        revision: made.revision,
      })
      expect(late.problem.detail).toContain('was changed elsewhere')

      const soul = await world.get<AgentFile>('/agents/temp-hand/files/SOUL.md')
      const body = { content: '# Temp\n\nCalm.\n', revision: soul.revision }
      const { problem } = await world.refused('PUT', '/agents/temp-hand/files/SOUL.md', body)
      expect(problem.confirm?.diff).toContain('+Calm.')
      const written = await world.act<AgentFile>('PUT', '/agents/temp-hand/files/SOUL.md', {
        ...body,
        confirm: problem.confirm!.phrase,
      })
      expect(written.content).toBe(body.content)
      const stale = await world.refused('PUT', '/agents/temp-hand/files/SOUL.md', { ...body, content: 'Other.' })
      expect(stale.problem.detail).toStartWith('SOUL.md was changed elsewhere')

      const kept = await world.refused('DELETE', '/agents/main', { confirm: 'main' })
      expect(kept.problem.detail).toContain('is not deleted. It is the default agent')
      const asked = await world.refused('DELETE', '/agents/temp-hand', {})
      expect(asked.problem.confirm).toMatchObject({
        phrase: 'temp-hand',
        hits: expect.arrayContaining([expect.objectContaining({ name: 'Its sessions' })]),
      })
      // A gateway whose machine is busy does not take the lease of a deletion in its five seconds, and says so.
      await until('the agent is deleted', async () => {
        const { status, answer } = await world.send<Problem>('DELETE', '/agents/temp-hand', { confirm: 'temp-hand' })
        if (status !== 200 && !answer.detail.includes('LEASE_LOST')) throw new Error(answer.detail)
        return status === 200
      })
      const { items } = await world.get<{ items: GatewayAgent[] }>('/agents')
      expect(items.map(({ id }) => id)).toEqual(['main', 'ops'])
    })

    test('models, skills, channels, heartbeats and who is connected can be read', async () => {
      const about = await world.get<{ heartbeats: { agentId: string }[]; presence: object[] }>('/about')
      expect(about.heartbeats.map(({ agentId }) => agentId)).toContain('main')
      expect(about.presence.length).toBeGreaterThan(0)
      const models = await world.get<{ items: { id: string }[] }>('/models')
      expect(models.items.map(({ id }) => id)).toContain('stand-in')
      expect((await world.get<{ items: object[] }>('/skills')).items.length).toBeGreaterThan(5)
      expect(await world.get<object>('/devices')).toEqual({ asking: [], paired: [] })
    })

    test('a gateway is added by address and token, once the token is right, and removed again', async () => {
      const address = `127.0.0.1:${world.gateway.port}`
      const wrong = await world.refusedAt('', { name: 'Attic', address, token: 'not-this-one' })
      expect([wrong.status, wrong.problem.reason, wrong.problem.detail]).toEqual([
        409,
        'gateway-token-wrong',
        expect.stringContaining('The gateway does not accept this token.'),
      ])
      const { id } = await world.actAt<{ id: string }>('', { name: 'Attic', address, token })
      const added = await until('it is connected', async () =>
        (await world.gateways()).find((one) => one.id === id && one.state.state === 'connected'),
      )
      expect(added).toMatchObject({ name: 'Attic', isAdded: true, state: { words: `OpenClaw ${version}` } })
      const talks = await world.server.ask<{ items: object[] }>(`/api/gateways/${id}/conversations`)
      expect(Array.isArray(talks.items)).toBe(true)
      expect(JSON.stringify(await world.gateways())).not.toContain(token)
      await world.actAt(`/${id}`, { confirm: 'remove' }, 'DELETE')
      expect((await world.gateways()).some((one) => one.id === id)).toBe(false)
    })

    test('each act is on record, and no secret is', async () => {
      const { items } = await world.audit()
      const found = items.map(({ stage, action }) => `${stage}: ${action}`)
      for (const line of [
        'done: change configuration of gateway',
        'failed: change configuration of gateway',
        'done: take back change of gateway',
        'done: create agent',
        'done: edit name of agent',
        'done: edit SOUL.md of agent',
        'failed: delete agent',
        'done: delete agent',
        'failed: add gateway',
        'done: add gateway',
        'done: remove gateway',
      ])
        expect(found).toContain(line)
      expect(JSON.stringify(items)).not.toContain(token)
    })
  })

/** A gateway with its model, and our program with somebody signed in to it. */
async function openWorld(version: Version) {
  const folder = temporary('real-gateway')
  const model = fakeModel(folder.path)
  const gateway = await startGateway({ folder: folder.path, version, modelUrl: model.url })
  const server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: gateway.state } })
  await server.caughtUp()
  const headers = { ...(await signIn(server, server)), origin: server.url, 'content-type': 'application/json' }
  const gateways = async () =>
    ((await (await fetch(`${server.url}/api/gateways`, { headers })).json()) as { items: GatewayRow[] }).items
  const own = async () => (await gateways()).find(({ isAdded }) => !isAdded)!
  const isConnected = () => until('the gateway is connected', async () => (await own())?.state.state === 'connected')
  await isConnected()
  const { id } = await own()

  /** Asks once more where a gateway on a busy machine did not answer in its time. */
  async function send<T>(method: string, path: string, body?: object) {
    for (let triesLeft = 5; ; triesLeft--) {
      const response = await fetch(`${server.url}/api/gateways${path}`, {
        method,
        headers,
        ...(body && { body: JSON.stringify(body) }),
      })
      const { status } = response
      const answer = (await response.json()) as T
      if (status !== 503 || triesLeft === 0) return { status, answer }
      await Bun.sleep(2_000)
    }
  }
  async function acted<T>(method: string, path: string, body?: object): Promise<T> {
    const { status, answer } = await send<T>(method, path, body)
    if (status !== 200) throw new Error(`${method} ${path} was answered with ${status}: ${JSON.stringify(answer)}`)
    return answer
  }
  async function refused(method: string, path: string, body?: object) {
    const { status, answer } = await send<Problem>(method, path, body)
    expect(status).toBeGreaterThanOrEqual(400)
    return { status, problem: answer }
  }

  return {
    folder: folder.path,
    gateway,
    server,
    gateways,
    isConnected,
    config: () => acted<Config>('GET', `/${id}/config`),
    get: <T>(path: string) => acted<T>('GET', `/${id}${path}`),
    act: <T = object>(method: string, path: string, body?: object) => acted<T>(method, `/${id}${path}`, body),
    send: <T>(method: string, path: string, body?: object) => send<T>(method, `/${id}${path}`, body),
    refused: (method: string, path: string, body?: object) => refused(method, `/${id}${path}`, body),
    actAt: <T = object>(path: string, body: object, method = 'POST') => acted<T>(method, path, body),
    refusedAt: (path: string, body: object) => refused('POST', path, body),
    /** The last change of the configuration once it has an end. */
    changed: () =>
      until('the change has an end', async (): Promise<WrittenChange | false> => {
        const { change } = await own()
        return change !== null && change.outcome !== 'going' && change
      }),
    audit: async () => (await (await fetch(`${server.url}/api/audit?limit=300`, { headers })).json()) as AuditLines,
    async close() {
      await server.stop()
      await gateway.stop()
      model.stop()
      folder[Symbol.dispose]()
    },
  }
}
