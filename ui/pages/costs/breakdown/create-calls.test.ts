import { expect, test } from 'bun:test'
import { createSignal } from 'solid-js'
import type { Breakdown } from '../../../../src/costs/reports/breakdown.ts'
import { createFakeServer } from '../../../testing/fake-server.ts'
import { createCalls } from './create-calls.ts'

const server = createFakeServer()

const page = (ids: string, nextCursor: string | null) =>
  ({ items: ids.split(' ').map((id) => ({ id })), nextCursor }) as unknown as Breakdown

async function open() {
  const [scope, setScope] = createSignal({ timezone: 'UTC', since: '2026-11-20', until: '2026-11-20' })
  const [breakdown, setBreakdown] = createSignal(page('d c', 'c1'))
  const calls = server.within(() => createCalls(scope, breakdown))
  await server.settled()
  const ids = () =>
    calls
      .items()
      .map(({ id }) => id)
      .join(' ')
  return { calls, setScope, setBreakdown, ids }
}

test('the first calls come with the breakdown, and are not asked for', async () => {
  const { ids, calls } = await open()
  expect([ids(), calls.hasMore(), server.requests.length]).toEqual(['d c', true, 0])
})

test('more of them go on where those end', async () => {
  const { ids, calls } = await open()
  void calls.more()
  void calls.more()
  await server.settled()
  expect(server.requests.map(({ path, query }) => [path, query.cursor, query.since])).toEqual([
    ['/api/costs/rows', 'c1', '2026-11-20'],
  ])
  await server.last().answer(page('b a', null))
  expect([ids(), calls.hasMore()]).toEqual(['d c b a', false])
})

test('newer calls stand in front, and none of those that were there is lost', async () => {
  const { ids, calls, setBreakdown } = await open()
  void calls.more()
  await server.settled()
  await server.last().answer(page('b a', null))
  setBreakdown(page('f e', 'e1'))
  setBreakdown(page('g f', 'f1'))
  expect(ids()).toBe('g f e d c b a')
})

test('more of another figure is not shown in this one', async () => {
  const { ids, calls, setScope, setBreakdown } = await open()
  void calls.more()
  await server.settled()
  const late = server.last()
  setBreakdown(page('z', null))
  setScope({ timezone: 'UTC', since: '2026-11-01', until: '2026-11-20' })
  await late.answer(page('b a', null))
  expect(ids()).toBe('z')
})

test('why there are no more is said, and they can be asked for again', async () => {
  const { ids, calls } = await open()
  void calls.more()
  await server.settled()
  await server.last().refuse(500, 'It broke.')
  expect([ids(), calls.problem()?.message, calls.hasMore(), calls.isFetching()]).toEqual([
    'd c',
    'It broke.',
    true,
    false,
  ])
})
