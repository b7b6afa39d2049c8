import { expect, test } from 'bun:test'
import { spawn } from 'node:child_process'
import { connect } from 'node:net'
import { join } from 'node:path'
import { recordedHome, runOnce, signIn, start, temporary } from './testing/program.ts'

/** Speaks HTTP by hand, so that Host can be anything. */
function raw(port: number, lines: string[]): Promise<string> {
  return new Promise((done) => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n`))
    socket.on('data', (bytes) => {
      text += bytes
      if (text.includes('\r\n\r\n')) socket.end()
    })
    socket.on('close', () => done(text.split('\r\n')[0] ?? ''))
    socket.on('error', () => done(text))
  })
}

test('only our own names are answered, whoever else points at this address', async () => {
  using folder = temporary('host')
  await using server = await start(folder.path)
  const port = Number(new URL(server.url).port)
  const ask = (host: string) => raw(port, ['GET /api/overview HTTP/1.1', `Host: ${host}`, 'Connection: close'])
  expect(await ask(`127.0.0.1:${port}`)).toContain(' 200 ')
  expect(await ask(`localhost:${port}`)).toContain(' 200 ')
  for (const host of ['evil.com', '127.0.0.1.evil.com', '127.evil.com', 'localhost.evil.com', 'user@127.0.0.1', ''])
    expect([host, /^HTTP\/1\.1 (421|400) /.test(await ask(host))]).toEqual([host, true])
})

test('another site may neither act, nor read, nor listen', async () => {
  using folder = temporary('origin')
  await using server = await start(folder.path)
  for (const origin of ['https://evil.com', 'null', `http://localhost:1`, 'http://127.0.0.1.evil.com']) {
    const post = await fetch(`${server.url}/api/auth/exchange`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: JSON.stringify({ code: server.code }),
    })
    const get = await fetch(`${server.url}/api/overview`, { headers: { origin } })
    expect([origin, post.status, get.status, get.headers.get('access-control-allow-origin')]).toEqual([
      origin,
      403,
      403,
      null,
    ])
    const closed = await new Promise((done) => {
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/live`, { headers: { origin } } as never)
      socket.onopen = () => done('open')
      socket.onerror = () => done('refused')
    })
    expect(closed).toBe('refused')
  }
})

test('every route refuses who has no role, and a viewer where more is needed, whatever the method', async () => {
  using folder = temporary('roles')
  const data = join(folder.path, 'data')
  const token = async (role: string) =>
    JSON.parse(
      (await runOnce(folder.path, ['token', 'create', '--role', role, '--may-act', '--json', '--data', data])).stdout,
    ).token as string
  const tokens = {
    screen: await token('screen'),
    viewer: await token('viewer'),
    operator: await token('operator'),
    admin: await token('admin'),
  }
  // With agents of its own it does not begin anew as the demo when it is asked to.
  const env = { OPENCLAW_STATE_DIR: recordedHome('2026.9.6', folder.path) }
  await using server = await start(folder.path, ['--host', '0.0.0.0'], { env })
  const url = server.url.replace('0.0.0.0', '127.0.0.1')
  type Operation = { 'x-role'?: string }
  const openapi = (await (
    await fetch(`${url}/api/openapi.json`, { headers: { authorization: `Bearer ${tokens.viewer}` } })
  ).json()) as { paths: Record<string, Record<string, Operation>> }
  const routes = Object.entries(openapi.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      role: operation['x-role']!,
    })),
  )
  expect(routes.length).toBeGreaterThan(15)
  const rank = { screen: 0, viewer: 1, operator: 2, admin: 3 }

  for (const { path, method, role } of routes) {
    expect(['anyone', 'screen', 'viewer', 'operator', 'admin']).toContain(role)
    // A link is for people: no token gets one (tests/acting.test.ts). Services are not switched from a network.
    const isRefusedAnyhow = path === '/api/auth/link' || path === '/api/controls/unlock'
    if (role === 'anyone' || (method === 'DELETE' && role === 'admin') || isRefusedAnyhow) continue
    const send = (authorization?: string) =>
      fetch(url + path.replace(/\{[^}]+\}/g, 'x'), {
        method,
        headers: { ...(authorization && { authorization: `Bearer ${authorization}` }), origin: url },
      })
    expect([method, path, 'nobody', (await send()).status]).toEqual([method, path, 'nobody', 401])
    expect([method, path, 'forged', (await send(`${tokens.admin.split('.')[0]}.AAAA`)).status]).toEqual([
      method,
      path,
      'forged',
      401,
    ])
    for (const [name, credential] of Object.entries(tokens) as [keyof typeof rank, string][]) {
      const refused = (await send(credential)).status === 403
      expect([method, path, name, refused]).toEqual([method, path, name, rank[name] < rank[role as keyof typeof rank]])
    }
  }
})

test('a link signs in once; cookie and key are both needed', async () => {
  using folder = temporary('link')
  await using server = await start(folder.path)
  const exchange = () =>
    fetch(`${server.url}/api/auth/exchange`, {
      method: 'POST',
      headers: { origin: server.url, 'content-type': 'application/json' },
      body: JSON.stringify({ code: server.code }),
    })
  const first = await exchange()
  const cookie = first.headers.get('set-cookie')!.split(';')[0]!
  const { key, role } = (await first.json()) as { key: string; role: string }
  expect([first.status, role]).toEqual([200, 'admin'])
  expect((await exchange()).status).toBe(401)
  const tokens = (headers: Record<string, string>) =>
    fetch(`${server.url}/api/tokens`, { headers }).then((answer) => answer.status)
  expect(await tokens({ cookie, 'x-wheelhouse-key': key })).toBe(200)
  expect(await tokens({ cookie })).toBe(403)
  expect(await tokens({ 'x-wheelhouse-key': key })).toBe(401)
})

test('the socket file is for its owner alone, and `wheelhouse open` makes a fresh link through it', async () => {
  using folder = temporary('open')
  await using server = await start(folder.path)
  const { mode } = await Bun.file(join(folder.path, 'data', 'wheelhouse.sock')).stat()
  expect(mode & 0o777).toBe(0o600)
  const { code, stdout } = await runOnce(folder.path, ['open', '--json', '--data', join(folder.path, 'data')])
  expect(code).toBe(0)
  const { url } = JSON.parse(stdout) as { url: string }
  expect(url).toStartWith(`${server.url}/#`)
  expect(url).not.toBe(server.link)
})

test('on loopback another user of this machine is nobody until they sign in', async () => {
  if (process.getuid?.() !== 0) return
  using folder = temporary('user')
  await using server = await start(folder.path)
  expect((await fetch(`${server.url}/api/overview`)).status).toBe(200)
  // The executable itself can run a line of script, as whoever starts it.
  const ask = `console.log((await fetch('${server.url}/api/overview')).status)`
  const other = spawn(join(folder.path, 'alone', 'wheelhouse'), ['-e', ask], {
    uid: 65_534,
    gid: 65_534,
    cwd: '/',
    env: { BUN_BE_BUN: '1', HOME: '/nonexistent' },
  })
  let said = ''
  other.stdout.on('data', (text) => {
    said += text
  })
  await new Promise((done) => other.on('close', done))
  expect(said.trim()).toBe('401')
})

test('a revoked token closes its sockets within a second', async () => {
  using folder = temporary('revoke')
  const data = ['--data', join(folder.path, 'data')]
  const { id, token } = JSON.parse(
    (await runOnce(folder.path, ['token', 'create', '--role', 'viewer', '--json', ...data])).stdout,
  )
  await using server = await start(folder.path)
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/live`, {
    headers: { authorization: `Bearer ${token}` },
  } as never)
  await new Promise((done) => {
    socket.onmessage = done
  })
  socket.send(JSON.stringify({ type: 'subscribe', topics: ['overview'] }))
  const closed = new Promise<number>((done) => {
    socket.onclose = (event) => done(event.code)
  })
  const headers = {
    ...(await signIn(server, { code: server.code })),
    origin: server.url,
    'content-type': 'application/json',
  }
  const revoked = await fetch(`${server.url}/api/tokens/${id}`, {
    method: 'DELETE',
    headers,
    body: JSON.stringify({ confirm: 'viewer' }),
  })
  expect(revoked.status).toBe(200)
  expect(await Promise.race([closed, Bun.sleep(1_000).then(() => 'still open')])).toBe(4001)
})

test('errors are problem+json with an id, and every answer carries the security headers', async () => {
  using folder = temporary('problem')
  await using server = await start(folder.path)
  const answer = await fetch(`${server.url}/api/sessions/none`)
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
  const problem = (await answer.json()) as Record<string, unknown>
  expect(problem).toMatchObject({ status: 404, code: 'not-found' })
  expect(problem.requestId).toBe(answer.headers.get('x-request-id'))
  for (const path of ['/', '/api/overview', '/healthz', '/nothing.js']) {
    const { headers } = await fetch(server.url + path)
    expect([path, headers.get('x-content-type-options'), headers.get('x-frame-options')]).toEqual([
      path,
      'nosniff',
      'DENY',
    ])
  }
  const policy = (await fetch(server.url)).headers.get('content-security-policy')
  expect(policy).toContain("script-src 'self'")
  expect(policy).not.toContain('unsafe')
  expect((await fetch(`${server.url}/api/sessions?limit=1000`)).status).toBe(400)
  expect((await fetch(`${server.url}/api/overview`)).headers.get('wheelhouse-seq')).toMatch(/^[\w-]+:\d+$/)
})

test('a body that is too large is refused', async () => {
  using folder = temporary('large')
  await using server = await start(folder.path)
  const answer = await fetch(`${server.url}/api/auth/sign-in`, {
    method: 'POST',
    headers: { origin: server.url, 'content-type': 'application/json' },
    body: JSON.stringify({ token: 'x'.repeat(2 << 20) }),
  })
  expect(answer.status).toBe(413)
})

test('the description of the API is made without a word on the terminal, and knows what each route takes', async () => {
  using folder = temporary('openapi')
  await using server = await start(folder.path)
  const before = server.output()
  const { paths } = await server.ask<{ paths: Record<string, Record<string, { parameters?: { name: string }[] }>> }>(
    '/api/openapi.json',
  )
  const names = paths['/api/sessions/']?.get ?? paths['/api/sessions']?.get
  expect(names?.parameters?.map(({ name }) => name)).toContain('sort')
  expect(server.output()).toBe(before)
})

test('on each loopback address our own user looks on, and on a network nobody does without a token', async () => {
  for (const host of ['127.0.0.1', 'localhost', '::1', '[::1]']) {
    using folder = temporary('loopback')
    await using server = await start(folder.path, ['--host', host])
    expect([host, (await fetch(`${server.url}/api/overview`)).status]).toEqual([host, 200])
  }
  for (const host of ['0.0.0.0', '::']) {
    using folder = temporary('network')
    const data = ['--data', join(folder.path, 'data')]
    const { stdout } = await runOnce(folder.path, ['token', 'create', '--role', 'screen', '--json', ...data])
    const { token } = JSON.parse(stdout) as { token: string }
    await using server = await start(folder.path, ['--host', host])
    const port = new URL(server.url).port
    for (const name of ['127.0.0.1', 'localhost', ...(host === '::' ? ['[::1]'] : [])]) {
      const ask = (headers: Record<string, string>) =>
        fetch(`http://${name}:${port}/api/overview`, { headers }).then(({ status }) => status)
      expect([host, name, await ask({}), await ask({ authorization: `Bearer ${token}` })]).toEqual([
        host,
        name,
        401,
        200,
      ])
    }
  }
})
