import { describe, expect, test } from 'bun:test'
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Approval } from '../../src/approvals/approval.ts'
import type { ApprovalAnswer, ApprovalRuntime } from '../../src/facts/approval.ts'
import { type CommandLine, commandLines, environmentOf, openCommandLine, type Place } from '../states/command-lines.ts'
import { endAll } from '../states/moments.ts'
import { installHooksAs } from '../states/observe.ts'
import { startScriptedModel } from '../states/scripted-model.ts'
import { openApprover } from '../testing/approver.ts'
import { type Running, signIn, start, temporary, until } from '../testing/program.ts'

/**
 * Real command lines ask for approval in their terminals, and a person answers them in a real Chromium. Every command
 * line is installed into the cache; what belongs to one that cannot be is left out, with the reason.
 */
const patienceMs = 60_000

const lineOf = (runtime: ApprovalRuntime) => commandLines.find((line) => line.runtime === runtime)!

/** Whether a command line is not there and cannot be installed; the reason is said. */
function isLeftOut(runtime: ApprovalRuntime): boolean {
  try {
    lineOf(runtime).command({ home: '', project: '', modelUrl: '' })
    return false
  } catch (error) {
    process.stderr.write(`${runtime} is left out: ${(error as Error).message}\n`)
    return true
  }
}

async function openWorld(runtime: ApprovalRuntime, adjust: (place: Place) => void = () => {}) {
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
  adjust(place)
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
  const person = await openApprover(server, headers)
  await person.takePart(runtime, true)
  const list = async (state: string) => (await server.ask<{ items: Approval[] }>(`/api/approvals?state=${state}`)).items

  return {
    line,
    place,
    model,
    list,
    open: () => openCommandLine(line, place),
    /** The one request that waits. */
    asked: (isWanted: (approval: Approval) => boolean = () => true) =>
      until(
        'a request waits for a decision',
        async () => (await list('waiting')).find((one) => one.isReachable && isWanted(one)),
        patienceMs,
      ),
    person,
    /** As a page that is too late does. */
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
      await person.comeBack(server, headers)
    },
    file: (name: string) => join(place.project, name),
    async [Symbol.asyncDispose]() {
      endAll(place)
      await person[Symbol.asyncDispose]()
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

const tookIt = (runtime: string, did: string) => `You ${did}, and ${runtime} took it.`

describe.skipIf(isLeftOut('claude-code'))('Claude Code', () => {
  const took = (did: string) => tookIt('Claude Code', did)

  test('is denied with words, allowed with another command, for the session and always, as a person presses on the page', async () => {
    await using world = await openWorld('claude-code')
    const { person } = world
    const terminal = await world.open()
    await terminal.type('please act:ask')
    const asked = await world.asked()
    expect(asked).toMatchObject({
      door: 'hook',
      kind: 'command',
      action: { kind: 'command', command: 'touch permitted' },
      folder: world.place.project,
      decisions: ['allow-once', 'allow-session', 'allow-always', 'deny'],
      atExpiry: 'asked in the terminal',
      takesCommand: true,
    })
    // The prompt of the terminal is there all the while.
    await terminal.shows(world.line.asksPermission)
    expect(await person.denyWith(asked, 'Not on a Friday.')).toBe(took('denied it'))
    await world.turnEnds(terminal)
    expect(terminal.screen()).toContain('Not on a Friday.')
    expect(existsSync(world.file('permitted'))).toBe(false)
    expect(await world.ended(asked.id)).toMatchObject({ state: 'answered', decision: 'deny' })

    terminal.forget()
    await terminal.type('please act:ask')
    const second = await world.asked()
    expect(second.id).not.toBe(asked.id)
    expect(await person.allowInstead(second, 'touch edited')).toBe(took('allowed it once'))
    await world.turnEnds(terminal)
    expect([existsSync(world.file('edited')), existsSync(world.file('permitted'))]).toEqual([true, false])

    terminal.forget()
    await terminal.type('please act:ask')
    const rule = 'Bash(touch permitted), until this session ends'
    expect(await person.allowFurther(await world.asked(), 'Allow for this session', rule)).toBe(
      took('allowed it for the session'),
    )
    await world.turnEnds(terminal)
    expect(existsSync(world.file('permitted'))).toBe(true)
    expect(existsSync(world.file('.claude/settings.local.json'))).toBe(false)
    terminal.forget()
    await terminal.type('please act:ask')
    await world.turnEnds(terminal)
    expect(await world.list('waiting')).toEqual([])
    expect(person.errors()).toEqual([])
  }, 240_000)

  test('is always allowed as a person confirms on the page: the rule that was shown is written, and it asks no more', async () => {
    await using world = await openWorld('claude-code')
    const terminal = await world.open()
    await terminal.type('please act:ask')
    const rule = 'Bash(touch permitted), in .claude/settings.local.json of the project'
    expect(await world.person.allowFurther(await world.asked(), 'Always allow', rule)).toBe(took('always allowed it'))
    await world.turnEnds(terminal)
    expect(existsSync(world.file('permitted'))).toBe(true)
    expect(readFileSync(world.file('.claude/settings.local.json'), 'utf8')).toContain('Bash(touch permitted)')
    terminal.forget()
    await terminal.type('please act:ask')
    await world.turnEnds(terminal)
    expect(await world.list('waiting')).toEqual([])
  }, 240_000)

  test('has its questions answered with an option, and with words of one’s own', async () => {
    await using world = await openWorld('claude-code')
    const terminal = await world.open()
    await terminal.type('please act:question')
    const asked = await world.asked()
    expect(asked).toMatchObject({ kind: 'question', decisions: ['allow-once', 'deny'] })
    expect(asked.questions[0]).toMatchObject({ text: 'Which colour?', takesSeveral: false, takesText: true })
    expect(await world.person.choose(asked, 'Blue')).toBe(took('answered it'))
    await world.turnEnds(terminal)
    expect(terminal.screen()).toContain('Blue')

    terminal.forget()
    await terminal.type('please act:question')
    expect(await world.person.answerWith(await world.asked(), 'Sea green')).toBe(took('answered it'))
    await world.turnEnds(terminal)
    expect(terminal.screen()).toContain('Sea green')
  }, 180_000)

  test('has a plan refused with words, and the next one accepted', async () => {
    await using world = await openWorld('claude-code', ({ home }) =>
      writeFileSync(join(home, '.claude', 'settings.json'), JSON.stringify({ permissions: { defaultMode: 'plan' } })),
    )
    const terminal = await world.open()
    await terminal.type('please act:plan')
    // The plan is written down a moment after it is asked about.
    const asked = await world.asked(({ action }) => action !== null)
    expect(asked).toMatchObject({ kind: 'plan', isCut: false, decisions: ['allow-once', 'allow-session', 'deny'] })
    await world.person.card(asked).getByText('Hoist the sail').waitFor()
    expect(await world.person.denyWith(asked, 'Reef it first.')).toBe(took('denied it'))
    await world.turnEnds(terminal)
    expect(terminal.screen()).toContain('Reef it first.')

    terminal.forget()
    await terminal.type('please act:plan')
    expect(await world.person.goOn(await world.asked(({ action }) => action !== null))).toBe(took('allowed it once'))
    await world.turnEnds(terminal)
  }, 180_000)

  test('is answered at its keyboard: the card ends, and a late answer is told so', async () => {
    await using world = await openWorld('claude-code')
    const terminal = await world.open()
    await terminal.type('please act:ask')
    const asked = await world.asked()
    await world.person.card(asked).waitFor()
    // A key that is pressed before the prompt is there is lost.
    await terminal.shows(world.line.asksPermission)
    terminal.press('escape')
    await world.person.card(asked).getByText('answered it in another place').waitFor()
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
    expect(await world.person.allow(again)).toBe(took('allowed it once'))
    await world.turnEnds(terminal)
    expect(existsSync(world.file('permitted'))).toBe(true)
  }, 120_000)
})

describe.skipIf(isLeftOut('codex'))('Codex', () => {
  const took = (did: string) => tookIt('Codex', did)

  test('is denied, allowed, and always allowed as a person presses on the page', async () => {
    await using world = await openWorld('codex')
    const { person } = world
    const terminal = await world.open()
    await terminal.type('please act:ask')
    const asked = await world.asked()
    expect(asked).toMatchObject({
      door: 'daemon',
      kind: 'command',
      action: { kind: 'command', command: 'touch permitted' },
      folder: world.place.project,
      reason: 'May I?',
      decisions: ['allow-once', 'allow-session', 'allow-always', 'deny'],
    })
    await terminal.shows(world.line.asksPermission)
    expect(await person.deny(asked)).toBe(took('denied it'))
    await world.turnEnds(terminal)
    expect(existsSync(world.file('permitted'))).toBe(false)
    expect(await world.ended(asked.id)).toMatchObject({ state: 'answered', decision: 'deny' })

    await terminal.type('please act:ask')
    const second = await world.asked()
    expect(second.id).not.toBe(asked.id)
    expect(await person.allow(second)).toBe(took('allowed it once'))
    await world.turnEnds(terminal)
    expect(existsSync(world.file('permitted'))).toBe(true)

    await terminal.type('please act:ask')
    const rule = 'every command that begins with “touch permitted”, in the rules of Codex'
    expect(await person.allowFurther(await world.asked(), 'Always allow', rule)).toBe(took('always allowed it'))
    await world.turnEnds(terminal)
    await terminal.type('please act:ask')
    await world.turnEnds(terminal)
    expect(await world.list('waiting')).toEqual([])
    expect(person.errors()).toEqual([])
  }, 240_000)

  test('is allowed a command for the session, and asks for it no more', async () => {
    await using world = await openWorld('codex')
    const terminal = await world.open()
    await terminal.type('please act:ask')
    const rule = 'the same command, until this session ends'
    expect(await world.person.allowFurther(await world.asked(), 'Allow for this session', rule)).toBe(
      took('allowed it for the session'),
    )
    await world.turnEnds(terminal)
    await terminal.type('please act:ask')
    await world.turnEnds(terminal)
    expect(await world.list('waiting')).toEqual([])
  }, 120_000)

  test('is denied a change of a file, and allowed it, whose diff stands on the page', async () => {
    await using world = await openWorld('codex', ({ home }) => {
      const file = join(home, '.codex', 'config.toml')
      writeFileSync(file, readFileSync(file, 'utf8').replace('workspace-write', 'read-only'))
    })
    const terminal = await world.open()
    await terminal.type('please act:edit')
    const asked = await world.asked()
    expect(asked).toMatchObject({ kind: 'edit', decisions: ['allow-once', 'allow-session', 'deny'], isCut: false })
    await world.person.card(asked).getByText('Ahoy').waitFor()
    expect(await world.person.deny(asked)).toBe(took('denied it'))
    await world.turnEnds(terminal)
    expect(existsSync(world.file('log.txt'))).toBe(false)

    await terminal.type('please act:edit')
    expect(await world.person.allow(await world.asked())).toBe(took('allowed it once'))
    await world.turnEnds(terminal)
    expect(readFileSync(world.file('log.txt'), 'utf8')).toBe('Ahoy\n')

    rmSync(world.file('log.txt'))
    await terminal.type('please act:edit')
    const rule = 'changes of the same files, until this session ends'
    expect(await world.person.allowFurther(await world.asked(), 'Allow for this session', rule)).toBe(
      took('allowed it for the session'),
    )
    await world.turnEnds(terminal)
    rmSync(world.file('log.txt'))
    await terminal.type('please act:edit')
    await world.turnEnds(terminal)
    expect(readFileSync(world.file('log.txt'), 'utf8')).toBe('Ahoy\n')
    expect(await world.list('waiting')).toEqual([])
  }, 240_000)

  test('has its question answered', async () => {
    await using world = await openWorld('codex')
    const terminal = await world.open()
    await terminal.type('please act:question')
    const asked = await world.asked()
    expect(asked).toMatchObject({ kind: 'question', decisions: ['allow-once'] })
    expect(asked.questions[0]).toMatchObject({ id: 'colour', text: 'Which colour?' })
    expect(await world.person.choose(asked, 'Blue')).toBe(took('answered it'))
    await world.turnEnds(terminal)
    expect(await world.ended(asked.id)).toMatchObject({ state: 'answered' })
  }, 120_000)

  test('is answered at its keyboard: the card ends, and a late answer is told so', async () => {
    await using world = await openWorld('codex')
    const terminal = await world.open()
    await terminal.type('please act:ask')
    const asked = await world.asked()
    await world.person.card(asked).waitFor()
    await terminal.shows(world.line.asksPermission)
    world.line.allow(terminal)
    await world.person.card(asked).getByText('answered it in another place').waitFor()
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

describe.skipIf(isLeftOut('opencode'))('opencode', () => {
  const took = (did: string) => tookIt('opencode', did)

  test('is denied with words, answered and allowed for the session as a person presses on the page, where it is a server', async () => {
    await using world = await openWorld('opencode')
    const { person } = world
    const opencode = await serveOpencode(world)
    await opencode.prompt('please act:ask')
    const asked = await world.asked()
    expect(asked).toMatchObject({
      door: 'server',
      kind: 'command',
      key: opencode.session,
      action: { kind: 'command', command: 'touch permitted' },
      folder: world.place.project,
      decisions: ['allow-once', 'allow-session', 'deny'],
    })
    expect(await person.denyWith(asked, 'Not on a Friday.')).toBe(took('denied it'))
    await world.turnEnds()
    expect(existsSync(world.file('permitted'))).toBe(false)
    expect(await world.ended(asked.id)).toMatchObject({ state: 'answered', decision: 'deny' })

    await opencode.prompt('please act:question')
    const question = await world.asked()
    expect(question).toMatchObject({ kind: 'question', questions: [{ id: '0', text: 'Which colour?' }] })
    expect(await person.choose(question, 'Blue')).toBe(took('answered it'))
    await world.turnEnds()

    await opencode.prompt('please act:ask')
    const third = await world.asked()
    await person.card(third).waitFor()
    await opencode.ask(`/permission/${third.id.replace('server.', '')}/reply`, { reply: 'once' })
    await person.card(third).getByText('allowed it once in another place').waitFor()
    expect(await world.ended(third.id)).toMatchObject({ state: 'elsewhere', decision: 'allow-once' })
    expect(await world.decide(third.id, { decision: 'deny' })).toMatchObject({ status: 409 })
    await world.turnEnds()
    expect(existsSync(world.file('permitted'))).toBe(true)

    await opencode.prompt('please act:ask')
    const rule = 'bash: touch *, which is wider than what it asks for now, until opencode ends'
    expect(await person.allowFurther(await world.asked(), 'Allow for this session', rule)).toBe(
      took('allowed it for the session'),
    )
    await world.turnEnds()
    await opencode.prompt('please act:ask')
    await world.turnEnds()
    expect(await world.list('waiting')).toEqual([])

    await opencode.prompt('please act:question')
    const last = await world.asked()
    opencode.kill()
    await person.card(last).getByText('its run or process ended').waitFor()
    expect(await world.ended(last.id)).toMatchObject({ state: 'withdrawn' })

    // What it calls “always” is gone with its process, as the page said.
    const again = await serveOpencode(world)
    await again.prompt('please act:ask')
    expect(await person.deny(await world.asked())).toBe(took('denied it'))
    await world.turnEnds()
    expect(person.errors()).toEqual([])
  }, 300_000)
})

describe.skipIf(isLeftOut('gemini'))('Gemini CLI', () => {
  test('has its prompt shown with what it asks and where, without a button, until somebody has answered in the terminal', async () => {
    await using world = await openWorld('gemini')
    const { person, line } = world
    const terminal = await world.open()
    await terminal.type('please act:ask')
    const asked = await world.asked()
    expect(asked).toMatchObject({
      door: 'terminal',
      kind: 'command',
      action: { kind: 'command', command: 'touch permitted' },
      folder: world.place.project,
      decisions: [],
    })
    expect(asked.place).toMatch(/^the terminal of Gemini CLI, process \d+ \(pts\/\d+\)$/)
    await terminal.shows(line.asksPermission)
    await person.card(asked).getByText(`This can only be answered in ${asked.place}.`).waitFor()
    expect(
      await person
        .card(asked)
        .getByRole('button', { name: /Allow|Deny/ })
        .count(),
    ).toBe(0)
    expect(await world.decide(asked.id, { decision: 'deny' })).toMatchObject({ status: 400 })
    line.allow(terminal)
    await person.card(asked).getByText('answered it in another place').waitFor()
    expect(await world.ended(asked.id)).toMatchObject({ state: 'elsewhere', decision: null })
    await world.turnEnds(terminal)
    expect(existsSync(world.file('permitted'))).toBe(true)

    rmSync(world.file('permitted'))
    terminal.forget()
    await terminal.type('please act:ask')
    const second = await world.asked()
    await terminal.shows(line.asksPermission)
    terminal.press('escape')
    expect(await world.ended(second.id)).toMatchObject({ state: 'elsewhere', decision: null })
    expect(existsSync(world.file('permitted'))).toBe(false)

    terminal.forget()
    await terminal.type('please act:ask')
    const third = await world.asked()
    terminal.kill()
    expect(await world.ended(third.id)).toMatchObject({ state: expect.stringMatching(/withdrawn|elsewhere/) })
    expect(person.errors()).toEqual([])
  }, 240_000)
})

/** A port that nobody listens on just now. */
function freePort(): number {
  const server = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: () => new Response() })
  const { port } = server
  server.stop(true)
  return port!
}
