import { expect, test } from 'bun:test'
import { Elysia } from 'elysia'
import type { NeedRecord } from '../attention/need-record.ts'
import { markCaller } from '../auth/caller.ts'
import type { Role } from '../auth/role.ts'
import { callerAs } from '../auth/testing/caller-as.ts'
import { problems } from '../http/errors.ts'
import { createRoleGate } from '../http/roles.ts'
import { agent, filled, session, usage } from '../indexing/testing/filled.ts'
import { fromJson, localReader } from '../lib/json.ts'
import { createReadSide } from '../reader/read-side.ts'
import { createLiveState } from '../sessions/live-state.ts'
import { createOffice } from './office.ts'
import { officeReads } from './reads.ts'
import { membersAt, type Replay } from './replay.ts'
import { officeRoutes } from './routes.ts'
import { approvalOf, minute } from './testing/sample-facts.ts'

const now = Date.UTC(2026, 10, 20, 12)
const ago = (minutes: number) => now - minutes * minute

const settings = {
  host: 'here',
  timezone: 'UTC',
  subscriptions: [],
  budgetUsd: null,
  budgets: [],
  blockLimit: { usd: null, tokens: null },
  contexts: {},
}

/** The routes over an index with a day of Clawdia, who hands something to Scout and waits for somebody. */
function start() {
  const call = (name: string, minutes: number) => usage(name, { at: ago(minutes), model: 'large', loggedUsd: 1 })
  const { index } = filled([
    agent('main', { name: 'Clawdia' }),
    agent('scout', { name: 'Scout' }),
    agent('idler', { name: 'Idler' }),
    session('main.a', {
      key: 'agent:main:main',
      title: 'the secret pump',
      startedAt: ago(120),
      lastAt: ago(1),
      status: 'running',
      lastRole: 'assistant',
      stopReason: 'toolUse',
      openTool: 'exec',
      channel: 'telegram',
    }),
    ...[119, 117, 90, 88, 4, 2].map((minutes) => call('main.a', minutes)),
    session('scout.b', {
      title: 'secret search',
      sessionKind: 'subagent',
      parentKey: 'agent:main:main',
      parentAgentId: 'openclaw:main',
      startedAt: ago(90),
      lastAt: ago(80),
      endedAt: ago(80),
      status: 'done',
    }),
    ...[88, 84, 80].map((minutes) => call('scout.b', minutes)),
    session('scout.c', {
      title: 'secret failure',
      startedAt: ago(60),
      lastAt: ago(58),
      endedAt: ago(58),
      status: 'failed',
      reason: 'a secret error',
    }),
    call('scout.c', 59),
  ])
  const side = createReadSide(index, settings, { liveState: createLiveState(), now: () => now })
  const reader = localReader(officeReads(side))
  const need: NeedRecord = {
    key: 'k',
    id: 'openclaw.main.a',
    kind: 'waiting',
    agentId: 'openclaw:main',
    title: null,
    reason: 'asks a secret question',
    since: ago(117),
    openedAt: ago(117),
    settledAt: ago(100),
    settledHow: 'answered',
    aside: null,
  }
  const office = createOffice({
    readRows: async () => fromJson(await reader.officeRows(undefined)),
    sessionsOf: async (ids) => side.sessions.byIds(ids),
    readTranscript: async () => ({ kind: 'unknown' }) as never,
    approvals: () => [],
    bus: { on: () => () => {} },
    publish() {},
    isWatched: () => false,
    timezone: 'UTC',
    now: () => now,
    onError(error) {
      throw error
    },
  })
  const { gate, enforce } = createRoleGate()
  const app = new Elysia()
    .use(problems(() => {}))
    .use(gate)
    .use(
      officeRoutes({
        office,
        reader,
        approvals: {
          between: () => [
            approvalOf({ sessionId: null, agentId: 'openclaw:idler', askedAt: ago(50), endedAt: ago(45) }),
          ],
          keptFrom: () => ago(50),
        },
        attention: { between: () => [need], keptFrom: () => ago(600) },
        now: () => now,
      }),
    )
  enforce(app)
  return async (path: string, role: Role | 'nobody' = 'viewer') => {
    const request = new Request(`http://localhost/api/office${path}`)
    if (role !== 'nobody') markCaller(request, () => callerAs(role))
    const response = await app.handle(request)
    return { status: response.status, body: await response.json() }
  }
}

const day = `/replay?since=${ago(180)}&until=${now}`

test('the office says who is there and how, and a screen hears no word of it', async () => {
  const ask = start()
  expect((await ask('/')).body).toMatchObject({
    at: now,
    members: [
      { id: 'openclaw:idler', state: 'asleep' },
      {
        id: 'openclaw:main',
        name: 'Clawdia',
        state: 'running',
        tool: 'exec',
        channel: 'telegram',
        witness: 'store',
        costTodayUsd: 6,
      },
      { id: 'openclaw:scout', state: 'asleep' },
    ],
  })
  const { body } = await ask('/', 'screen')
  expect(body).toMatchObject({ members: [{}, { state: 'running', tool: null }, {}] })
  expect(JSON.stringify(body)).not.toContain('secret')
})

test('nobody without a role sees it', async () => {
  const ask = start()
  for (const path of ['/', day]) expect((await ask(path, 'nobody')).status).toBe(401)
})

test('a replay is the day out of what is kept', async () => {
  const replay = (await start()(day)).body as Replay
  const statesAt = (minutes: number) =>
    Object.fromEntries(membersAt(replay, ago(minutes)).map(({ name, state }) => [name, state]))
  expect(replay).toMatchObject({
    since: ago(180),
    until: now,
    kept: { workFrom: ago(119), waitsFrom: ago(600) },
    thinnedToMs: null,
  })
  expect(statesAt(150)).toEqual({ Clawdia: 'unknown', Scout: 'unknown', Idler: 'unknown' })
  expect(statesAt(118)).toMatchObject({ Clawdia: 'running', Scout: 'asleep' })
  expect(statesAt(110)).toMatchObject({ Clawdia: 'waiting' })
  expect(statesAt(99)).toMatchObject({ Clawdia: 'idle' })
  expect(statesAt(89)).toEqual({ Clawdia: 'running', Scout: 'running', Idler: 'asleep', 'secret search': 'running' })
  expect(statesAt(79)).toEqual({ Clawdia: 'idle', Scout: 'finished', Idler: 'asleep' })
  expect(statesAt(57)).toMatchObject({ Scout: 'failed' })
  expect(statesAt(48)).toMatchObject({ Idler: 'waiting' })
  expect(statesAt(3)).toMatchObject({ Clawdia: 'running' })
  expect(statesAt(0.01)).toMatchObject({ Clawdia: 'running', Scout: 'asleep', Idler: 'asleep' })
  expect(membersAt(replay, ago(89)).find(({ kind }) => kind === 'subagent')).toMatchObject({
    parentId: 'openclaw:main',
    sessionId: 'openclaw.scout.b',
  })
})

test('a replay says what agents had cost by then', async () => {
  const replay = (await start()(day)).body as Replay
  const costAt = (minutes: number) =>
    membersAt(replay, ago(minutes)).find(({ name }) => name === 'Clawdia')!.costTodayUsd
  expect([150, 118, 60, 0].map(costAt)).toEqual([null, null, 4, 6])
})

test('a replay says where something mattered', async () => {
  const { events } = (await start()(day)).body as Replay
  expect(events.map(({ at, kind, id, text }) => [(now - at) / minute, kind, id, text])).toEqual([
    [117, 'waits', 'openclaw:main', 'asks a secret question'],
    [100, 'answered', 'openclaw:main', 'asks a secret question'],
    [90, 'began', 'openclaw.scout.b', 'secret search'],
    [80, 'finished', 'openclaw.scout.b', 'secret search'],
    [58, 'failed', 'openclaw:scout', 'a secret error'],
    [50, 'waits', 'openclaw:idler', 'wants to run rm -rf build'],
    [45, 'answered', 'openclaw:idler', 'wants to run rm -rf build'],
  ])
})

test('a replay has no word of what it was about for a screen', async () => {
  const { status, body } = await start()(day, 'screen')
  expect(status).toBe(200)
  expect((body as Replay).moments.length).toBeGreaterThan(5)
  expect(JSON.stringify(body)).not.toMatch(/secret|rm -rf/)
})

test('a time that is too long, the wrong way round, still to come or none is refused', async () => {
  const ask = start()
  const between = (since: unknown, until: unknown) => ask(`/replay?since=${since}&until=${until}`)
  expect((await between(ago(26 * 60), now)).status).toBe(200)
  for (const [since, until] of [
    [ago(26 * 60) - 1, now],
    [now, ago(10)],
    [now + 1, now + minute],
    [now, now],
    ['x', now],
    ['', ''],
    [-5, now],
    ['1e400', now],
  ])
    expect([since, (await between(since, until)).status]).toEqual([since, 400])
})
