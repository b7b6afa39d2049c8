import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { isAgentAbove, type Running, runOnce, signIn, start, temporary, until } from './testing/program.ts'

type Answer = { status: number; body: Record<string, unknown> }
type Route = { method: string; path: string; acts: boolean }

/** Every route that changes something, as the server itself lists them. */
async function actingRoutes(server: Running): Promise<Route[]> {
  const { paths } = await server.ask<{
    paths: Record<string, Record<string, { 'x-acts'?: boolean; 'x-role'?: string }>>
  }>('/api/openapi.json')
  return Object.entries(paths)
    .flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({
        method: method.toUpperCase(),
        path: path.replace(/\{[^}]+\}/g, 'aaaaaaaaaaaa'),
        acts: operation['x-acts'] !== false,
        role: operation['x-role'],
      })),
    )
    .filter(({ method, role }) => method !== 'GET' && role !== 'anyone')
}

const answerOf = async (response: Response): Promise<Answer> => ({
  status: response.status,
  body: (await response.json()) as Record<string, unknown>,
})

/** What marks the tools of each runtime. */
const shells = {
  'Claude Code': { CLAUDECODE: '1', CLAUDE_PID: '1' },
  Codex: { CODEX_THREAD_ID: 'a' },
  Gemini: { GEMINI_CLI: '1' },
  opencode: { OPENCODE_PID: '1' },
  OpenClaw: { OPENCLAW_SHELL: 'exec' },
}

/** Asks through the socket file in a process of its own, as an agent's shell does with whatever is at hand. */
async function askAs(env: Record<string, string>, folder: string, method: string, path: string, body: unknown) {
  const script = `
    const answer = await fetch('http://localhost${path}', { unix: '${join(folder, 'data', 'wheelhouse.sock')}',
      method: '${method}', headers: { 'content-type': 'application/json' },
      ${method === 'GET' ? '' : `body: JSON.stringify(${JSON.stringify(body)}),`} })
    console.log(JSON.stringify({ status: answer.status, body: await answer.json() }))`
  const { stdout } = await runOnce(folder, ['-e', script], { env: { BUN_BE_BUN: '1', ...env } })
  return JSON.parse(stdout) as Answer
}

const draft = { name: 'n', role: 'screen', command: 'wheelhouse token create', confirm: 'n' }

test('nothing that can be read from a file acts: a token, a page signed in with one, our own user, the socket', async () => {
  using folder = temporary('acting')
  const token = JSON.parse(
    (await runOnce(folder.path, ['token', 'create', '--role', 'admin', '--json', '--data', join(folder.path, 'data')]))
      .stdout,
  ).token as string
  await using server = await start(folder.path)
  const byToken = await signIn(server, { token })
  const origin = { origin: server.url, 'content-type': 'application/json' }
  const routes = await actingRoutes(server)
  expect(routes.filter(({ acts }) => acts).map(({ path }) => path)).toContain('/api/tokens')

  for (const { method, path, acts } of routes) {
    if (path === '/api/demo') continue
    const send = (headers: Record<string, string>) =>
      fetch(server.url + path, { method, headers: { ...origin, ...headers }, body: JSON.stringify(draft) }).then(
        answerOf,
      )
    const about = `${method} ${path}`
    const answers = {
      token: await send({ authorization: `Bearer ${token}` }),
      'page by token': await send(byToken),
      'our user': await send({}),
    }
    for (const [who, { status }] of Object.entries(answers))
      expect([about, who, status]).toEqual([about, who, status === 409 ? 409 : 403])
    if (!acts) continue
    expect([about, (await askAs({}, folder.path, method, path, draft)).body.code]).toEqual([
      about,
      'terminal-unconfirmed',
    ])
  }
  const { items } = await fetch(`${server.url}/api/tokens`, { headers: byToken }).then((answer) => answer.json())
  expect(items).toHaveLength(1)
})

test('the shell of an agent gets no rights, whatever it asks for; it is on record, and a person is told', async () => {
  using folder = temporary('agent-shell')
  await using server = await start(folder.path)
  const person = await signIn(server, { code: server.code })
  const routes = await actingRoutes(server)
  for (const [name, env] of Object.entries(shells)) {
    for (const { method, path } of routes) {
      if (path === '/api/demo') continue
      const { status, body } = await askAs(env, folder.path, method, path, draft)
      expect([name, path, status, String(body.detail)]).toEqual([
        name,
        path,
        403,
        expect.stringContaining(`${name}’s shell`),
      ])
    }
    // It may look on, as any process of this user may.
    expect((await askAs(env, folder.path, 'GET', '/api/overview', null)).status).toBe(200)
    expect((await askAs(env, folder.path, 'GET', '/api/tokens', null)).status).toBe(403)
    const opened = await runOnce(folder.path, ['open', '--json', '--data', join(folder.path, 'data')], { env })
    expect([name, opened.code, opened.stdout]).toEqual([name, 2, ''])
  }

  const ask = <T>(path: string) => fetch(server.url + path, { headers: person }).then((answer) => answer.json() as T)
  const { items: lines } = await ask<{ items: Record<string, string>[] }>('/api/audit?limit=500')
  const refused = lines.filter(({ stage, credential }) => stage === 'refused' && credential === 'agent’s shell')
  expect(refused.length).toBe(Object.keys(shells).length * (routes.length - 1 + 1))
  const { attention, verdict } = await ask<{ attention: Record<string, string>[]; verdict: { text: string } }>(
    '/api/overview',
  )
  const told = attention
    .filter(({ kind }) => kind === 'agent-asked')
    .map(({ reason }) => /refused: (.+)’s shell/.exec(reason!)?.[1])
  expect(told.toSorted()).toEqual(Object.keys(shells).toSorted())
  expect(verdict.text).toBe('5 need you')
}, 120_000)

test('what an agent starts makes no link and no token either, where no server runs', async () => {
  using folder = temporary('agent-keys')
  const data = ['--data', join(folder.path, 'data')]
  const env = shells['Claude Code']
  const made = await runOnce(folder.path, ['token', 'create', '--role', 'admin', ...data], { env })
  expect([made.code, made.stdout]).toEqual([2, ''])
  expect(made.stderr).toContain('Claude Code’s shell')
  expect((await runOnce(folder.path, ['token', 'list', ...data])).stdout).toContain('There are no tokens')
})

test('a server that an agent started prints no link', async () => {
  using folder = temporary('agent-server')
  await using server = await start(folder.path, [], { env: shells.Codex })
  expect(server.output()).toContain('Codex’s shell')
  expect(server.link).toBe('')
  // A person opens it from a terminal of their own.
  const { stdout } = await runOnce(folder.path, ['open', '--json', '--data', join(folder.path, 'data')])
  expect(JSON.parse(stdout).url).toContain('/#')
})

test('the command line acts once its code was confirmed on a signed-in page, and not where it was refused', async () => {
  using folder = temporary('confirm')
  await using server = await start(folder.path)
  const person = await signIn(server, { code: server.code })
  const headers = { ...person, origin: server.url, 'content-type': 'application/json' }
  const waiting = () =>
    until('a code waits', async () => {
      const { items } = (await (await fetch(`${server.url}/api/auth/terminals`, { headers })).json()) as {
        items: { id: string; code: string; state: string }[]
      }
      return items.find(({ state }) => state === 'waiting')
    })
  const create = () =>
    runOnce(folder.path, ['token', 'create', '--role', 'viewer', '--json', '--data', join(folder.path, 'data')])

  const creating = create()
  const { id, code } = await waiting()
  const overview = await server.ask<{ attention: { kind: string }[] }>('/api/overview')
  expect(overview.attention[0]?.kind).toBe('terminal-asks')
  expect((await fetch(`${server.url}/api/auth/terminals/${id}/confirm`, { method: 'POST', headers })).status).toBe(200)
  const made = await creating
  expect([made.code, made.stderr]).toEqual([0, expect.stringContaining(code)])
  expect(JSON.parse(made.stdout)).toMatchObject({ role: 'viewer', mayAct: false })

  const again = create()
  const next = await waiting()
  expect((await fetch(`${server.url}/api/auth/terminals/${next.id}`, { method: 'DELETE', headers })).status).toBe(200)
  expect(await again).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('refused on the page') })
})

// The shell of this test is one of an agent, where an agent runs it.
test.if(!isAgentAbove())('a terminal that was confirmed acts again without a code', async () => {
  using folder = temporary('terminal')
  await using server = await start(folder.path)
  const headers = { ...(await signIn(server, { code: server.code })), origin: server.url }
  const command = `${join(folder.path, 'alone', 'wheelhouse')} token create --role screen --data ${join(folder.path, 'data')}`
  let shown = ''
  const shell = Bun.spawn(['sh', '-c', `${command} && ${command} && echo both were made`], {
    env: { PATH: process.env.PATH!, HOME: folder.path },
    terminal: {
      data(_, bytes) {
        shown += new TextDecoder().decode(bytes)
      },
    },
  })
  const code = await until('the code is shown', () => /the code (\S+) on/.exec(shown)?.[1])
  const { items } = (await (await fetch(`${server.url}/api/auth/terminals`, { headers })).json()) as {
    items: { id: string; code: string; command: string }[]
  }
  expect(items.map(({ code, command }) => [code, command])).toEqual([
    [code, expect.stringContaining('token create --role screen')],
  ])
  await fetch(`${server.url}/api/auth/terminals/${items[0]!.id}/confirm`, { method: 'POST', headers })
  await until('both were made', () => shown.includes('both were made'))
  expect(shown.match(/confirm the code/g)).toHaveLength(1)
  await shell.exited
})

test('a token that a person gave the right acts by itself, and what acted is on record', async () => {
  using folder = temporary('script')
  await using server = await start(folder.path)
  const person = { ...(await signIn(server, { code: server.code })), origin: server.url }
  const post = (path: string, body: unknown, headers: Record<string, string>) =>
    fetch(server.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const made = await post('/api/tokens', { name: 'script', role: 'admin', mayAct: true }, person)
  const bearer = { authorization: `Bearer ${((await made.json()) as { token: string }).token}` }
  expect((await post('/api/tokens', { name: 'by script', role: 'screen' }, bearer)).status).toBe(200)
  // A link and a code are for people: neither does it make one nor does it confirm one.
  expect((await post('/api/auth/terminals/aaaaaaaaaaaa/confirm', {}, bearer)).status).toBe(403)

  const { items } = (await (await fetch(`${server.url}/api/audit`, { headers: person })).json()) as {
    items: Record<string, string>[]
  }
  const credentials = items.filter(({ action }) => action === 'create token').map(({ credential }) => credential)
  expect([...new Set(credentials)]).toEqual(['token', 'signed-in browser'])
})
