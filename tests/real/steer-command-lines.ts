import { describe, expect, test } from 'bun:test'
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { SessionOffer } from '../../src/facts/session-act.ts'
import type { Session } from '../../src/sessions/session.ts'
import { isActive } from '../../src/sessions/state.ts'
import type { ShownAct } from '../../src/steering/act-record.ts'
import {
  type CommandLine,
  commandLines,
  environmentOf,
  openCommandLine,
  type Place,
  processesOf,
} from '../states/command-lines.ts'
import { endAll } from '../states/moments.ts'
import { startScriptedModel } from '../states/scripted-model.ts'
import { openTerminal } from '../states/terminal.ts'
import { signIn, start, temporary, until } from '../testing/program.ts'

/**
 * Real command lines are stopped in the middle of a tool through the compiled program, as its page does: the tool is gone
 * from the process table, and the command that is shown continues the session.
 */
const patienceMs = 90_000

async function openWorld(runtime: CommandLine['runtime']) {
  const line = commandLines.find((one) => one.runtime === runtime)!
  const folder = temporary(`steer-${runtime}`)
  const root = realpathSync(folder.path)
  const place: Place = { home: join(root, 'home'), project: join(root, 'home', 'my boat'), modelUrl: '' }
  mkdirSync(place.project, { recursive: true })
  Bun.spawnSync(['git', 'init', '-q', '-b', 'main'], { cwd: place.project })
  writeFileSync(join(place.home, 'wait.sh'), ': > began\nfor n in $(seq 1200); do sleep 0.05; done\necho done\n')
  const model = startScriptedModel((wish) => line.callFor(wish, place))
  place.modelUrl = model.url
  line.prepare(place)
  const env = {
    HOME: place.home,
    CLAUDE_CONFIG_DIR: join(place.home, '.claude'),
    CODEX_HOME: join(place.home, '.codex'),
  }
  const server = await start(root, [], { env })
  await server.caughtUp()
  const headers = { ...(await signIn(server, server)), origin: server.url, 'content-type': 'application/json' }
  const get = async <T>(path: string) => (await (await fetch(server.url + path, { headers })).json()) as T
  const tools = () =>
    processesOf(place).filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(join(place.home, 'wait.sh'))
      } catch {
        return false
      }
    })
  const session = () =>
    until(
      'the session is at work',
      async () =>
        (await get<{ items: Session[] }>('/api/sessions?limit=20')).items.find(
          (one) => one.runtime === runtime && isActive(one.state),
        ),
      patienceMs,
    )
  return {
    line,
    place,
    model,
    tools,
    session,
    offer: async (id: string) => (await get<{ offer: SessionOffer }>(`/api/steering/sessions/${id}`)).offer,
    async act(id: string, kind: string, body: object = {}) {
      const answer = await fetch(`${server.url}/api/steering/sessions/${id}/${kind}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      })
      return { status: answer.status, body: (await answer.json()) as ShownAct & { code?: string } }
    },
    /** Runs a tool in a terminal, and waits until it is in the middle of it. */
    async inTool() {
      const terminal = await openCommandLine(line, place)
      await terminal.type('please act:tool')
      if (line.alwaysAsks) {
        await terminal.shows(line.asksPermission, patienceMs)
        line.allow(terminal)
      }
      await until('the tool runs', () => existsSync(join(place.project, 'began')) && tools().length > 0, patienceMs)
      return { terminal, session: await session() }
    },
    stateOf: async (id: string) => (await get<Session>(`/api/sessions/${id}`)).state,
    /** Runs the command that is shown, in a shell with the same programs, and asks it something. */
    async goOnWith(command: string) {
      const { env } = line.command(place)
      const environment = environmentOf(place)
      const before = model.requests.length
      const terminal = openTerminal(['/bin/sh', '-c', command], '/', {
        ...environment,
        ...env,
        PATH: `${resolve('.cache/command-lines/node_modules/.bin')}:${environment.PATH}`,
      })
      await until('it shows the conversation', () => terminal.screen().includes('act:tool'), patienceMs).catch(
        (error: Error) => {
          throw new Error(`${error.message}; it shows: ${terminal.screen().slice(-1_500)}`)
        },
      )
      await Bun.sleep(2_000)
      await terminal.type('please act:say')
      await until('the model is asked again', () => model.requests.length > before, patienceMs).catch(
        (error: Error) => {
          throw new Error(`${error.message}; it shows: ${terminal.screen().slice(-1_500)}`)
        },
      )
    },
    async [Symbol.asyncDispose]() {
      endAll(place)
      await server[Symbol.asyncDispose]()
      model.stop()
      folder[Symbol.dispose]()
    },
  }
}

/** Whether a process runs; one that has ended and is only not collected yet does not. */
const isThere = (pid: number) => {
  try {
    return !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

for (const runtime of ['claude-code', 'opencode', 'gemini'] as const)
  describe(`${runtime} in a terminal`, () => {
    test('is ended in the middle of a tool, with the tool, and goes on by the command that is shown', async () => {
      await using world = await openWorld(runtime)
      const { session } = await world.inTool()
      const tools = world.tools()
      const offer = await world.offer(session.id)
      expect(offer).toMatchObject({ through: 'process', acts: ['end'] })
      expect(isThere(offer.pid!)).toBe(true)
      expect(await world.act(session.id, 'end')).toMatchObject({ status: 409, body: { code: 'confirm-needed' } })
      expect(tools.every(isThere)).toBe(true)
      const began = performance.now()
      const ended = await world.act(session.id, 'end', { confirm: 'end' })
      process.stdout.write(
        `${runtime} ended in ${Math.round(performance.now() - began)} ms: ${JSON.stringify(ended.body.note ?? ended.body)}\n`,
      )
      expect(ended).toMatchObject({ status: 200, body: { state: 'done' } })
      expect(world.tools()).toEqual([])
      expect(tools.some(isThere)).toBe(false)
      expect(isThere(offer.pid!)).toBe(false)
      await until('it is seen to be over', async () => !isActive(await world.stateOf(session.id)), patienceMs)
      if (runtime !== 'gemini') await world.goOnWith(offer.resume!.command)
    }, 300_000)
  })

describe('codex in a terminal', () => {
  test('is interrupted in the middle of a tool, with the tool, takes words, and goes on by the command that is shown', async () => {
    await using world = await openWorld('codex')
    const { session } = await world.inTool()
    const tools = world.tools()
    const offer = await world.offer(session.id)
    expect(offer.through).toBe('daemon')
    expect(offer.acts).toContain('interrupt')
    const began = performance.now()
    const stopped = await world.act(session.id, 'interrupt')
    process.stdout.write(`codex interrupted in ${Math.round(performance.now() - began)} ms\n`)
    expect(stopped).toMatchObject({ status: 200, body: { state: 'done' } })
    expect(world.tools()).toEqual([])
    expect(tools.some(isThere)).toBe(false)
    await until('it is seen to be over', async () => !isActive(await world.stateOf(session.id)), patienceMs)
    const before = world.model.requests.length
    expect(await world.act(session.id, 'send', { text: 'please act:say' })).toMatchObject({ status: 200 })
    await until('the words have reached the model', () => world.model.requests.length > before, patienceMs)
    await world.goOnWith(offer.resume!.command)
  }, 300_000)
})

describe('opencode as a server', () => {
  test('is interrupted in the middle of a tool, with the tool, and goes on', async () => {
    await using world = await openWorld('opencode')
    const { words, env } = world.line.command(world.place)
    const port = freePort()
    const child = Bun.spawn([...words, 'serve', '--port', String(port)], {
      cwd: world.place.project,
      env: { ...environmentOf(world.place), ...env },
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'ignore',
    })
    let said = ''
    void (async () => {
      for await (const chunk of child.stdout) said += new TextDecoder().decode(chunk)
    })()
    await until('it listens', () => said.includes('listening'), patienceMs)
    // Requests that come the moment it listens may hang.
    await Bun.sleep(3_000)
    const ask = (path: string, body: object) =>
      fetch(`http://127.0.0.1:${port}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    const { id } = (await (await ask('/session', {})).json()) as { id: string }
    await ask(`/session/${id}/prompt_async`, { parts: [{ type: 'text', text: 'please act:tool' }] })
    await until('the tool runs', () => world.tools().length > 0, patienceMs)
    const session = await world.session()
    expect(await world.offer(session.id)).toMatchObject({ through: 'server', acts: ['send', 'retry', 'interrupt'] })
    expect(await world.act(session.id, 'interrupt')).toMatchObject({ status: 200, body: { state: 'done' } })
    await until('the tool is gone', () => world.tools().length === 0, 5_000)
    expect(child.exitCode).toBe(null)
    const before = world.model.requests.length
    expect(await world.act(session.id, 'send', { text: 'please act:say' })).toMatchObject({ status: 200 })
    await until('the words have reached the model', () => world.model.requests.length > before, patienceMs)
  }, 300_000)
})

function freePort(): number {
  const server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response() })
  const { port } = server
  server.stop(true)
  return port!
}
