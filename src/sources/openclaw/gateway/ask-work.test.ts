import { expect, test } from 'bun:test'
import { askWork } from './ask-work.ts'
import { deviceFrom } from './device.ts'
import { type Behaviour, fakeGateway } from './testing/fake-gateway.ts'

async function asked(behaviour: Behaviour, methods = ['gateway.restart.preflight']) {
  using gateway = fakeGateway({ hello: { features: { methods } }, ...behaviour })
  const target = {
    home: '/home/user/.openclaw',
    url: gateway.url,
    credential: { token: 'secret' },
    device: deviceFrom(Buffer.alloc(32, 1).toString('base64url')),
    version: '1',
    platform: 'linux',
    isTheGateway: () => true,
  }
  const work = await askWork(target, { challengeMs: 300, callMs: 200 }).catch((error: Error) => error.message)
  return { work, calls: gateway.asked.map(({ method, params }) => `${method} ${params.scopes ?? ''}`.trim()) }
}
const answering = (payload: object): Behaviour => ({ answers: { 'gateway.restart.preflight': () => ({ payload }) } })

test('a gateway is asked with the right to read alone what a restart would interrupt', async () => {
  const blockers = [{ kind: 'background-exec', count: 2, message: '2 active background exec session(s)', more: {} }]
  expect(await asked(answering({ safe: false, blockers, summary: 'restart deferred' }))).toEqual({
    work: [{ kind: 'background-exec', count: 2, words: '2 active background exec session(s)' }],
    calls: ['connect operator.read', 'gateway.restart.preflight'],
  })
})

test('a version that does not know the question is not asked', async () =>
  expect(await asked({}, ['health'])).toEqual({ work: null, calls: ['connect operator.read'] }))

test('whatever else it says, nothing is thrown but a sentence, and nothing is kept without bounds', async () => {
  const silent = await asked({ answers: { 'gateway.restart.preflight': () => 'silence' } })
  expect(silent.work).toBe('The gateway does not say what goes on in it.')
  expect((await asked(answering({ blockers: 'many' }))).work).toBe('The gateway does not say what goes on in it.')
  const hostile = [null, 7, {}, { kind: 'task', count: -1, message: 'x' }, { kind: 'task', count: 1 }]
  expect((await asked(answering({ blockers: hostile }))).work).toEqual([])
  const many = Array.from({ length: 200 }, () => ({ kind: 'task', count: 1, message: 'x'.repeat(500) }))
  const { work } = await asked(answering({ blockers: many }))
  expect(work).toHaveLength(40)
  // The sign that something was left out comes on top.
  expect((work as { words: string }[])[0]!.words.length).toBeLessThanOrEqual(201)
})
