import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { until } from '../testing/program.ts'

const node = '24.21.0'

/** Installs a version of OpenClaw, with the Node it needs, into the project's cache; once. */
export function install(version: string): { node: string; entry: string } {
  const folder = resolve('.cache', `openclaw-${version}`)
  const found = {
    node: join(folder, 'node_modules/node/bin/node'),
    entry: join(folder, 'node_modules/openclaw/openclaw.mjs'),
  }
  if (existsSync(found.entry) && existsSync(found.node)) return found
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'openclaw-under-test', private: true, allowScripts: { node: true } }),
  )
  for (const what of [`node@${node}`, `openclaw@${version}`]) {
    const done = spawnSync('npm', ['install', what, '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, PATH: `${join(folder, 'node_modules/node/bin')}:${process.env.PATH}` },
    })
    if (done.status !== 0) throw new Error(`npm could not install ${what}`)
  }
  return found
}

/** A real gateway on loopback with two agents, in a home of its own. */
export async function startGateway({
  folder,
  version,
  modelUrl,
}: {
  folder: string
  version: string
  modelUrl: string
}) {
  const { node, entry } = install(version)
  const home = join(folder, 'home')
  const state = join(home, '.openclaw')
  mkdirSync(state, { recursive: true })
  const port = 20_000 + Math.floor(Math.random() * 20_000)
  const token = 'a-token-only-of-this-test'
  const cost = { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 }
  const model = (id: string) => ({
    id,
    name: id,
    reasoning: false,
    input: ['text'],
    contextWindow: 200_000,
    maxTokens: 8_192,
    cost,
  })
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
          stand: { baseUrl: modelUrl, apiKey: 'none', api: 'openai-completions', models: [model('stand-in')] },
        },
      },
      agents: {
        ownership: 'explicit',
        defaults: {
          model: { primary: 'stand/stand-in' },
          systemAgent: { agentId: 'main' },
          heartbeat: { agentId: 'main' },
        },
        entries: {
          main: { name: 'Main', identity: { name: 'Skipper', emoji: '🦞' } },
          ops: { name: 'Ops', identity: { name: 'Rigger' } },
        },
      },
    }),
    { mode: 0o600 },
  )
  const child = spawn(node, [entry, 'gateway', 'run', '--port', String(port)], {
    cwd: folder,
    stdio: 'ignore',
    env: {
      HOME: home,
      OPENCLAW_STATE_DIR: state,
      PATH: `${join(node, '..')}:/usr/local/bin:/usr/bin:/bin`,
      TERM: 'dumb',
      NO_COLOR: '1',
      OPENCLAW_NO_RESPAWN: '1',
      OPENCLAW_DISABLE_BONJOUR: '1',
      OPENCLAW_SKIP_CHANNELS: '1',
    },
  })
  const url = `http://127.0.0.1:${port}`
  await until(
    'the gateway is ready',
    () =>
      fetch(`${url}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      ),
    180_000,
  )

  return {
    state,
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
    async stop() {
      child.kill('SIGTERM')
      const gone = new Promise((done) => child.once('exit', done))
      if (child.exitCode === null) await Promise.race([gone, Bun.sleep(10_000).then(() => child.kill('SIGKILL'))])
    },
  }
}
