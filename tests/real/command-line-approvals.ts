import { describe, expect, test } from 'bun:test'
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Approval } from '../../src/approvals/approval.ts'
import type { ApprovalAnswer, ApprovalRuntime } from '../../src/facts/approval.ts'
import { type CommandLine, commandLines, environmentOf, openCommandLine, type Place } from '../states/command-lines.ts'
import { endAll } from '../states/moments.ts'
import { installHooksAs } from '../states/observe.ts'
import { startScriptedModel } from '../states/scripted-model.ts'
import { type Running, signIn, start, temporary, until } from '../testing/program.ts'

/**
 * Real command lines ask for approval in their terminals, and are answered through the compiled program, as its page
 * does. Every command line is installed into the cache; one that cannot be is said to be left out.
 */
const patienceMs = 60_000

const lineOf = (runtime: ApprovalRuntime) => commandLines.find((line) => line.runtime === runtime)!

async function openWorld(runtime: ApprovalRuntime) {
  const line: CommandLine = lineOf(runtime)
  const folder = temporary(`approvals-${runtime}`)
  const root = realpathSync(folder.path)
  const place: Place = { home: join(root, 'home'), project: join(root, 'home', 'boat'), modelUrl: '' }
  mkdirSync(place.project, { recursive: true })
  Bun.spawnSync(['git', 'init', '-q', '-b', 'main'], { cwd: place.project })
  writeFileSync(join(place.home, 'wait.sh'), 'echo aye\n')
  const model = startScriptedModel((wish) => line.callFor(wish, place))
  place.modelUrl = model.url
  line.prepare(place)
  const env = {
    HOME: place.home,
    CLAUDE_CONFIG_DIR: join(place.home, '.claude'),
    CODEX_HOME: join(place.home, '.codex'),
  }
  let server: Running = await start(root, [], { env })
  await server.caughtUp()
  let headers = await signedIn(server)
  let turns = 0
  await installHooksAs(server, headers)
  const send = async (path: string, body: object) => {
    const answer = await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  const taken = await send(`/api/approvals/settings/${runtime}`, { isOn: true, confirm: 'take part' })
  expect(taken.status).toBe(200)
  const list = async (state: string) => (await server.ask<{ items: Approval[] }>(`/api/approvals?state=${state}`)).items

  return {
    line,
    place,
    model,
    list,
    open: () => openCommandLine(line, place),
    /** The one request that waits. */
    asked: () =>
      until(
        'a request waits for a decision',
        async () => (await list('waiting')).find(({ isReachable }) => isReachable),
        patienceMs,
      ),
    decide: (id: string, answer: ApprovalAnswer & { confirm?: string }) => send(`/api/approvals/${id}`, answer),
    ended: (id: string) =>
      until('the request has ended', async () => (await list('ended')).find((one) => one.id === id), patienceMs),
    /** The model has been told what became of its tool, for the next time. */
    async turnEnds(terminal?: { screen(): string }) {
      turns++
      await until(
        'the turn has ended',
        () => model.requests.filter(({ afterTool, open }) => afterTool && !open).length === turns,
        patienceMs,
      ).catch((error: Error) => {
        throw new Error(`${error.message}; it shows: ${terminal?.screen().slice(-1_500) ?? 'nothing'}`)
      })
      // What it shows then is no answer to the next prompt.
      await Bun.sleep(500)
    },
    async killAndStart() {
      await server.stop('SIGKILL')
      server = await start(root, [], { env })
      await server.caughtUp()
      headers = await signedIn(server)
    },
    file: (name: string) => join(place.project, name),
    async [Symbol.asyncDispose]() {
      endAll(place)
      await server[Symbol.asyncDispose]()
      model.stop()
      folder[Symbol.dispose]()
    },
  }
}

const signedIn = async (server: Running) => ({
  ...(await signIn(server, server)),
  origin: server.url,
  'content-type': 'application/json',
})

describe('Claude Code', () => {
  test('is allowed, denied and asked again as a person decides on the page', async () => {
    await using world = await openWorld('claude-code')
    const terminal = await world.open()
    await terminal.type('please act:ask')
    const asked = await world.asked()
    expect(asked).toMatchObject({
      door: 'hook',
      kind: 'command',
      action: { kind: 'command', command: 'touch permitted' },
      folder: world.place.project,
      decisions: ['allow-once', 'allow-always', 'deny'],
      atExpiry: 'asked in the terminal',
      takesCommand: true,
    })
    // The prompt of the terminal is there all the while.
    await terminal.shows(world.line.asksPermission)
    expect(await world.decide(asked.id, { decision: 'deny', reason: 'Not on a Friday.' })).toMatchObject({
      status: 200,
    })
    await world.turnEnds(terminal)
    expect(existsSync(world.file('permitted'))).toBe(false)
    expect(await world.ended(asked.id)).toMatchObject({ state: 'answered', decision: 'deny' })

    terminal.forget()
    await terminal.type('please act:ask')
    const second = await world.asked()
    expect(second.id).not.toBe(asked.id)
    expect(await world.decide(second.id, { decision: 'allow-once', command: 'touch edited' })).toMatchObject({
      status: 200,
    })
    await world.turnEnds(terminal)
    expect([existsSync(world.file('edited')), existsSync(world.file('permitted'))]).toEqual([true, false])

    terminal.forget()
    await terminal.type('please act:ask')
    const third = await world.asked()
    expect(third.always).toBe('Bash(touch permitted), in .claude/settings.local.json of the project')
    expect(await world.decide(third.id, { decision: 'allow-always', confirm: 'always' })).toMatchObject({ status: 200 })
    await world.turnEnds(terminal)
    expect(existsSync(world.file('permitted'))).toBe(true)
    expect(readFileSync(world.file('.claude/settings.local.json'), 'utf8')).toContain('Bash(touch permitted)')
    terminal.forget()
    await terminal.type('please act:ask')
    await world.turnEnds(terminal)
    expect(await world.list('waiting')).toEqual([])
  }, 240_000)

  test('has its question answered', async () => {
    await using world = await openWorld('claude-code')
    const terminal = await world.open()
    await terminal.type('please act:question')
    const asked = await world.asked()
    expect(asked).toMatchObject({ kind: 'question', decisions: ['allow-once', 'deny'] })
    const [question] = asked.questions
    expect(question).toMatchObject({ text: 'Which colour?', takesSeveral: false, takesText: true })
    expect(
      await world.decide(asked.id, { decision: 'allow-once', answers: { [question!.id]: ['Blue'] } }),
    ).toMatchObject({
      status: 200,
    })
    await world.turnEnds(terminal)
    expect(terminal.screen()).toContain('Blue')
  }, 120_000)

  test('is answered at its keyboard: the card ends, and a late answer is told so', async () => {
    await using world = await openWorld('claude-code')
    const terminal = await world.open()
    await terminal.type('please act:ask')
    const asked = await world.asked()
    terminal.press('escape')
    expect(await world.ended(asked.id)).toMatchObject({ state: 'elsewhere' })
    expect(await world.decide(asked.id, { decision: 'allow-once' })).toMatchObject({ status: 409 })
    expect(existsSync(world.file('permitted'))).toBe(false)
  }, 120_000)

  test('asks the same request again where the program was killed and started in between', async () => {
    await using world = await openWorld('claude-code')
    const terminal = await world.open()
    await terminal.type('please act:ask')
    const asked = await world.asked()
    await world.killAndStart()
    const again = await world.asked()
    expect(again.id).toBe(asked.id)
    expect(await world.decide(again.id, { decision: 'allow-once' })).toMatchObject({ status: 200 })
    await world.turnEnds(terminal)
    expect(existsSync(world.file('permitted'))).toBe(true)
  }, 120_000)
})

describe('Codex', () => {
  test('is allowed, always allowed and denied as a person decides on the page', async () => {
    await using world = await openWorld('codex')
    const terminal = await world.open()
    await terminal.type('please act:ask')
    const asked = await world.asked()
    expect(asked).toMatchObject({
      door: 'daemon',
      kind: 'command',
      action: { kind: 'command', command: 'touch permitted' },
      folder: world.place.project,
      reason: 'May I?',
      decisions: ['allow-once', 'allow-always', 'deny'],
      always: 'every command that begins with “touch permitted”, in the rules of Codex',
    })
    await terminal.shows(world.line.asksPermission)
    expect(await world.decide(asked.id, { decision: 'deny' })).toMatchObject({ status: 200 })
    await world.turnEnds(terminal)
    expect(existsSync(world.file('permitted'))).toBe(false)
    expect(await world.ended(asked.id)).toMatchObject({ state: 'answered', decision: 'deny' })

    await terminal.type('please act:ask')
    const second = await world.asked()
    expect(second.id).not.toBe(asked.id)
    expect(await world.decide(second.id, { decision: 'allow-once' })).toMatchObject({ status: 200 })
    await world.turnEnds(terminal)
    expect(existsSync(world.file('permitted'))).toBe(true)

    await terminal.type('please act:ask')
    const third = await world.asked()
    expect(await world.decide(third.id, { decision: 'allow-always', confirm: 'always' })).toMatchObject({ status: 200 })
    await world.turnEnds(terminal)
    await terminal.type('please act:ask')
    await world.turnEnds(terminal)
    expect(await world.list('waiting')).toEqual([])
  }, 240_000)

  test('has its question answered', async () => {
    await using world = await openWorld('codex')
    const terminal = await world.open()
    await terminal.type('please act:question')
    const asked = await world.asked()
    expect(asked).toMatchObject({ kind: 'question', decisions: ['allow-once'] })
    const [question] = asked.questions
    expect(question).toMatchObject({ id: 'colour', text: 'Which colour?' })
    expect(await world.decide(asked.id, { decision: 'allow-once', answers: { colour: ['Blue'] } })).toMatchObject({
      status: 200,
    })
    await world.turnEnds(terminal)
    expect(await world.ended(asked.id)).toMatchObject({ state: 'answered' })
  }, 120_000)

  test('is answered at its keyboard: the card ends, and a late answer is told so', async () => {
    await using world = await openWorld('codex')
    const terminal = await world.open()
    await terminal.type('please act:ask')
    const asked = await world.asked()
    await terminal.shows(world.line.asksPermission)
    world.line.allow(terminal)
    expect(await world.ended(asked.id)).toMatchObject({ state: 'elsewhere' })
    expect(await world.decide(asked.id, { decision: 'deny' })).toMatchObject({ status: 409 })
    await world.turnEnds(terminal)
    expect(existsSync(world.file('permitted'))).toBe(true)
  }, 120_000)
})

/** opencode as a server, in the project of a world. */
async function serveOpencode({ line, place }: { line: CommandLine; place: Place }) {
  const { words, env } = line.command(place)
  const port = freePort()
  const child = Bun.spawn([...words, 'serve', '--port', String(port)], {
    cwd: place.project,
    env: { ...environmentOf(place), ...env },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'ignore',
  })
  const url = `http://127.0.0.1:${port}`
  const ask = async <T>(path: string, body?: object) => {
    const answer = await fetch(url + path, {
      signal: AbortSignal.timeout(patienceMs),
      ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    const said = await answer.text()
    return (said === '' ? null : JSON.parse(said)) as T
  }
  let said = ''
  void (async () => {
    for await (const chunk of child.stdout) said += new TextDecoder().decode(chunk)
  })()
  await until('it listens', () => said.includes('listening'), patienceMs)
  // Requests that come the moment it listens may hang.
  await Bun.sleep(3_000)
  const { id } = await ask<{ id: string }>('/session', {})
  return {
    ask,
    session: id,
    prompt: (text: string) => ask(`/session/${id}/prompt_async`, { parts: [{ type: 'text', text }] }),
    kill: () => child.kill('SIGKILL'),
  }
}

describe('opencode', () => {
  test('is allowed, denied and asked a question as a person decides on the page, where it is a server', async () => {
    await using world = await openWorld('opencode')
    const opencode = await serveOpencode(world)
    await opencode.prompt('please act:ask')
    const asked = await world.asked()
    expect(asked).toMatchObject({
      door: 'server',
      kind: 'command',
      key: opencode.session,
      action: { kind: 'command', command: 'touch permitted' },
      folder: world.place.project,
      decisions: ['allow-once', 'allow-always', 'deny'],
      always: 'bash: touch *, which is wider than what it asks for now',
    })
    expect(await world.decide(asked.id, { decision: 'deny', reason: 'Not on a Friday.' })).toMatchObject({
      status: 200,
    })
    await world.turnEnds()
    expect(existsSync(world.file('permitted'))).toBe(false)
    expect(await world.ended(asked.id)).toMatchObject({ state: 'answered', decision: 'deny' })

    await opencode.prompt('please act:question')
    const question = await world.asked()
    expect(question).toMatchObject({ kind: 'question', questions: [{ id: '0', text: 'Which colour?' }] })
    expect(await world.decide(question.id, { decision: 'allow-once', answers: { '0': ['Blue'] } })).toMatchObject({
      status: 200,
    })
    await world.turnEnds()

    await opencode.prompt('please act:ask')
    const third = await world.asked()
    await opencode.ask(`/permission/${third.id.replace('server.', '')}/reply`, { reply: 'once' })
    expect(await world.ended(third.id)).toMatchObject({ state: 'elsewhere', decision: 'allow-once' })
    expect(await world.decide(third.id, { decision: 'deny' })).toMatchObject({ status: 409 })
    await world.turnEnds()
    expect(existsSync(world.file('permitted'))).toBe(true)

    await opencode.prompt('please act:ask')
    const fourth = await world.asked()
    expect(await world.decide(fourth.id, { decision: 'allow-always', confirm: 'always' })).toMatchObject({
      status: 200,
    })
    await world.turnEnds()
    await opencode.prompt('please act:ask')
    await world.turnEnds()
    expect(await world.list('waiting')).toEqual([])

    await opencode.prompt('please act:question')
    const last = await world.asked()
    opencode.kill()
    expect(await world.ended(last.id)).toMatchObject({ state: 'withdrawn' })
  }, 300_000)
})

/** A port that nobody listens on just now. */
function freePort(): number {
  const server = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: () => new Response() })
  const { port } = server
  server.stop(true)
  return port!
}
