import { expect, test } from 'bun:test'
import { Elysia } from 'elysia'
import { z } from 'zod'
import { markCaller } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import { atLeast, type Role, roles } from '../auth/role.ts'
import { callerAs } from '../auth/testing/caller-as.ts'
import { problems } from './errors.ts'
import { createRoleGate, routeRoles } from './roles.ts'
import type { SocketKind } from './sockets.ts'
import { startServer } from './testing/serve.ts'

const everybody = ['nobody', ...roles] as const
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** An app that has for every role a plain route, one with a parameter and a body, a static one, a late one and a socket. */
function start() {
  const { gate, enforce } = createRoleGate()
  const ran: string[] = []
  const body = z.object({ name: z.string() })
  const app = new Elysia().use(problems(() => {})).use(gate)
  for (const role of routeRoles) {
    const feature = new Elysia({ prefix: `/api/${role}` })
      .get('/', () => void ran.push(role), requireRole(role))
      .get('/static', 'static', requireRole(role))
      .ws('/live', { message() {}, ...requireRole(role) })
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
      feature.route(method, '/:id', () => void ran.push(role), { body, ...requireRole(role) })
    app.use(feature)
  }
  app.get('/late', () => void ran.push('admin'), requireRole('admin'))
  const routes = enforce(app)
  function send(who: (typeof everybody)[number], method: string, path: string, body?: string) {
    const headers = { 'content-type': 'application/json' }
    const request = new Request(`http://localhost${path}`, { method, headers, ...(body !== undefined && { body }) })
    if (who !== 'nobody') markCaller(request, () => callerAs(who))
    return app.handle(request)
  }
  return { app, send, ran, routes }
}

test('each role on each route with each method gets what it should, and nothing runs that should not', async () => {
  const { send, ran } = start()
  for (const who of everybody)
    for (const needed of routeRoles)
      for (const method of methods)
        for (const path of [`/api/${needed}/`, `/api/${needed}`, `/api/${needed}/static`, `/api/${needed}/12`]) {
          const reading = method === 'GET' || method === 'HEAD'
          const exists = reading !== path.endsWith('12') && (reading || !path.endsWith('static'))
          if (!exists && path.endsWith('static')) continue
          const allowed = needed === 'anyone' || (who !== 'nobody' && atLeast(who, needed as Role))
          const expected = !exists ? 404 : allowed ? 200 : who === 'nobody' ? 401 : 403
          ran.length = 0
          const response = await send(who, method, path, reading ? undefined : '{"name":"x"}')
          expect([who, method, path, response.status]).toEqual([who, method, path, expected])
          if (!allowed) expect(ran).toEqual([])
        }
})

test('one without the right learns nothing of the body a route takes', async () => {
  const { send } = start()
  for (const body of ['{}', '{"na', ''])
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expect((await send('viewer', method, '/api/admin/12', body)).status).toBe(403)
      expect((await send('nobody', method, '/api/admin/12', body)).status).toBe(401)
    }
})

test('a refusal says what to do, or which role is needed', async () => {
  const { send } = start()
  expect(await (await send('nobody', 'GET', '/api/screen')).json()).toMatchObject({
    code: 'unauthorized',
    detail: 'Open the link that `wheelhouse open` prints, or sign in with a token.',
  })
  expect(await (await send('viewer', 'GET', '/late')).json()).toMatchObject({
    code: 'forbidden',
    detail: 'This needs the role admin; you are viewer.',
    needs: 'admin',
  })
})

test('writing the address another way leads around no role', async () => {
  const { send } = start()
  const ways = ['/api/admin//', '//api/admin', '/api//admin', '/%61pi/admin', '/api/admin/?a=1', '/api/./admin']
  for (const path of [...ways, '/api/x/../admin', '/API/admin', '/api/admin#/api/anyone', '/api/admin/static/'])
    expect([path, (await send('viewer', 'GET', path)).ok]).toEqual([path, false])
})

test('a route without a role does not start, and is named', () => {
  const { gate, enforce } = createRoleGate()
  const app = new Elysia()
    .use(gate)
    .get('/a', () => 1, requireRole('viewer'))
    .get('/b', () => 1)
    .post('/c', () => 1)
  expect(() => enforce(app)).toThrow('GET /b has no role, POST /c has no role')
  const invented = new Elysia().use(gate).get('/d', () => 1, requireRole('god' as never))
  expect(() => enforce(invented)).toThrow('GET /d has no role')
  expect(() => enforce(new Elysia().use(gate).mount('/m', () => new Response()))).toThrow('/m has no role')
})

test('a route mounted before the gate does not start', () => {
  const { gate, enforce } = createRoleGate()
  const app = new Elysia().get('/early', () => 1, requireRole('admin')).use(gate)
  expect(() => enforce(app)).toThrow('GET /early is not behind the gate')
})

test('a route that comes after, and every route before it is enforced, answers nobody', async () => {
  const { gate, enforce } = createRoleGate()
  const app = new Elysia()
    .use(problems(() => {}))
    .use(gate)
    .get('/a', () => 1, requireRole('anyone'))
  const ask = async (path: string) => (await app.handle(new Request(`http://localhost${path}`))).status
  expect(await ask('/a')).toBe(500)
  enforce(app)
  expect(await ask('/a')).toBe(200)

  const another = createRoleGate()
  const late = new Elysia().use(problems(() => {})).use(another.gate)
  another.enforce(late)
  late.get('/b', () => 1, requireRole('anyone'))
  expect((await late.handle(new Request('http://localhost/b'))).status).toBe(500)
})

test('a socket is refused before it opens', async () => {
  const { app } = start()
  app.onRequest(({ request }) => {
    const role = request.headers.get('x-test-role') as Role | null
    if (role) markCaller(request, () => callerAs(role))
  })
  app.listen({ port: 0, hostname: '127.0.0.1' })
  const opens = (needed: string, role: string) =>
    new Promise<boolean>((resolve) => {
      const headers = role === 'nobody' ? {} : { 'x-test-role': role }
      const socket = new WebSocket(`ws://127.0.0.1:${app.server!.port}/api/${needed}/live`, { headers } as never)
      socket.onopen = () => resolve(true)
      socket.onerror = () => resolve(false)
    })
  for (const who of everybody)
    for (const needed of routeRoles) {
      const allowed = needed === 'anyone' || (who !== 'nobody' && atLeast(who, needed))
      expect([who, needed, await opens(needed, who)]).toEqual([who, needed, allowed])
    }
  await app.stop(true)
})

/** A kind of socket that needs a role and does nothing. */
const socketKind = (path: string, role: unknown): SocketKind => ({
  path,
  role: role as SocketKind['role'],
  maxSockets: 100,
  maxSocketsOfOne: 100,
  maxMessageBytes: 1,
  dataFor: () => ({}),
  open() {},
  message() {},
  drain() {},
  close() {},
})

test('each role at each kind of socket gets what it should, before the socket opens', async () => {
  const needed = everybody.filter((who) => who !== 'nobody')
  await using server = startServer(() => needed.map((role) => socketKind(`/api/${role}`, role)), { sameUser: false })
  for (const who of everybody)
    for (const role of needed) {
      const headers = who === 'nobody' ? {} : server.bearer(who).headers
      const expected = who === 'nobody' ? 401 : atLeast(who, role) ? 101 : 403
      expect([who, role, await server.status(`/api/${role}`, headers)]).toEqual([who, role, expected])
    }
})

test('a kind of socket without a role does not start, and is named', () => {
  for (const role of [undefined, null, '', 'anyone', 'god', 'constructor'])
    expect(() => startServer(() => [socketKind('/api/a', 'viewer'), socketKind('/api/b', role)])).toThrow(
      'Not every socket is guarded: /api/b has no role.',
    )
})
