import { expect, test } from 'bun:test'
import { Elysia } from 'elysia'
import { createActionGate } from '../audit/action-gate.ts'
import { createAudit } from '../audit/audit.ts'
import { markCaller } from '../auth/caller.ts'
import type { Role } from '../auth/role.ts'
import { callerAs } from '../auth/testing/caller-as.ts'
import { createCosts } from '../costs/costs.ts'
import { createReportContext } from '../costs/reports/report-context.ts'
import { createCrons } from '../crons/crons.ts'
import { problems } from '../http/errors.ts'
import { createRoleGate } from '../http/roles.ts'
import { agent, filled, session, usage } from '../indexing/testing/filled.ts'
import { localReader } from '../lib/json.ts'
import { setAll } from '../lib/replace-all.ts'
import { sessionsIn } from '../sessions/testing/sessions-in.ts'
import { storeInMemory } from '../store/testing/store-in-memory.ts'
import type { AgentDetails } from './agent.ts'
import { createAgents } from './agents.ts'
import type { AgentEvent } from './events.ts'
import { createLooks } from './looks.ts'
import { agentReads } from './reads.ts'
import { agentRoutes } from './routes.ts'

const now = Date.UTC(2026, 10, 20, 12)
const here = { host: 'here', timezone: 'UTC', now: () => now }

function start(store = storeInMemory('wheelhouse')) {
  const { index } = filled([
    agent('main', { name: 'Clawdia' }),
    session('ops.x', { parentKey: 'agent:main:main', parentAgentId: 'openclaw:main', lastAt: now - 1_000 }),
    usage('main.a', { at: now - 1_000, model: 'large', loggedUsd: 2, tokens: { input: 1 } }),
  ])
  const sessions = sessionsIn(index, here)
  const known = new Map<string, string>()
  const agents = createAgents(
    index,
    sessions,
    createCosts(createReportContext(index, here)),
    createCrons(index, here),
    { ...here, looks: known },
  )
  const reader = localReader(agentReads(agents))
  const events: AgentEvent[] = []
  const looks = createLooks({
    store,
    reader,
    now: () => now,
    publish: (event) => events.push(event),
    changed: (changes) => setAll(known, changes),
  })
  setAll(known, looks.all())
  const audit = createAudit(store, { now: () => now, publish() {} })
  const { gate, enforce } = createRoleGate()
  const app = new Elysia()
    .use(problems(() => {}))
    .use(gate)
    .use(agentRoutes({ reader, looks, actionGate: createActionGate(audit) }))
  enforce(app)
  async function send(method: string, path: string, body: unknown, role: Role | 'nobody') {
    const request = new Request(`http://localhost/api/agents${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (role !== 'nobody') markCaller(request, () => callerAs(role))
    const response = await app.handle(request)
    return { status: response.status, body: (await response.json()) as AgentDetails & { detail: string } }
  }
  return {
    ask: (path: string, role: Role | 'nobody' = 'viewer') => send('GET', path, undefined, role),
    choose: (id: string, choice: unknown, role: Role = 'operator') => send('PUT', `/${id}/look`, { choice }, role),
    acts: () => audit.lines({ limit: 9 }).items.map(({ stage, action, target }) => `${stage} ${action} ${target}`),
    store,
    looks,
    events,
  }
}

const ask = (path: string, role?: Role | 'nobody') => start().ask(path, role)

test('an agent is asked for by its id, as it is or encoded', async () => {
  for (const path of ['/openclaw:main', '/openclaw%3Amain'])
    expect((await ask(path)).body).toMatchObject({
      name: 'Clawdia',
      costs: { todayUsd: 2, shareOfAllPercent: 100 },
      models: [{ model: 'large' }],
      worksWith: [{ agentId: 'openclaw:ops', count: 1 }],
    })
  expect((await ask('/openclaw:nobody')).status).toBe(404)
})

test('a screen sees how it is and what it costs, not with whom and by which model it works', async () => {
  const { body } = await ask('/openclaw:main', 'screen')
  expect(body).toMatchObject({
    name: 'Clawdia',
    costs: { todayUsd: 2 },
    models: [],
    jobs: [],
    worksWith: [],
    dearest: [],
    family: null,
  })
  expect(body.days).toHaveLength(14)
  expect((await ask('/openclaw:main', 'nobody')).status).toBe(401)
})

test('a look that a person chose is that of the agent everywhere, and said to whoever listens', async () => {
  const { ask, choose, acts, events, looks, store } = start()
  const look = 'openclaw:main~hair=bun,top=red'
  expect((await choose('openclaw%3Amain', 'hair=bun,top=red')).body).toEqual({ look } as never)
  expect((await ask('/openclaw:main')).body.look).toBe(look)
  expect((await ask('/', 'screen')).body).toMatchObject({ items: [{ look }] })
  expect(events).toMatchObject([{ kind: 'agent.changed', agent: { id: 'openclaw:main', look } }])
  expect(acts()).toEqual(['done choose the look of agent Clawdia', 'asked choose the look of agent Clawdia'])

  // The thread that reads rows does not know it.
  const [{ agent }] = events as [AgentEvent]
  const fromWorker: AgentEvent = { kind: 'agent.changed', agent: { ...agent, look: agent.id } }
  expect(looks.worn(fromWorker).agent.look).toBe(look)
  // Nor is it forgotten.
  expect((await start(store).ask('/openclaw:main')).body.look).toBe(look)

  await choose('openclaw:main', null)
  expect((await ask('/openclaw:main')).body.look).toBe('openclaw:main')
  expect(events.at(-1)).toMatchObject({ agent: { look: 'openclaw:main' } })
  expect((await start(store).ask('/openclaw:main')).body.look).toBe('openclaw:main')
})

test('only who may act chooses a look, for an agent that there is, and in the form of one', async () => {
  const { ask, choose, events } = start()
  expect((await choose('openclaw:main', 'hair=bun', 'viewer')).status).toBe(403)
  expect((await choose('openclaw:nobody', 'hair=bun')).status).toBe(404)
  for (const wrong of ['', 'hair', 'hair=<b>', 'hair=bun,hair=bob', `hair=${'x'.repeat(25)}`, 7, { hair: 'bun' }])
    expect([wrong, (await choose('openclaw:main', wrong)).status]).toEqual([wrong, 400])
  expect((await ask('/openclaw:main')).body.look).toBe('openclaw:main')
  expect(events).toEqual([])
})
