import { expect, test } from 'bun:test'
import { Elysia } from 'elysia'
import { z } from 'zod'
import { Refusal, type RefusalCode } from '../lib/refusal.ts'
import { problemOf, problems } from './errors.ts'

function start() {
  const logged: unknown[] = []
  const app = new Elysia()
    .use(problems((error, about) => logged.push([(error as Error).message, about.method, about.path])))
    .get('/refused', () => {
      throw new Refusal('conflict', 'It is running already.', { pid: 12 })
    })
    .get('/broken', () => {
      throw new Error('password is hunter22')
    })
    .get('/odd', () => {
      throw { status: 200, code: 'NOT_A_CODE', message: 'hunter22' }
    })
    .get('/lying', () => ({ name: 3 }) as never, { response: z.object({ name: z.string() }) })
    .post('/thing', ({ body }) => body, {
      body: z.strictObject({
        name: z.string().min(2),
        role: z.enum(['viewer', 'admin']),
        count: z.number().int().max(9).optional(),
        mail: z.email().optional(),
        tags: z
          .array(z.object({ id: z.string() }))
          .max(2)
          .optional(),
      }),
    })
    .get('/page', ({ query }) => query, { query: z.object({ limit: z.coerce.number().int().max(10) }) })
  const ask = async (path: string, init?: RequestInit) => {
    const response = await app.handle(new Request(`http://localhost${path}`, init))
    return { response, problem: await response.json() }
  }
  const post = (body: unknown) =>
    ask('/thing', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  return { ask, post, logged }
}

test('every refusal has its status', () => {
  const statuses: Record<RefusalCode, number> = {
    'bad-input': 400,
    unauthorized: 401,
    forbidden: 403,
    'wrong-host': 421,
    'wrong-origin': 403,
    'not-found': 404,
    'wrong-method': 405,
    conflict: 409,
    'terminal-unconfirmed': 403,
    'confirm-needed': 409,
    'too-large': 413,
    'too-many': 429,
    unavailable: 503,
  }
  for (const [code, status] of Object.entries(statuses))
    expect([code, problemOf(new Refusal(code as RefusalCode, 'x'), 'id').status]).toEqual([code, status])
})

test('a refusal is answered as a problem with its details', async () => {
  const { ask, logged } = start()
  const { response, problem } = await ask('/refused')
  expect(response.status).toBe(409)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(problem).toEqual({
    type: 'urn:wheelhouse:conflict',
    title: 'Not possible as things are',
    status: 409,
    detail: 'It is running already.',
    code: 'conflict',
    requestId: expect.any(String),
    pid: 12,
  })
  expect(logged).toEqual([])
})

test('details cannot change what the problem is', async () => {
  const members = { status: 200, code: 'ok', title: 'fine', detail: 'fine', requestId: 'x', type: 'x' }
  const response = problemOf(new Refusal('forbidden', 'No.', members), 'id')
  expect(response.status).toBe(403)
  expect(await response.json()).toMatchObject({ status: 403, code: 'forbidden', detail: 'No.', requestId: 'id' })
})

test('one who is told to wait is told how long', () => {
  const response = problemOf(new Refusal('too-many', 'Wait.', { retryAfterSeconds: 12 }), 'id')
  expect(response.headers.get('retry-after')).toBe('12')
})

test('a bug says nothing of itself, and is in the log under the same request', async () => {
  const { ask, logged } = start()
  for (const path of ['/broken', '/odd', '/lying']) {
    const { response, problem } = await ask(path)
    expect([path, response.status]).toEqual([path, 500])
    expect(problem.title).toBe('Something went wrong on our side')
    expect(problem.detail).toContain(problem.requestId)
    expect(JSON.stringify(problem)).not.toContain('hunter22')
    expect(JSON.stringify(problem)).not.toContain('string')
  }
  expect(logged).toHaveLength(3)
  expect(logged[0]).toEqual(['password is hunter22', 'GET', '/broken'])
})

test('wrong input is named field by field with what it should be, and not with what it was', async () => {
  const { post } = start()
  const detailOf = async (body: unknown) => {
    const { response, problem } = await post(body)
    expect(response.status).toBe(400)
    expect(problem.code).toBe('bad-input')
    return problem.detail
  }
  expect(await detailOf({ name: 'x', role: 'root' })).toBe(
    '`name` should have at least 2 characters; `role` should be "viewer" or "admin".',
  )
  expect(await detailOf({ role: 'admin' })).toBe('`name` is missing and should be a string.')
  expect(await detailOf({ name: 12, role: 'admin', count: 1.5 })).toBe(
    '`name` should be a string; `count` should be a whole number.',
  )
  expect(await detailOf({ name: 'ab', role: 'admin', count: 10, mail: 'x', secret: 'hunter22' })).toBe(
    '`count` should be at most 9; `mail` should be a valid email; the body should not have `secret`.',
  )
  expect(await detailOf({ name: 'ab', role: 'admin', tags: [{ id: 1 }] })).toBe('`tags.0.id` should be a string.')
  expect(await detailOf('"hunter22"')).toBe('the body should be an object.')
  expect(await detailOf('{"name": "hunter22')).toBe(
    'The body is not what its Content-Type says. Send JSON as application/json.',
  )
})

test('wrong input in the address is named as well', async () => {
  const { ask } = start()
  expect((await ask('/page?limit=99')).problem.detail).toBe('`limit` should be at most 10.')
})

test('nothing there is 404', async () => {
  const { response, problem } = await start().ask('/nothing')
  expect(response.status).toBe(404)
  expect(problem).toMatchObject({ code: 'not-found', detail: 'There is nothing at this address.' })
})

test('a database that takes no writes is said to people, and is no bug', async () => {
  const answerTo = async (code: string) => {
    const response = problemOf(Object.assign(new Error('sqlite'), { code }), 'r')
    return [response.status, ((await response.json()) as { detail: string }).detail.slice(0, 48)]
  }
  expect(await answerTo('SQLITE_FULL')).toEqual([503, 'This could not be kept: the disk is full. Make r'])
  for (const code of ['SQLITE_READONLY', 'SQLITE_READONLY_DBMOVED', 'SQLITE_IOERR_WRITE', 'SQLITE_CANTOPEN'])
    expect([code, ...(await answerTo(code))]).toEqual([code, 503, 'This could not be kept: the data folder cannot b'])
  expect(await answerTo('SQLITE_CONSTRAINT')).toEqual([500, expect.stringContaining('went wrong on our side')])
})
