import { expect, test } from 'bun:test'
import { createSignal } from 'solid-js'
import { createFakeServer } from '../../testing/fake-server.ts'
import { type CostsQuestion, createCostsPage } from './create-costs-page.ts'

const server = createFakeServer()

const thirtyDays: CostsQuestion = {
  days: { since: '2026-10-22', until: '2026-11-20' },
  filter: {},
  timezone: 'UTC',
  today: '2026-11-20',
  stack: 'model',
  by: 'session',
}

async function open() {
  const [question, setQuestion] = createSignal<CostsQuestion>()
  const [spentUsd, setSpentUsd] = createSignal(1)
  const page = server.within(() => createCostsPage(question, spentUsd))
  await server.settled()
  const ask = async (changes: Partial<CostsQuestion> = {}) => {
    setQuestion({ ...thirtyDays, ...changes })
    await server.settled()
  }
  return { page, ask, setSpentUsd }
}

test('nothing is asked until it is known what to ask, then everything in one request', async () => {
  const { page, ask } = await open()
  expect(server.requests).toHaveLength(0)
  await ask({ filter: { agent: 'openclaw:main' } })
  expect(server.requests.map(({ path, query }) => [path, query])).toEqual([
    [
      '/api/costs/page',
      {
        agent: 'openclaw:main',
        since: '2026-10-22',
        until: '2026-11-20',
        timezone: 'UTC',
        stack: 'model',
        by: 'session',
      },
    ],
  ])
  await server.last().answer({ today: '2026-11-20' })
  expect([page.page()?.today, page.asked()?.filter]).toEqual(['2026-11-20', { agent: 'openclaw:main' }])
})

test('while money is spent it is asked once every two seconds', async () => {
  const { ask, setSpentUsd } = await open()
  await ask()
  await server.last().answer({})
  for (let tick = 1; tick <= 40; tick++) {
    setSpentUsd(1 + tick)
    await server.wait(100)
    if (tick % 20 === 0) await server.last().answer({})
  }
  expect(server.requests).toHaveLength(3)
})

test('the answer to the question before stays, and says what it is of', async () => {
  const { page, ask } = await open()
  await ask()
  await server.last().answer({ timezone: 'UTC' })
  await ask({ by: 'week' })
  expect([page.page()?.timezone, page.asked()?.by, page.isAsking()]).toEqual(['UTC', 'session', true])
})

test('a server that goes away is not said over a page that is there, a refusal is', async () => {
  const { page, ask } = await open()
  await ask()
  await server.last().fail()
  expect([page.problem()?.code, page.isStale()]).toEqual(['unreachable', true])
  void page.refetch()
  await server.settled()
  await server.last().answer({})
  void page.refetch()
  await server.settled()
  await server.last().fail()
  expect([page.problem(), page.isStale()]).toEqual([undefined, true])
  void page.refetch()
  await server.settled()
  await server.last().refuse(400, 'There is no time zone “Vienna”.')
  expect(page.problem()?.message).toBe('There is no time zone “Vienna”.')
})
