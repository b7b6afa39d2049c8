import { expect, test } from 'bun:test'
import { createFakeServer } from '../testing/fake-server.ts'
import { api, ask, askAt } from './api.ts'
import { isUnavailable, type Problem } from './problem.ts'

const server = createFakeServer()

/** What becomes of a request that is settled so. */
async function failure(settle: (request: ReturnType<typeof server.last>) => Promise<void>) {
  const asked = ask(api.costs.today.get()).catch((problem: Problem) => problem)
  await server.settled()
  await settle(server.last('/api/costs/today'))
  const { status, code, message } = (await asked) as Problem
  return { status, code, message }
}

test('a refusal is the server’s sentence with its status', async () => {
  expect(await failure((request) => request.refuse(404, 'There is no such day.'))).toEqual({
    status: 404,
    code: 'refused',
    message: 'There is no such day.',
  })
})

test('a server that does not answer is said to be away', async () => {
  const { status, code, message } = await failure((request) => request.fail())
  expect([status, code, message]).toEqual([0, 'unreachable', expect.stringContaining('does not answer')])
})

test('an error without a sentence is said with its status', async () => {
  expect((await failure((request) => request.refuse(500, ''))).message).toBe('Wheelhouse answered with an error (500).')
})

test('what may pass by itself is told from what does not', async () => {
  const of = async (settle: Parameters<typeof failure>[0]) => isUnavailable((await failure(settle)) as Problem)
  expect([
    await of((request) => request.fail()),
    await of((request) => request.refuse(503, 'Wheelhouse is stopping.')),
    await of((request) => request.refuse(500, 'It broke.')),
    await of((request) => request.refuse(404, 'There is none.')),
  ]).toEqual([true, true, false, false])
})

test('an answer comes with the position to listen from', async () => {
  const asked = askAt(api.costs.today.get())
  await server.settled()
  await server.last('/api/costs/today').answer({ timezone: 'UTC' }, { 'wheelhouse-seq': 'e1:42' })
  expect(await asked).toMatchObject({ data: { timezone: 'UTC' }, epoch: 'e1', seq: 42 })
})
