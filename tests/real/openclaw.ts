import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, openSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { until } from '../testing/program.ts'
import { npmInstall } from './npm-install.ts'
import { openRpc } from './rpc.ts'

export type Version = '2026.9.6' | '2026.3.24'

export const token = 'a-token-only-of-this-test'

/**
 * Installs what a lock names into the project's cache; once. Packages that are only for other systems are left out:
 * neither version needs what is optional to it.
 */
function install(lock: string, proof: string, path = ''): string {
  const folder = resolve('.cache', `openclaw-${lock}`)
  const done = join(folder, 'installed')
  if (existsSync(done)) return join(folder, 'node_modules', proof)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  cpSync(resolve('tests/real/locks', lock), folder, { recursive: true })
  npmInstall(`${lock} as it is locked`, folder, ['--omit=optional'], path)
  const found = join(folder, 'node_modules', proof)
  if (!existsSync(found)) throw new Error(`npm installed ${lock} without ${proof}`)
  writeFileSync(done, '')
  return found
}

/** A version of OpenClaw as it was locked, and the Node it needs. */
export function installed(version: Version) {
  const node = install('node', 'node/bin/node')
  return { node, entry: install(version, 'openclaw/openclaw.mjs', join(node, '..')) }
}

/**
 * A version as `npm i -g` installs it: beside the Node that runs it, which is how a gateway finds and updates itself.
 */
function installedGlobally(version: Version, folder: string) {
  const { node, entry } = installed(version)
  const root = join(folder, 'global')
  const packages = join(root, 'lib', 'node_modules')
  mkdirSync(join(root, 'bin'), { recursive: true })
  mkdirSync(packages, { recursive: true })
  const copy = (from: string, to: string) => {
    const { status } = spawnSync('cp', ['-a', '--reflink=auto', from, to], { stdio: 'inherit' })
    if (status !== 0) throw new Error(`${from} could not be copied`)
  }
  copy(node, join(root, 'bin', 'node'))
  copy(join(entry, '..'), packages)
  copy(join(entry, '..', '..'), join(packages, 'openclaw', 'node_modules'))
  rmSync(join(packages, 'openclaw', 'node_modules', 'openclaw'), { recursive: true, force: true })
  symlinkSync('../lib/node_modules/openclaw/openclaw.mjs', join(root, 'bin', 'openclaw'))
  return { node: join(root, 'bin', 'node'), entry: join(packages, 'openclaw', 'openclaw.mjs') }
}

const model = (id: string, contextWindow: number) => ({
  id,
  name: id,
  reasoning: true,
  input: ['text'],
  contextWindow,
  maxTokens: 8_192,
  cost: { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 },
})

const skipper = { name: 'Main', identity: { name: 'Skipper', emoji: '🦞' }, subagents: { allowAgents: ['*'] } }
const rigger = { name: 'Ops', identity: { name: 'Rigger' } }
const primary = { primary: 'stand/stand-in' }

/** How each era is told to ask before it runs a command. */
const askingOf: Record<Version, object> = {
  '2026.9.6': { tools: { exec: { mode: 'ask' }, sessions: { visibility: 'all' } } },
  '2026.3.24': { tools: { exec: { host: 'gateway', security: 'allowlist', ask: 'always' } } },
}

/** So many more agents, all of which may be at work at once. */
const withCrew = (count: number) => ({
  agents: {
    ownership: 'explicit',
    defaults: {
      model: primary,
      maxConcurrent: count + 4,
      systemAgent: { agentId: 'main' },
      heartbeat: { agentId: 'main' },
    },
    entries: Object.fromEntries([
      ['main', skipper],
      ...Array.from({ length: count }, (_, number) => [`hand-${number + 1}`, { name: `Hand ${number + 1}` }]),
    ]),
  },
})

/** Agents as each era writes them down. */
const agentsOf: Record<Version, object> = {
  '2026.9.6': {
    agents: {
      ownership: 'explicit',
      defaults: { model: primary, systemAgent: { agentId: 'main' }, heartbeat: { agentId: 'main' } },
      entries: { main: skipper, ops: rigger },
    },
    tools: { exec: { mode: 'full' }, sessions: { visibility: 'all' } },
    session: { agentToAgent: { maxPingPongTurns: 0 } },
  },
  '2026.3.24': {
    agents: {
      defaults: { model: primary },
      list: [
        { id: 'main', default: true, ...skipper },
        { id: 'ops', ...rigger },
      ],
    },
    tools: { exec: { security: 'full', ask: 'off' } },
  },
}

/** A real gateway on loopback with two agents, in a home of its own. */
export async function startGateway({
  folder,
  version,
  modelUrl,
  asks = false,
  crew,
  updatesTo,
}: {
  folder: string
  version: Version
  modelUrl: string
  /** Whether it asks a person before it runs a command. */
  asks?: boolean
  /** How many agents it has beside the main one, in the newer era. */
  crew?: number
  /** It is installed globally, and this version is the newest for it. */
  updatesTo?: string
}) {
  const { node, entry } = updatesTo === undefined ? installed(version) : installedGlobally(version, folder)
  const home = join(folder, 'home')
  const state = join(home, '.openclaw')
  mkdirSync(state, { recursive: true })
  const port = freePort()
  writeFileSync(
    join(state, 'openclaw.json'),
    JSON.stringify({
      gateway: {
        mode: 'local',
        port,
        bind: 'loopback',
        auth: { mode: 'token', token },
        http: { endpoints: { chatCompletions: { enabled: true } } },
      },
      logging: { file: join(folder, 'openclaw.log') },
      update: { checkOnStart: false },
      models: {
        mode: 'merge',
        providers: {
          stand: {
            baseUrl: modelUrl,
            apiKey: 'none',
            api: 'openai-completions',
            models: [model('stand-in', 200_000)],
          },
        },
      },
      ...agentsOf[version],
      ...(crew !== undefined && withCrew(crew)),
      ...(asks && askingOf[version]),
    }),
    { mode: 0o600 },
  )
  const output = openSync(join(folder, 'gateway.out'), 'a')
  const url = `http://127.0.0.1:${port}`
  let child = launch()

  function launch() {
    return spawn(node, [entry, 'gateway', 'run', '--port', String(port)], {
      cwd: folder,
      stdio: ['ignore', output, output],
      env: {
        HOME: home,
        OPENCLAW_STATE_DIR: state,
        PATH: `${join(node, '..')}:/usr/local/bin:/usr/bin:/bin`,
        TERM: 'dumb',
        NO_COLOR: '1',
        ...(updatesTo === undefined ? { OPENCLAW_NO_RESPAWN: '1' } : updating(updatesTo)),
        OPENCLAW_DISABLE_BONJOUR: '1',
        OPENCLAW_SKIP_CHANNELS: '1',
      },
    })
  }

  async function ready() {
    await until(
      `the gateway of ${version} is ready`,
      async () => {
        if (child.exitCode !== null) throw new Error(`the gateway of ${version} ended with ${child.exitCode}`)
        return fetch(`${url}/readyz`).then(
          (answer) => answer.ok,
          () => false,
        )
      },
      180_000,
    )
  }

  async function stop() {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((done) => child.once('exit', done))
    child.kill('SIGTERM')
    await Promise.race([gone, Bun.sleep(15_000).then(() => child.kill('SIGKILL'))])
    await gone
  }

  await ready()

  return {
    version,
    state,
    port,
    ready,
    stop,
    pid: () => child.pid!,
    rpc: () => openRpc(port, token),
    /** One turn of an agent, over the gateway's HTTP side; resolves with the answer. */
    async say(agent: string, text: string) {
      const answer = await fetch(`${url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ model: `openclaw/${agent}`, messages: [{ role: 'user', content: text }] }),
      })
      if (!answer.ok) throw new Error(`the gateway answered ${answer.status}: ${await answer.text()}`)
      return answer.json()
    },
    async start() {
      child = launch()
      await ready()
    },
    signal: (name: NodeJS.Signals) => child.kill(name),
    isRunning: () => child.exitCode === null && child.signalCode === null,
  }
}

/** What has a gateway install a version and nothing that is optional to it, over the network as this process reaches it. */
const updating = (version: string) => ({
  OPENCLAW_UPDATE_PACKAGE_SPEC: `openclaw@${version}`,
  NPM_CONFIG_OMIT: 'optional',
  ...(process.env.NODE_EXTRA_CA_CERTS && { NODE_EXTRA_CA_CERTS: process.env.NODE_EXTRA_CA_CERTS }),
})

function freePort(): number {
  const server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response() })
  const { port } = server
  server.stop(true)
  return port!
}
