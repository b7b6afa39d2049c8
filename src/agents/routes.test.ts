import { expect, test } from 'bun:test'
import { Elysia } from 'elysia'
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
import { sessionsIn } from '../sessions/testing/sessions-in.ts'
import type { AgentDetails } from './agent.ts'
import { createAgents } from './agents.ts'
import { agentReads } from './reads.ts'
import { agentRoutes } from './routes.ts'

const now = Date.UTC(2026, 10, 20, 12)
const here = { host: 'here', timezone: 'UTC', now: () => now }

async function ask(path: string, role: Role | 'nobody' = 'viewer') {
  const { index } = filled([
    agent('main', { name: 'Clawdia' }),
    session('ops.x', { parentKey: 'agent:main:main', parentAgentId: 'openclaw:main', lastAt: now - 1_000 }),
    usage('main.a', { at: now - 1_000, model: 'large', loggedUsd: 2, tokens: { input: 1 } }),
  ])
  const sessions = sessionsIn(index, here)
  const agents = createAgents(
    index,
    sessions,
    createCosts(createReportContext(index, here)),
    createCrons(index, here),
    here,
  )
  const { gate, enforce } = createRoleGate()
  const app = new Elysia()
    .use(problems(() => {}))
    .use(gate)
    .use(agentRoutes(localReader(agentReads(agents))))
  enforce(app)
  const request = new Request(`http://localhost/api/agents${path}`)
  if (role !== 'nobody') markCaller(request, () => callerAs(role))
  const response = await app.handle(request)
  return { status: response.status, body: (await response.json()) as AgentDetails }
}

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
