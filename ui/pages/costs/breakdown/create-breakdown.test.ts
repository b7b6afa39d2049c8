import { expect, test } from 'bun:test'
import { createSignal } from 'solid-js'
import { createFakeServer } from '../../../testing/fake-server.ts'
import type { Scope } from './breakdown-id.ts'
import { createBreakdown, createSessionBreakdown } from './create-breakdown.ts'

const server = createFakeServer()

const today = { timezone: 'UTC', since: '2026-11-20', until: '2026-11-20' }
const breakdown = (calls: number) => ({ breakdown: { totals: { calls } } })

test('a figure is asked for in one request, and once every two seconds while money is spent', async () => {
  const [spentUsd, setSpentUsd] = createSignal(1)
  const query = server.within(() => createBreakdown(() => ({ ...today, agent: 'openclaw:main' }), spentUsd))
  await server.settled()
  expect(server.requests.map(({ path, query }) => [path, query])).toEqual([
    ['/api/costs/breakdown', { ...today, agent: 'openclaw:main' }],
  ])
  await server.last().answer(breakdown(1))
  for (let tick = 0; tick < 20; tick++) {
    setSpentUsd((usd) => usd + 1)
    await server.wait(100)
  }
  expect(server.requests).toHaveLength(2)
  await server.last().answer(breakdown(2))
  expect(query.data()?.breakdown.totals.calls).toBe(2)
})

test('one figure is not shown under the name of another', async () => {
  const [scope, setScope] = createSignal<Scope>(today)
  const query = server.within(() => createBreakdown(scope, () => 0))
  await server.settled()
  const late = server.last()
  setScope({ ...today, model: 'm' })
  await server.settled()
  await late.answer(breakdown(1))
  expect(query.data()).toBeUndefined()
  await server.last().answer(breakdown(2))
  setScope(today)
  expect(query.data()).toBeUndefined()
})

test('a session of a figure is asked for with one of its calls: only its sums are shown', async () => {
  server.within(() =>
    createSessionBreakdown(
      () => today,
      () => 'openclaw.main.a',
    ),
  )
  await server.settled()
  expect([server.last().path, server.last().query]).toEqual([
    '/api/costs/rows',
    { ...today, session: 'openclaw.main.a', limit: '1' },
  ])
})
