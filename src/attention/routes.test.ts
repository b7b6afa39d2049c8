import { expect, test } from 'bun:test'
import { Elysia } from 'elysia'
import { createActionGate } from '../audit/action-gate.ts'
import { createAudit } from '../audit/audit.ts'
import { type Caller, markCaller } from '../auth/caller.ts'
import { callerAs } from '../auth/testing/caller-as.ts'
import { createCrons } from '../crons/crons.ts'
import { problems } from '../http/errors.ts'
import { createRoleGate } from '../http/roles.ts'
import { agent, filled, session } from '../indexing/testing/filled.ts'
import { localReader } from '../lib/json.ts'
import { sessionsIn } from '../sessions/testing/sessions-in.ts'
import { message, tool } from '../sources/common/transcript/items.ts'
import { storeInMemory } from '../store/testing/store-in-memory.ts'
import { createAttention } from './attention.ts'
import { needsOf } from './need.ts'
import { attentionReads } from './reads.ts'
import { attentionRoutes } from './routes.ts'
import type { SetAside } from './set-aside.ts'

const now = Date.UTC(2026, 10, 20, 12)

/** The routes over an index with two failed sessions of Clawdia, asked by somebody. */
function start() {
  const { index } = filled([
    agent('main', { name: 'Clawdia' }),
    session('main.a', { title: 'Zeta', lastAt: now - 60_000, status: 'failed', reason: 'credit balance is too low' }),
    session('main.b', { title: 'Alpha', lastAt: now - 120_000, status: 'failed', reason: 'overloaded' }),
  ])
  const here = { host: 'here', timezone: 'UTC', now: () => now }
  const sessions = sessionsIn(index, here)
  const crons = createCrons(index, here)
  const store = storeInMemory('wheelhouse')
  const audit = createAudit(store, { now: () => now, publish() {} })
  const attention = createAttention({
    store,
    now: () => now,
    timezone: 'UTC',
    publish() {},
    changed() {},
    jobsByIds: () => [],
    onError(error) {
      throw error
    },
  })
  const needs = () => needsOf(sessions.since(0), [], now)
  attention.observe(needs())
  const { gate, enforce } = createRoleGate()
  const bugs: unknown[] = []
  let transcriptsRead = 0
  const app = new Elysia()
    .use(problems((error) => bugs.push(error)))
    .use(gate)
    .use(
      attentionRoutes({
        attention,
        openNeeds: () => attention.items(needs()),
        reader: localReader(attentionReads({ sessions, crons })),
        readTranscript: async () => {
          transcriptsRead++
          return {
            kind: 'page',
            page: {
              items: [message(1, 'assistant', 'Now the pump.'), tool(2, 'c', 'exec', { command: 'make pump' })],
              nextCursor: '',
              previousCursor: null,
              complete: true,
              missing: null,
              start: 0,
              end: 0,
              size: 0,
            },
          }
        },
        actionGate: createActionGate(audit),
        agentNames: () => [{ id: 'openclaw:main', name: 'Clawdia' }],
        now: () => now,
        timezone: 'UTC',
      }),
    )
  const routes = enforce(app)

  async function ask<Answer = Record<string, unknown>>(
    method: string,
    path: string,
    { body, as = callerAs('operator') }: { body?: unknown; as?: Caller | null } = {},
  ) {
    const request = new Request(`http://localhost/api/needs${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    if (as) markCaller(request, () => as)
    const response = await app.handle(request)
    return { status: response.status, body: (await response.json()) as Answer }
  }
  const keyOf = (title: string) => attention.items(needs()).find((item) => item.title === title)!.key
  const aside = async (query = '') => (await ask<SetAside>('GET', `/aside?${query}`)).body
  return { ask, keyOf, aside, audit, store, bugs, routes, reads: () => transcriptsRead }
}

const acts = (key: string) =>
  [
    [`/${key}/dismiss`, undefined],
    [`/${key}/snooze`, { until: 'hour' }],
    [`/${key}/ignore`, undefined],
    [`/${key}/bring-back`, undefined],
    ['/show-again', { kind: 'failed', subject: 'openclaw:main' }],
  ] as const

test('every route is one of these, and each is refused to whoever may not', async () => {
  const { ask, keyOf, audit, routes } = start()
  const key = keyOf('Zeta')
  expect(
    routes
      .map(({ route }) => route)
      .filter((route) => route.startsWith('POST '))
      .sort(),
  ).toEqual(
    acts(':key')
      .map(([path]) => `POST /api/needs${path}`)
      .sort(),
  )
  for (const [path, body] of acts(key)) {
    expect([path, (await ask('POST', path, { body, as: null })).status]).toEqual([path, 401])
    for (const as of [callerAs('screen'), callerAs('viewer'), callerAs('admin', { id: 'token:a', mayAct: false })])
      expect([path, as.role, (await ask('POST', path, { body, as })).status]).toEqual([path, as.role, 403])
  }
  for (const path of ['/', '/aside']) {
    expect([path, (await ask('GET', path, { as: callerAs('screen') })).status]).toEqual([path, 403])
    expect([path, (await ask('GET', path, { as: callerAs('viewer') })).status]).toEqual([path, 200])
  }
  expect(audit.lines({ limit: 9 }).items.filter(({ stage }) => stage === 'done')).toEqual([])
})

test('each act is on record with who did it and to what, and is found where it was put', async () => {
  const { ask, keyOf, aside, audit } = start()
  const key = keyOf('Zeta')
  expect((await ask('POST', `/${key}/dismiss`)).status).toBe(200)
  expect((await aside()).dismissed).toMatchObject([{ key, title: 'Zeta', aside: { by: 'a', byId: 'sign-in:a' } }])
  expect((await ask<{ items: object[] }>('GET', '/')).body.items).toHaveLength(1)
  expect((await ask('POST', `/${key}/bring-back`)).status).toBe(200)
  expect((await ask('POST', `/${key}/snooze`, { body: { until: 'tomorrow' } })).status).toBe(200)
  expect((await aside()).snoozed).toMatchObject([{ key, aside: { until: Date.UTC(2026, 10, 21, 9) } }])
  expect((await ask('POST', `/${keyOf('Alpha')}/ignore`)).status).toBe(200)
  expect((await aside()).ignored).toMatchObject([{ kind: 'failed', subject: 'openclaw:main', hidden: 2 }])
  expect((await ask('POST', '/show-again', { body: { kind: 'failed', subject: 'openclaw:main' } })).status).toBe(200)
  const done = audit.lines({ limit: 99 }).items.filter(({ stage }) => stage === 'done')
  expect(done.map(({ action, target }) => `${action}, ${target}`)).toEqual([
    'show a kind of need again, failed: openclaw:main',
    'always ignore a kind of need, failed: Alpha',
    'snooze a need, failed: Zeta',
    'bring back a need, failed: Zeta',
    'dismiss a need, failed: Zeta',
  ])
})

test('what is known beside the list: the rows, and how a session ended so far', async () => {
  const { ask, reads } = start()
  const { body } = await ask<{
    sessions: { id: string; witness: string }[]
    last: Record<string, object>
  }>('GET', '/')
  expect(body.sessions.map(({ id, witness }) => [id, witness])).toEqual([
    ['openclaw.main.b', 'store'],
    ['openclaw.main.a', 'store'],
  ])
  expect(body.last['openclaw.main.a']).toEqual({
    call: { tool: 'exec', words: 'make pump', isCommand: true, at: 2 },
    words: { text: 'Now the pump.', at: 1 },
  })
  // Nothing was written since, so nothing is read again.
  await ask('GET', '/')
  expect(reads()).toBe(2)
})

test('what was set aside is found by its agent, its title and its error, as far back as is asked', async () => {
  const { ask, keyOf, aside } = start()
  await ask('POST', `/${keyOf('Zeta')}/dismiss`)
  const found = async (query: string) => (await aside(query)).dismissed.length
  for (const q of ['clawdia', 'ZETA', 'credit', 'zeta%20clawdia', 'stopped', 'no%20credit%20left'])
    expect([q, await found(`q=${q}`)]).toEqual([q, 1])
  expect(await found('q=alpha')).toBe(0)
  expect(await found('days=30')).toBe(1)
})

test('bad input is refused with a sentence', async () => {
  const { ask, keyOf, bugs } = start()
  const key = keyOf('Zeta')
  for (const [path, body, status] of [
    ['/x/dismiss', undefined, 400],
    ['/%00/dismiss', undefined, 400],
    ['/0123456789abcdef/dismiss', undefined, 404],
    [`/${key}/snooze`, undefined, 400],
    [`/${key}/snooze`, { until: 'yesterday' }, 400],
    [`/${key}/snooze`, { until: now - 1 }, 400],
    ['/show-again', { kind: 'x', subject: 'a' }, 400],
    ['/show-again', { kind: 'failed', subject: 'x'.repeat(1_001) }, 400],
  ] as const) {
    const { status: answered, body: problem } = await ask('POST', path, { body })
    expect([path, answered, typeof problem.detail]).toEqual([path, status, 'string'])
  }
  for (const path of ['/aside?days=0', '/aside?days=31', `/aside?q=${'x'.repeat(201)}`])
    expect([path, (await ask('GET', path)).status]).toEqual([path, 400])
  expect(bugs).toEqual([])
})

test('where nothing can be written it is said so, and nothing was done', async () => {
  const { ask, keyOf, store, bugs } = start()
  const key = keyOf('Zeta')
  store.$client.run('PRAGMA query_only = ON')
  const { status, body } = await ask('POST', `/${key}/dismiss`)
  expect([status, body.detail]).toEqual([503, expect.stringContaining('the data folder cannot be written')])
  store.$client.run('PRAGMA query_only = OFF')
  expect((await ask<{ items: object[] }>('GET', '/')).body.items).toHaveLength(2)
  expect(bugs).toEqual([])
})
