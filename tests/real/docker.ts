import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Service, Verb } from '../../src/controls/service.ts'
import { type Running, signIn, start, temporary, until } from '../testing/program.ts'

/** What has to be there for an engine of our own: it runs as root, from Debian's package `docker.io`. */
const missing =
  process.getuid?.() !== 0
    ? 'an engine of its own needs root'
    : ['dockerd', 'docker', 'busybox'].filter((program) => Bun.which(program) === null)[0]
const skips = missing !== undefined
const why = skips ? `, skipped: ${missing} is missing` : ''

/** A real engine with an image of busybox, in a folder of its own. */
async function startEngine(folder: string) {
  const socket = join(folder, 'docker.sock')
  const daemon = spawn(
    'dockerd',
    [
      '--iptables=false',
      '--ip6tables=false',
      '--data-root',
      join(folder, 'data'),
      '--exec-root',
      join(folder, 'exec'),
      '--pidfile',
      join(folder, 'pid'),
      '-H',
      `unix://${socket}`,
    ],
    { stdio: 'ignore' },
  )
  const docker = (...words: string[]) => {
    const { status, stdout, stderr } = spawnSync('docker', ['-H', `unix://${socket}`, ...words])
    if (status !== 0) throw new Error(`docker ${words[0]}: ${stderr}`)
    return `${stdout}`.trim()
  }
  await until(
    'the engine answers',
    () => {
      if (daemon.exitCode !== null) throw new Error(`dockerd ended with ${daemon.exitCode}`)
      return existsSync(socket) && spawnSync('docker', ['-H', `unix://${socket}`, 'version']).status === 0
    },
    60_000,
  )
  const root = join(folder, 'rootfs', 'bin')
  mkdirSync(root, { recursive: true })
  cpSync(Bun.which('busybox')!, join(root, 'busybox'))
  for (const name of ['sh', 'sleep', 'echo', 'trap', 'date']) symlinkSync('busybox', join(root, name))
  const packed = spawnSync('tar', ['-C', join(folder, 'rootfs'), '-c', '.'], { maxBuffer: 64 << 20 })
  spawnSync('docker', ['-H', `unix://${socket}`, 'import', '-', 'busybox:local'], { input: packed.stdout })
  return {
    socket,
    docker,
    async stop() {
      if (daemon.exitCode !== null) return
      const gone = new Promise((done) => daemon.once('exit', done))
      daemon.kill('SIGTERM')
      await Promise.race([gone, Bun.sleep(20_000).then(() => daemon.kill('SIGKILL'))])
    },
  }
}

describe.skipIf(skips)(`a real Docker engine${why}`, () => {
  const folder = temporary('docker')
  let engine: Awaited<ReturnType<typeof startEngine>>
  let server: Running
  let person: Record<string, string>

  beforeAll(async () => {
    engine = await startEngine(folder.path)
    const host = ['--network', 'none']
    engine.docker(
      'run',
      '-d',
      '--name',
      'queue',
      ...host,
      'busybox:local',
      '/bin/sh',
      '-c',
      "echo 'queue is up'; trap 'exit 0' TERM; while :; do sleep 1 & wait $!; done",
    )
    engine.docker(
      'run',
      '-d',
      '--name',
      'crasher',
      '--restart',
      'always',
      ...host,
      'busybox:local',
      '/bin/sh',
      '-c',
      'echo no luck; exit 1',
    )
    engine.docker('create', '--name', 'broken', ...host, 'busybox:local', '/bin/sh', '-c', 'exit 78')
    writeFileSync(join(folder.path, 'config.toml'), `[controls]\ndocker_socket = "${engine.socket}"\n`)
    server = await start(folder.path, [], { env: { WHEELHOUSE_CONFIG: join(folder.path, 'config.toml') } })
    person = {
      ...(await signIn(server, { code: server.code })),
      origin: server.url,
      'content-type': 'application/json',
    }
    await post('/unlock')
  }, 180_000)

  afterAll(async () => {
    await server?.stop()
    for (const name of ['queue', 'crasher', 'broken', 'late'])
      spawnSync('docker', ['-H', `unix://${engine?.socket}`, 'rm', '-f', name])
    await engine?.stop()
    folder[Symbol.dispose]()
  }, 60_000)

  const get = async <T>(path: string) =>
    (await fetch(`${server.url}/api/controls${path}`, { headers: person })).json() as Promise<T>
  async function post(path: string, body: unknown = {}) {
    const answer = await fetch(`${server.url}/api/controls${path}`, {
      method: 'POST',
      headers: person,
      body: JSON.stringify(body),
    })
    return { status: answer.status, body: (await answer.json()) as { detail: string } }
  }
  const one = (name: string) => get<Service>(`/container.${name}`)
  async function act(name: string, verb: Verb) {
    const { status, body } = await post(`/container.${name}/${verb}`, { confirm: name })
    if (status !== 200) throw new Error(body.detail)
    return until(
      `${verb} of ${name} is over`,
      async () => {
        const { act } = await one(name)
        return act && act.outcome !== 'going' ? act : undefined
      },
      60_000,
    )
  }
  const running = (name: string) => engine.docker('inspect', '-f', '{{.State.Running}} {{.State.StartedAt}}', name)

  test('its containers are found, with how they are', async () => {
    const { items } = await get<{ items: Service[] }>('')
    const containers = items.filter(({ group }) => group === 'containers')
    expect(containers.map(({ name }) => name).sort()).toEqual(['broken', 'crasher', 'queue'])
    expect(await one('queue')).toMatchObject({
      state: 'running',
      pid: expect.any(Number),
      rssBytes: expect.any(Number),
      unit: 'busybox:local',
      manager: 'Docker',
    })
    expect(await one('broken')).toMatchObject({ state: 'stopped', reason: 'never started' })
    const log = await get<{ items: { at: number; text: string }[] }>('/container.queue/log')
    expect(log.items).toEqual([{ at: expect.any(Number), level: 'info', text: 'queue is up' }] as never)
  }, 30_000)

  test('one that crashes again and again is told as failed', async () => {
    const service = await until(
      'three crashes were counted',
      async () => {
        const service = await one('crasher')
        return service.state === 'failed' && service.reason?.startsWith('keeps crashing') ? service : undefined
      },
      60_000,
    )
    expect(service.reason).toMatch(/^keeps crashing: ended with exit code 1, restarted \d+ times$/)
  }, 70_000)

  test('it is restarted, stopped and started, and the engine agrees', async () => {
    const before = running('queue')
    expect(await act('queue', 'restart')).toMatchObject({ outcome: 'done' })
    expect(running('queue')).toStartWith('true')
    expect(running('queue')).not.toBe(before)
    expect(await act('queue', 'stop')).toMatchObject({ outcome: 'done' })
    expect(running('queue')).toStartWith('false')
    expect(await one('queue')).toMatchObject({ state: 'stopped' })
    expect(await act('queue', 'start')).toMatchObject({ outcome: 'done' })
    expect(running('queue')).toStartWith('true')
  }, 120_000)

  test('one that was paused by somebody goes on', async () => {
    engine.docker('pause', 'queue')
    expect(await one('queue')).toMatchObject({ state: 'stopped', reason: 'paused' })
    expect(await act('queue', 'start')).toMatchObject({ outcome: 'done' })
    expect(running('queue')).toStartWith('true')
  }, 60_000)

  test('one that ends at once has failed, with its exit code', async () => {
    expect(await act('broken', 'start')).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('exit code 78'),
    })
  }, 60_000)

  test('a stop that a restart policy takes back is not called done', async () => {
    engine.docker('run', '-d', '--name', 'late', '--network', 'none', 'busybox:local', '/bin/sleep', '1000')
    await until(
      'it is found',
      async () => (await get<{ items: Service[] }>('')).items.some(({ name }) => name === 'late'),
      60_000,
    )
    const stopping = act('late', 'stop')
    await until('it is stopped', () => running('late').startsWith('false'), 30_000)
    engine.docker('start', 'late')
    expect(await stopping).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('something else starts it'),
    })
  }, 120_000)

  test('one that is removed under us is said to be gone, and an engine that ends to be silent', async () => {
    engine.docker('rm', '-f', 'late')
    expect(await one('late')).toMatchObject({ state: 'unknown', reason: 'there is no such container any more' })
    await engine.stop()
    expect(await one('queue')).toMatchObject({
      state: 'unknown',
      reason: expect.stringContaining('no Docker engine answers'),
    })
    expect((await post('/container.queue/stop', { confirm: 'queue' })).status).toBe(409)
  }, 60_000)

  test('every act is on record with its end', async () => {
    const { items } = (await (await fetch(`${server.url}/api/audit?limit=200`, { headers: person })).json()) as {
      items: { actId: string; stage: string; action: string }[]
    }
    const acts = Map.groupBy(
      items.filter(({ action }) => action.endsWith(' service')),
      ({ actId }) => actId,
    )
    for (const lines of acts.values())
      expect(lines.map(({ stage }) => stage).toReversed()).toEqual([
        'asked',
        expect.stringMatching(/^(done|failed)$/),
      ] as never)
    expect(acts.size).toBe(6)
  })
})
