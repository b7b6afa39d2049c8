import { expect, test } from 'bun:test'
import { Elysia } from 'elysia'
import { createActionGate } from '../audit/action-gate.ts'
import { createActs } from '../audit/acts.ts'
import { createAudit } from '../audit/audit.ts'
import { auditRoutes } from '../audit/routes.ts'
import { problemOf, problems } from '../http/errors.ts'
import { createGuard } from '../http/guard.ts'
import { createRoleGate } from '../http/roles.ts'
import { storeInMemory } from '../store/testing/store-in-memory.ts'
import { createAttempts } from './attempts.ts'
import { createAuth } from './auth.ts'
import type { Caller, Peer } from './caller.ts'
import type { Role } from './role.ts'
import { authRoutes } from './routes.ts'
import { createTerminals } from './terminals.ts'
import { callerAs } from './testing/caller-as.ts'

const host = '127.0.0.1:4747'
const origin = `http://${host}`
const stranger: Peer = { address: '10.0.0.9', port: 1 }

function start() {
  const clock = { time: 1_000_000 }
  const now = () => clock.time
  const store = storeInMemory('wheelhouse')
  const audit = createAudit(store, { now, publish() {} })
  const auth = createAuth(store, { instance: 'abcd2345' }, { now })
  const terminals = createTerminals({ now, changed() {} })
  const socketCaller: Caller = callerAs('admin', { id: 'socket', name: 'the command line' })
  const guard = createGuard({
    auth,
    boundHost: '0.0.0.0',
    allowedHosts: [],
    sameUser: () => undefined,
    socketCaller: () => socketCaller,
  })
  const logged: unknown[] = []
  const { gate, enforce } = createRoleGate()
  const app = new Elysia()
    .use(problems((error) => logged.push(error)))
    .use(gate)
    .use(
      authRoutes({
        auth,
        actionGate: createActionGate(audit),
        audit,
        attempts: createAttempts({ now }),
        terminals,
        socketClients: () => ({ mistrusted: undefined, terminal: null }),
        address: () => origin,
      }),
    )
    .use(auditRoutes({ audit, acts: createActs(store) }))
  const routes = enforce(app)

  /** As the server does it: guard, note who it is, route. */
  async function send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
    peer = stranger,
  ) {
    const request = new Request(`${origin}${path}`, {
      method,
      headers: { host, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    let response: Response
    try {
      guard.check(request, peer)
      response = await app.handle(request)
    } catch (error) {
      response = problemOf(error, 'id')
    }
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: text === '' ? undefined : JSON.parse(text),
    }
  }
  const page = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    send(method, path, body, { origin, ...headers })
  const commandLine = (method: string, path: string, body?: unknown) => send(method, path, body, {}, 'socket-file')

  /** Opens a link and returns what a browser then sends. */
  async function openLink(role: Role = 'admin') {
    const { body } = await commandLine('POST', '/api/auth/link', { role })
    const { body: signIn, headers } = await page('POST', '/api/auth/exchange', { code: body.url.split('#')[1] })
    return { cookie: headers.get('set-cookie')!.split(';')[0]!, 'x-wheelhouse-key': signIn.key as string }
  }
  const recorded = () =>
    audit
      .lines({ limit: 500 })
      .items.map(({ stage, action, target }) => `${stage}: ${action} ${target}`)
      .reverse()
  return { send, page, commandLine, openLink, recorded, clock, auth, audit, store, logged, routes }
}

test('a link signs a browser in, once, with a cookie that scripts cannot read', async () => {
  const { commandLine, page, recorded } = start()
  const { url } = (await commandLine('POST', '/api/auth/link')).body
  const code = url.split('#')[1]
  const first = await page('POST', '/api/auth/exchange', { code })
  expect(first).toMatchObject({ status: 200, body: { role: 'admin', name: 'a signed-in browser' } })
  expect(first.headers.get('set-cookie')).toMatch(
    /^wheelhouse_abcd2345=[\w.-]+; HttpOnly; SameSite=Strict; Path=\/; Max-Age=34560000$/,
  )
  expect(first.headers.get('cache-control')).toBe('no-store')
  expect(await page('POST', '/api/auth/exchange', { code })).toMatchObject({
    status: 401,
    body: { code: 'unauthorized' },
  })
  expect(recorded()).toEqual(['done: make a sign-in link admin', 'done: sign in with a link'])
})

test('behind TLS the cookie is for TLS only', async () => {
  const { page, auth } = start()
  const made = await page(
    'POST',
    '/api/auth/exchange',
    { code: auth.issueCode('viewer') },
    { origin: `https://${host}` },
  )
  expect(made.headers.get('set-cookie')).toEndWith('; Secure')
})

test('who one is, once signed in, and the cookie is renewed', async () => {
  const { page, openLink } = start()
  const browser = await openLink('operator')
  const me = await page('GET', '/api/auth/me', undefined, browser)
  expect(me.body).toEqual({
    id: expect.stringMatching(/^sign-in:/),
    role: 'operator',
    name: 'a signed-in browser',
    mayAct: true,
    byLink: true,
  })
  expect(me.headers.get('set-cookie')).toStartWith(`${browser.cookie};`)
  expect((await page('GET', '/api/auth/me', undefined, { cookie: browser.cookie })).status).toBe(401)
  expect((await page('GET', '/api/auth/me')).status).toBe(401)
})

test('a link for oneself cannot be made by less than an admin, nor by another site', async () => {
  const { send, page, openLink } = start()
  const operator = await openLink('operator')
  expect((await page('POST', '/api/auth/link', {}, operator)).status).toBe(403)
  expect((await page('POST', '/api/auth/link', {})).status).toBe(401)
  const admin = await openLink('admin')
  expect((await send('POST', '/api/auth/link', {}, { ...admin, origin: 'https://evil.com' })).body.code).toBe(
    'wrong-origin',
  )
  expect((await send('POST', '/api/auth/link', {}, admin)).body.code).toBe('wrong-origin')
})

test('a token signs a screen in with the role of the token, whatever it asks for', async () => {
  const { page, commandLine } = start()
  const { token } = (await commandLine('POST', '/api/tokens', { name: 'Wall', role: 'screen' })).body
  const signIn = await page('POST', '/api/auth/sign-in', { token: ` ${token}\n`, role: 'admin' })
  expect(signIn).toMatchObject({ status: 200, body: { role: 'screen', name: 'Wall' } })
})

test('a stale key keeps nobody from signing in again', async () => {
  const { page, auth } = start()
  const code = auth.issueCode('viewer')
  expect((await page('POST', '/api/auth/exchange', { code }, { 'x-wheelhouse-key': 'old' })).status).toBe(200)
})

test('signing out ends the sign-in and clears the cookie', async () => {
  const { page, openLink, recorded } = start()
  const browser = await openLink()
  const out = await page('POST', '/api/auth/sign-out', {}, browser)
  expect(out.status).toBe(200)
  expect(out.headers.get('set-cookie')).toStartWith(
    'wheelhouse_abcd2345=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0',
  )
  expect((await page('GET', '/api/auth/me', undefined, browser)).status).toBe(401)
  expect((await page('POST', '/api/auth/sign-out', {}, browser)).status).toBe(200)
  expect(recorded().at(-1)).toBe('done: sign out this server')
})

test('after five wrong sign-ins in a minute an address waits; a right one is let in at any time', async () => {
  const { page, clock, auth, send } = start()
  const exchange = (code: string) => page('POST', '/api/auth/exchange', { code })
  for (let good = 0; good < 10; good++) expect((await exchange(auth.issueCode('viewer'))).status).toBe(200)
  for (let wrong = 0; wrong < 3; wrong++) expect((await exchange('x')).status).toBe(401)
  for (let wrong = 0; wrong < 2; wrong++)
    expect((await page('POST', '/api/auth/sign-in', { token: 'x' })).status).toBe(401)
  const sixth = await exchange('x')
  expect(sixth).toMatchObject({ status: 429, body: { code: 'too-many' } })
  expect(sixth.headers.get('retry-after')).toBe('60')
  expect((await exchange(auth.issueCode('viewer'))).status).toBe(200)
  const elsewhere: Peer = { address: '10.0.0.10', port: 1 }
  const code = auth.issueCode('viewer')
  expect((await send('POST', '/api/auth/exchange', { code }, { origin }, elsewhere)).status).toBe(200)
  clock.time += 60_000
  expect((await exchange(auth.issueCode('viewer'))).status).toBe(200)
})

test('tokens are made, listed without their secret, and revoked when their name is typed', async () => {
  const { commandLine, send, recorded } = start()
  const made = await commandLine('POST', '/api/tokens', { name: '  Wall  ', role: 'viewer' })
  expect(made.body).toEqual({
    id: expect.any(String),
    name: 'Wall',
    role: 'viewer',
    mayAct: false,
    token: expect.any(String),
  })
  const { id, token } = made.body
  const list = await commandLine('GET', '/api/tokens')
  expect(list.body).toEqual({
    items: [{ id, name: 'Wall', role: 'viewer', mayAct: false, createdAt: 1_000_000, lastUsedAt: null }],
    nextCursor: null,
  })
  const authorization = `Bearer ${token}`
  expect((await send('GET', '/api/auth/me', undefined, { authorization })).body.role).toBe('viewer')

  for (const body of [undefined, {}, { confirm: 'wall' }, { confirm: '' }]) {
    const asked = await commandLine('DELETE', `/api/tokens/${id}`, body)
    expect(asked).toMatchObject({ status: 409, body: { code: 'confirm-needed', confirm: { phrase: 'Wall' } } })
  }
  expect((await send('GET', '/api/auth/me', undefined, { authorization })).status).toBe(200)
  expect((await commandLine('DELETE', `/api/tokens/${id}`, { confirm: 'Wall' })).body).toEqual({ id, revoked: true })
  expect((await send('GET', '/api/auth/me', undefined, { authorization })).status).toBe(401)
  expect((await commandLine('DELETE', `/api/tokens/${id}`, { confirm: 'Wall' })).status).toBe(404)
  expect(recorded()).toEqual([
    'asked: create token Wall (viewer)',
    'done: create token Wall (viewer)',
    `asked: revoke token Wall (${id})`,
    `done: revoke token Wall (${id})`,
  ])
})

test('a token draft that is wrong is named and makes nothing', async () => {
  const { commandLine, auth } = start()
  const names = ['', '   ', 'a\nb', 'x'.repeat(61), 'right\u202eleft', 7]
  for (const name of names)
    expect([name, (await commandLine('POST', '/api/tokens', { name, role: 'viewer' })).status]).toEqual([name, 400])
  for (const role of ['root', 'Admin', '', null, ['admin']])
    expect((await commandLine('POST', '/api/tokens', { name: 'n', role })).body.detail).toContain(
      '`role` should be "screen"',
    )
  for (const id of ['x', '..%2f', 'ABCDEFGHIJKL', 'abcdefghijk%00'])
    expect([id, (await commandLine('DELETE', `/api/tokens/${id}`)).status]).toEqual([id, 400])
  expect(auth.tokens()).toEqual([])
})

test('a token below admin changes nothing on any route (GHSA-564f-wx8x-878h, GHSA-4jpw-hj22-2xmc)', async () => {
  const { send, auth, routes, store } = start()
  const admin = callerAs('admin')
  const victim = auth.createToken(admin, { name: 'victim', role: 'viewer' })
  const before = () =>
    JSON.stringify([auth.tokens().length, store.$client.query('SELECT count(*) FROM sign_ins').all()])
  for (const role of ['screen', 'viewer', 'operator'] as const) {
    const { token } = auth.createToken(admin, { name: role, role })
    const state = before()
    for (const { route, role: needed } of routes) {
      const [method, path] = route.split(' ') as [string, string]
      if (method === 'GET' || method === 'HEAD' || needed === 'anyone') continue
      const bodies = [{ name: 'mine', role: 'admin' }, { confirm: 'victim' }, {}]
      for (const body of bodies) {
        const { status } = await send(method, path.replace(':id', victim.id), body, {
          authorization: `Bearer ${token}`,
        })
        expect([role, route, status]).toEqual([role, route, 403])
      }
    }
    expect(before()).toBe(state)
  }
})

test('the audit is for operators, newest first, page by page', async () => {
  const { commandLine, send, auth } = start()
  for (const name of ['a', 'b']) await commandLine('POST', '/api/tokens', { name, role: 'viewer' })
  const first = (await commandLine('GET', '/api/audit?limit=3')).body
  expect(first).toMatchObject({ items: [{ stage: 'done' }, { stage: 'asked' }, { stage: 'done' }], nextCursor: '2' })
  expect((await commandLine('GET', `/api/audit?limit=3&cursor=${first.nextCursor}`)).body).toMatchObject({
    items: [{ stage: 'asked', who: 'the command line (socket)', role: 'admin' }],
    nextCursor: null,
  })
  for (const query of ['limit=0', 'limit=501', 'limit=x', 'cursor=-1', 'cursor=1%20OR%201', 'cursor='])
    expect([query, (await commandLine('GET', `/api/audit?${query}`)).status]).toEqual([query, 400])
  const { token } = auth.createToken(callerAs('admin'), { name: 'n', role: 'viewer' })
  expect((await send('GET', '/api/audit', undefined, { authorization: `Bearer ${token}` })).status).toBe(403)
})

test('no secret is in the audit, in a refusal or in the log', async () => {
  const { commandLine, page, openLink, auth, audit, logged } = start()
  const browser = await openLink()
  const { token } = (await commandLine('POST', '/api/tokens', { name: 'n', role: 'admin' })).body
  const code = auth.issueCode('admin')
  await page('POST', '/api/auth/exchange', { code })
  const answers = [
    await page('POST', '/api/auth/exchange', { code }),
    await page('POST', '/api/auth/exchange', { code: [code], [token]: token }),
    await page('POST', '/api/auth/sign-in', { token: `${token}x` }),
    await page('POST', '/api/auth/sign-in', { tokens: token }),
    await page('GET', '/api/audit', undefined, { authorization: `Bearer ${token}x` }),
    await page('GET', `/api/tokens/${token}`, undefined, browser),
  ]
  const said = JSON.stringify([answers.map(({ text }) => text), audit.lines({ limit: 500 }), logged.map(String)])
  const secrets = [code, token.split('.')[1], browser['x-wheelhouse-key'], browser.cookie.split('.')[1]]
  for (const secret of secrets) expect(said).not.toContain(secret!)
  expect(logged).toEqual([])
})
