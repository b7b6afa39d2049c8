import { expect, test } from 'bun:test'
import { createSignal } from 'solid-js'
import type { PublishedEvent } from '../../../src/app/features.ts'
import { createFakeServer } from '../../testing/fake-server.ts'
import { createAgent } from './create-agent.ts'

const server = createFakeServer()

const published = (event: object) => ({ seq: 1, at: 0, host: 'here', ...event }) as PublishedEvent

async function page(id = 'openclaw:main') {
  const [name, setName] = createSignal(id)
  const agent = server.within(() => createAgent(name))
  await server.settled()
  return { agent, setName }
}

const main = {
  id: 'openclaw:main',
  name: 'Main',
  state: 'idle',
  sessions: { latest: [{ id: 'a', state: 'idle', thirtyDays: { usd: 2, isLowerBound: false } }] },
}
const agentPath = '/api/agents/openclaw:main'

test('an agent and its latest sessions are one answer, so that its figure is the sum of what is below it', async () => {
  const { agent } = await page()
  expect(server.requests.map(({ path, query }) => [path, query])).toEqual([[agentPath, {}]])
  expect(agent.agent()).toBeUndefined()
  await server.last(agentPath).answer(main)
  expect(agent.agent()).toMatchObject(main as object)
})

test('what cannot be asked says why', async () => {
  const { agent } = await page()
  await server.last(agentPath).refuse(404, 'There is no agent with that id.')
  expect([agent.problem()?.status, agent.problem()?.message]).toEqual([404, 'There is no agent with that id.'])
})

test('another agent begins with nothing, and an answer to the one before is not taken for its own', async () => {
  const { agent, setName } = await page()
  const late = server.last(agentPath)
  setName('openclaw:research')
  await server.settled()
  await late.answer(main)
  expect(agent.agent()).toBeUndefined()
  await server.last('/api/agents/openclaw:research').answer({ ...main, id: 'openclaw:research', name: 'Research' })
  expect(agent.agent()?.name).toBe('Research')
})

test('an event is shown at once and has the whole asked for again, at most every four seconds', async () => {
  const { agent } = await page()
  await server.last(agentPath).answer(main)
  agent.onEvent(published({ kind: 'agent.changed', agent: { id: 'openclaw:main', state: 'running' } }))
  agent.onEvent(
    published({ kind: 'session.changed', session: { id: 'a', agentId: 'openclaw:main', state: 'running' } }),
  )
  expect(agent.agent()).toMatchObject({
    state: 'running',
    name: 'Main',
    sessions: { latest: [{ state: 'running', thirtyDays: { usd: 2 } }] },
  })
  await server.wait(3_999)
  expect(server.requests).toHaveLength(1)
  await server.wait(1)
  expect(server.requests).toHaveLength(2)
})

test('what happens to others asks for nothing', async () => {
  const { agent } = await page()
  await server.last(agentPath).answer(main)
  agent.onEvent(published({ kind: 'agent.changed', agent: { id: 'openclaw:research', state: 'running' } }))
  agent.onEvent(published({ kind: 'session.changed', session: { id: 'b', agentId: 'openclaw:research' } }))
  await server.wait(60_000)
  expect([agent.agent()?.state, server.requests.length]).toEqual(['idle', 1])
})
