import { expect, test } from 'bun:test'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import type { Approval } from '../src/approvals/approval.ts'
import { type Running, runOnce, signIn, start, temporary, until } from './testing/program.ts'

/**
 * A hook that waits for a decision, below something that is named as Claude Code is: who may decide, who may not, and
 * that it stays silent and succeeds whatever happens.
 */

type Held = {
  folder: string
  key?: string
  input?: object
  hold?: string
  env?: Record<string, string>
  /** Whether it runs as `claude -p`, which has no prompt in a terminal. */
  isWithoutTerminal?: boolean
}

/** A hook as Claude Code runs it: below a process of that name, through a shell, with the payload on its input. */
function holdHook({
  folder,
  key = 'one',
  input = { command: 'touch one' },
  hold = '20',
  env = {},
  isWithoutTerminal = false,
}: Held) {
  const place = join(folder, 'node_modules', '@anthropic-ai', 'claude-code')
  mkdirSync(place, { recursive: true })
  const script = join(place, 'cli.js')
  writeFileSync(
    script,
    `if (process.argv[3])
       require('node:fs').writeFileSync(
         process.argv[3] + '/' + process.pid + '.json',
         JSON.stringify({ pid: process.pid, sessionId: 'one', entrypoint: 'sdk-cli', status: 'busy' }),
       )
     const hook = Bun.spawn(['sh', '-c', process.argv[2]], { stdin: 'inherit', stdout: 'inherit', stderr: 'inherit' })
     process.exit(await hook.exited)`,
  )
  const command = `'${join(folder, 'alone', 'wheelhouse')}' hook PermissionRequest --hold ${hold}`
  const sessions = join(folder, 'claude', 'sessions')
  mkdirSync(sessions, { recursive: true })
  const child = Bun.spawn([process.execPath, script, command, ...(isWithoutTerminal ? [sessions] : [])], {
    env: { XDG_RUNTIME_DIR: folder, PATH: process.env.PATH ?? '', CLAUDECODE: '1', ...env },
    stdin: new Blob([
      JSON.stringify({
        session_id: key,
        hook_event_name: 'PermissionRequest',
        tool_name: 'Bash',
        tool_input: input,
        cwd: folder,
      }),
    ]),
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const said = Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text(), child.exited])
  return {
    pid: child.pid,
    isRunning: () => child.exitCode === null,
    ended: said.then(([out, err, code]) => ({ out, err, code })),
    kill: () => child.kill('SIGKILL'),
  }
}

const silent = { out: '', err: '', code: 0 }

async function takingPart(server: Running) {
  const headers = { ...(await signIn(server, server)), origin: server.url, 'content-type': 'application/json' }
  const send = async (path: string, body: object) =>
    (await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) })).status
  expect(await send('/api/approvals/settings/claude-code', { isOn: true, confirm: 'take part' })).toBe(200)
  const waiting = async () =>
    (await server.ask<{ items: Approval[] }>('/api/approvals?state=waiting')).items.filter((one) => one.isReachable)
  return {
    headers,
    waiting,
    asked: () => until('a request waits', async () => (await waiting())[0]),
    decide: (id: string, body: object) => send(`/api/approvals/${id}`, body),
  }
}

/** A socket beside those of Wheelhouse that says to everybody what they want to hear. */
async function fakeListener(folder: string) {
  const place = join(folder, 'wheelhouse')
  mkdirSync(place, { recursive: true, mode: 0o700 })
  const heard: string[] = []
  let calls = 0
  const server = createServer((socket: Socket) => {
    calls++
    socket.on('error', () => {})
    socket.on('data', (text) => heard.push(String(text)))
    socket.write('{"hold":true}\n{"answer":{"decision":"allow-once"}}\n')
  })
  server.listen(join(place, '1.approvals.sock'))
  await until('it listens', () => server.listening)
  return { heard, calls: () => calls, [Symbol.dispose]: () => void server.close() }
}

/** Has the executable copied to where a server would put it, without one that stays. */
async function withProgram(folder: string) {
  await runOnce(folder, ['--version'])
}

test('a person decides: the hook prints what its runtime takes, and each answer once', async () => {
  using folder = temporary('held-hook')
  await using server = await start(folder.path)
  const page = await takingPart(server)
  const hook = holdHook({ folder: folder.path, input: { command: '<b>\u001b[31mrm\u001b[0m</b>' } })
  const asked = await page.asked()
  expect(asked).toMatchObject({ kind: 'command', isCut: false, takesCommand: true })
  expect(asked.id).toMatch(/^hook\.\d+\.\d+\.[0-9a-f]{8}$/)
  expect(await page.decide(asked.id, { decision: 'deny', reason: 'No.' })).toBe(200)
  expect(await page.decide(asked.id, { decision: 'allow-once' })).toBe(409)
  expect(await hook.ended).toEqual({
    ...silent,
    out: '{"hookSpecificOutput":{"hookEventName":"PermissionRequest","decision":{"behavior":"deny","message":"No."}}}',
  })
}, 60_000)

test('what nobody can read whole, nobody can allow', async () => {
  using folder = temporary('held-hook')
  await using server = await start(folder.path)
  const page = await takingPart(server)
  const hook = holdHook({ folder: folder.path, input: { command: `echo ${'x'.repeat(1_500_000)}` } })
  const asked = await page.asked()
  expect(asked.isCut).toBe(true)
  expect(await page.decide(asked.id, { decision: 'allow-once' })).toBe(400)
  expect(await page.decide(asked.id, { decision: 'deny' })).toBe(200)
  expect((await hook.ended).out).toContain('"behavior":"deny"')
  // More than the hook reads at all is asked in the terminal alone.
  expect(await holdHook({ folder: folder.path, input: { command: 'y'.repeat(5_000_000) } }).ended).toEqual(silent)
}, 60_000)

test('a socket of somebody else decides nothing, and hears no word', async () => {
  using folder = temporary('held-hook')
  await withProgram(folder.path)
  using fake = await fakeListener(folder.path)
  expect(await holdHook({ folder: folder.path }).ended).toEqual(silent)
  expect([fake.calls(), fake.heard]).toEqual([1, []])
}, 60_000)

test('the very program decides nothing where an agent started it, or where it runs code of somebody else', async () => {
  using folder = temporary('held-hook')
  await withProgram(folder.path)
  const place = join(folder.path, 'wheelhouse')
  mkdirSync(place, { recursive: true, mode: 0o700 })
  const script = join(folder.path, 'listener.ts')
  writeFileSync(
    script,
    `Bun.listen({ unix: process.argv[2], socket: {
       open: (socket) => void socket.write('{"hold":true}\\n{"answer":{"decision":"allow-once"}}\\n'),
       data: (_, text) => console.log('heard ' + text),
     } })
     console.log('listens')`,
  )
  for (const [name, env] of [
    ['orphan', { BUN_BE_BUN: '1' }],
    ['agent', { BUN_BE_BUN: '1', CLAUDECODE: '1' }],
    ['injected', { BUN_BE_BUN: '1', LD_PRELOAD: '' }],
  ] as const) {
    const listener = Bun.spawn(
      [join(folder.path, 'alone', 'wheelhouse'), script, join(place, `${name}.approvals.sock`)],
      {
        env: { PATH: process.env.PATH ?? '', ...env },
        stdout: 'pipe',
        stderr: 'pipe',
      },
    )
    const reader = listener.stdout.getReader()
    expect([name, new TextDecoder().decode((await reader.read()).value)]).toEqual([name, 'listens\n'])
    expect([name, await holdHook({ folder: folder.path }).ended]).toEqual([name, silent])
    listener.kill()
    await listener.exited
    expect([name, (await reader.read()).done]).toEqual([name, true])
  }
}, 60_000)

test('a Wheelhouse that an agent started takes part in nothing, and says so', async () => {
  using folder = temporary('held-hook')
  await using server = await start(folder.path, [], { env: { CLAUDECODE: '1' } })
  await server.caughtUp()
  expect(server.link).toBe('')
  expect(await holdHook({ folder: folder.path }).ended).toEqual(silent)
}, 60_000)

/** Asks like the hook does, from a process that is not it, until it is let go. */
async function askAsStranger(socket: string) {
  const closed = Promise.withResolvers<void>()
  await Bun.connect({
    unix: socket,
    socket: {
      open: (open) =>
        void open.write(
          '{"runtime":"claude-code","event":"PermissionRequest","key":"one"}\n{"request":{"tool":"Bash","input":"{}","askedAt":1795889137604,"until":1795889137604,"suggestions":[]}}\n',
        ),
      data() {},
      close: () => closed.resolve(),
      error: () => closed.resolve(),
    },
    // It may be hung up on before it is told that it is connected.
  }).catch(() => closed.resolve())
  await closed.promise
}

test('a process that is not the hook is not believed, and one that names the session of another is let go', async () => {
  using folder = temporary('held-hook')
  await using server = await start(folder.path)
  const page = await takingPart(server)
  const socket = join(folder.path, 'wheelhouse', `${server.pid}.approvals.sock`)
  await until('it listens', () => existsSync(socket))
  // The socket may be there before it is listened to: it asks until it was heard.
  await until('it is said', async () => {
    await askAsStranger(socket)
    expect(await page.waiting()).toEqual([])
    const { findings } = await server.ask<{ findings: { code: string }[] }>('/api/doctor')
    return findings.some(({ code }) => code === 'approvals-strangers')
  })
}, 60_000)

/** A page that may act, for as long as it is open. */
async function openPage(server: Running, headers: Record<string, string>) {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/live`, {
    headers: { cookie: headers.cookie, origin: server.url },
  } as unknown as string[])
  const subscribed = Promise.withResolvers<void>()
  socket.onmessage = ({ data }) => String(data).includes('"subscribed"') && subscribed.resolve()
  socket.onopen = () =>
    socket.send(JSON.stringify({ type: 'subscribe', topics: ['approvals'], key: headers['x-wheelhouse-key'] }))
  await subscribed.promise
  return { close: () => socket.close() }
}

test('a Claude Code without a terminal is held only while somebody is there to answer', async () => {
  using folder = temporary('held-hook')
  await using server = await start(folder.path, [], { env: { CLAUDE_CONFIG_DIR: join(folder.path, 'claude') } })
  const page = await takingPart(server)
  const ask = () => holdHook({ folder: folder.path, hold: '500', isWithoutTerminal: true })
  // It is denied at once, as it is without us.
  expect(await ask().ended).toEqual(silent)
  expect(await page.waiting()).toEqual([])

  const open = await openPage(server, page.headers)
  const answered = await until('somebody is known to be there', async () => {
    const hook = ask()
    const asked = await Promise.race([hook.ended.then(() => undefined), page.asked().catch(() => undefined)])
    return asked && { hook, asked }
  })
  expect(answered.asked).toMatchObject({ atExpiry: 'denied' })
  expect(answered.asked.place).toStartWith('Claude Code without a terminal')
  expect(await page.decide(answered.asked.id, { decision: 'allow-once' })).toBe(200)
  expect((await answered.hook.ended).out).toContain('"behavior":"allow"')

  const left = ask()
  const { id } = await page.asked()
  open.close()
  expect(await left.ended).toEqual(silent)
  const { items } = await server.ask<{ items: Approval[] }>('/api/approvals?state=ended')
  expect(items.find((one) => one.id === id)).toMatchObject({ state: 'expired', decision: null })
}, 120_000)

test('a program that hangs holds nothing: the hook ends by itself, and its runtime asks in the terminal', async () => {
  using folder = temporary('held-hook')
  await using server = await start(folder.path)
  await takingPart(server)
  process.kill(server.pid, 'SIGSTOP')
  try {
    expect(await holdHook({ folder: folder.path, hold: '500' }).ended).toEqual(silent)
  } finally {
    process.kill(server.pid, 'SIGCONT')
  }
}, 60_000)

test('a hook survives the death of the program, and ends by itself when its time is over', async () => {
  using folder = temporary('held-hook')
  const server = await start(folder.path)
  const page = await takingPart(server)
  const brief = holdHook({ folder: folder.path, hold: '4' })
  const { id } = await page.asked()
  expect(await brief.ended).toEqual(silent)
  const ended = () => server.ask<{ items: Approval[] }>('/api/approvals?state=ended')
  const over = await until('it has ended', async () => (await ended()).items.find((one) => one.id === id))
  expect(over.state).toBe('expired')

  const held = holdHook({ folder: folder.path, hold: '30' })
  const first = (await page.asked()).id
  await server.stop('SIGKILL')
  await using again = await start(folder.path)
  const waiting = () => again.ask<{ items: Approval[] }>('/api/approvals?state=waiting')
  const asked = await until('it asks again', async () => (await waiting()).items.find(({ isReachable }) => isReachable))
  expect(asked.id).toBe(first)
  await again.stop('SIGKILL')
  expect(await held.ended).toEqual(silent)
}, 120_000)

test('garbage, silence and hanging up leave the hook silent', async () => {
  using folder = temporary('held-hook')
  await withProgram(folder.path)
  const place = join(folder.path, 'wheelhouse')
  mkdirSync(place, { recursive: true, mode: 0o700 })
  // No socket at all, a file in its place, one that nobody serves any more.
  writeFileSync(join(place, '2.approvals.sock'), 'no socket')
  for (const hold of ['20', '-1', 'x', '99999999', ''])
    expect([hold, await holdHook({ folder: folder.path, hold }).ended]).toEqual([hold, silent])
}, 60_000)
