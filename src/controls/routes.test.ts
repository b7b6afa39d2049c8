import { expect, test } from 'bun:test'
import { callerAs } from '../auth/testing/caller-as.ts'
import { Refusal } from '../lib/refusal.ts'
import { storeInMemory } from '../store/testing/store-in-memory.ts'
import { unlockedMs } from './locks.ts'
import { type Service, verbs } from './service.ts'
import { entryOf, ledService, startControls } from './testing/start-controls.ts'

const running = { state: 'running', life: '1', pid: 1 } as const

function startQueue(closed: string | null = null) {
  const { service, handle } = ledService(running)
  return { service, handle, ...startControls([entryOf('queue', handle)], { closed }) }
}

test('a restart that comes true is done, step by step, and on record before and after', async () => {
  const { service, unlock, confirmed, ended, lines } = startQueue()
  service.obeys = () => {
    service.become({ state: 'stopping', life: '1' })
    setTimeout(() => service.become({ state: 'running', life: '2', pid: 2 }), 40)
  }
  await unlock()
  expect((await confirmed('queue', 'restart')).status).toBe(200)
  const act = await ended('queue')
  expect(act).toMatchObject({ verb: 'restart', who: 'a', outcome: 'done', exact: 'do restart' })
  expect(act.steps.map(({ name, state }) => `${name}: ${state}`)).toEqual([
    'do restart: done',
    'Stop process 1: done',
    'Start process 2: done',
    'Stay up: done',
  ])
  expect(service.asked).toEqual(['restart'])
  expect(lines()).toEqual([
    'asked unlock services for ten minutes',
    'done unlock services for ten minutes',
    'asked restart service queue',
    'done restart service queue',
  ])
})

test('a service that says yes and does nothing has failed, on the page and on record', async () => {
  const { unlock, confirmed, ended, lines } = startQueue()
  await unlock()
  await confirmed('queue', 'stop')
  const act = await ended('queue')
  expect(act.outcome).toBe('failed')
  expect(act.reason).toStartWith('Nothing changed after')
  expect(lines().at(-1)).toStartWith('failed stop service queue Nothing changed after')
})

test('what its manager refuses has failed with the reason', async () => {
  const { service, unlock, confirmed, ended, lines } = startQueue()
  service.obeys = () => {
    throw new Refusal('unavailable', 'This user may not do that. Run it yourself: sudo systemctl stop queue')
  }
  await unlock()
  await confirmed('queue', 'stop')
  expect(await ended('queue')).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('sudo systemctl stop queue'),
  })
  expect(lines().at(-1)).toContain('sudo systemctl stop queue')
})

test('the question says whom it hits and exactly what is done, and nothing happens without the word', async () => {
  const { service, unlock, ask } = startQueue()
  await unlock()
  for (const body of [undefined, { confirm: 'gateway' }, { confirm: '' }]) {
    const { status, body: answer } = await ask<{ confirm: unknown }>('POST', '/queue/stop', { body })
    expect(status).toBe(409)
    expect(answer.confirm).toMatchObject({
      question: 'Stop queue?',
      effect: 'It will stop.',
      hits: [{ name: 'Quill', effect: 'turn 7 is cut off' }],
      exact: 'do stop',
      phrase: 'queue',
      isTyped: true,
      safeVerb: 'Keep running',
    })
  }
  expect(service.asked).toEqual([])
})

test('every switch is locked until its own person unlocks it, for ten minutes', async () => {
  const { service, ask, unlock, controls, confirmed } = startQueue()
  for (const verb of verbs) {
    const { status, body } = await ask('POST', `/queue/${verb}`, { body: { confirm: 'queue' } })
    expect([verb, status, body.locked]).toEqual([verb, 403, true])
  }
  expect((await ask('POST', '/queue/check-update')).body.locked).toBe(true)
  const { body } = await unlock(callerAs('operator', { id: 'sign-in:b' }))
  expect(Number(body.unlockedUntil) - Date.now()).toBeWithin(unlockedMs - 5_000, unlockedMs + 1)
  expect((await confirmed('queue', 'stop')).status).toBe(403)
  expect((await controls.list(callerAs('admin'))).lock.unlockedUntil).toBeNull()
  await unlock()
  await ask('POST', '/lock')
  expect((await confirmed('queue', 'stop')).status).toBe(403)
  expect(service.asked).toEqual([])
})

test('nobody without the right gets through any route, and an update is for admins', async () => {
  const { app, ask, service, unlock } = startQueue()
  const routes = app.routes.map(({ method, path }) => ({ method, path: path.replace('/api/controls', '') }))
  expect(routes.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /',
    'GET /:id',
    'GET /:id/log',
    'POST /unlock',
    'POST /lock',
    'POST /:id/check-update',
    'POST /:id/:verb',
  ])
  for (const { method, path } of routes.filter(({ method }) => method === 'POST'))
    for (const verb of path.includes(':verb') ? verbs : ['stop'])
      for (const as of [callerAs('viewer'), callerAs('screen'), callerAs('admin', { mayAct: false, id: 'token:a' })]) {
        const at = path.replace(':id', 'queue').replace(':verb', verb)
        expect([as.role, at, (await ask(method, at, { as, body: { confirm: 'queue' } })).status]).toEqual([
          as.role,
          at,
          403,
        ])
      }
  expect((await ask('GET', '/queue/log', { as: callerAs('viewer') })).status).toBe(403)
  expect((await ask('GET', '/queue', { as: callerAs('screen') })).status).toBe(403)
  const operator = callerAs('operator')
  await unlock(operator)
  expect((await ask('POST', '/queue/update', { as: operator, body: { confirm: 'queue' } })).status).toBe(403)
  expect(service.asked).toEqual([])
})

test('a screen on a wall sees that a service failed, and no word of why', async () => {
  const { service, ask } = startQueue()
  service.become({ state: 'failed', reason: 'a secret', help: 'secret --now' })
  const { body } = await ask<{ items: Service[] }>('GET', '/', { as: callerAs('screen') })
  expect(body.items).toEqual([
    expect.objectContaining({ name: 'queue', state: 'failed', reason: null, verbs: [], act: null }),
  ])
  expect(JSON.stringify(body)).not.toContain('secret')
})

test('open to the network nothing is switched, until the configuration says so', async () => {
  const { ask, unlock, service } = startQueue('Services are not switched from here.')
  expect((await unlock()).body.detail).toBe('Services are not switched from here.')
  expect((await ask('POST', '/queue/stop', { body: { confirm: 'queue' } })).body.closed).toBe(true)
  expect(service.asked).toEqual([])
})

test('never two at once: the second is told who is at it', async () => {
  const { service, unlock, confirmed, ended, lines } = startQueue()
  const release = Promise.withResolvers<void>()
  service.obeys = () => release.promise
  const mara = callerAs('operator', { id: 'sign-in:m', name: 'Mara' })
  await unlock(mara)
  await unlock()
  const answers = await Promise.all([
    confirmed('queue', 'restart', mara),
    confirmed('queue', 'stop'),
    confirmed('queue', 'stop'),
  ])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
  const refused = answers.filter(({ status }) => status === 409)
  for (const { body } of refused)
    expect(body.detail).toMatch(/^(Mara|a) asked queue to (restart|stop) \d+ s ago\. Wait until that is over\.$/)
  release.resolve()
  await ended('queue')
  expect(service.asked).toHaveLength(1)
  expect(lines().filter((line) => line.startsWith('failed'))).toHaveLength(3)
})

test('ids that are none are refused before anything is looked up', async () => {
  const { ask } = startQueue()
  for (const id of ['..%2f', 'Queue', '-a', 'a'.repeat(200), '%00'])
    expect([id, (await ask('POST', `/${id}/stop`)).status >= 400]).toEqual([id, true])
  expect((await ask('GET', '/nothing')).status).toBe(404)
  expect((await ask('POST', '/queue/destroy')).status).toBe(400)
})

test('what was asked before we were killed is watched on, never asked again, and on record with its end', async () => {
  const store = storeInMemory('wheelhouse')
  const before = ledService(running)
  // As a kill leaves it: asked, and never seen to end.
  const first = startControls([entryOf('queue', before.handle)], { store })
  before.service.obeys = () => new Promise(() => {})
  await first.unlock()
  await first.confirmed('queue', 'restart')
  first.controls.stop()

  const after = ledService({ state: 'running', life: '2', pid: 2 })
  const second = startControls([entryOf('queue', after.handle)], { store })
  await second.controls.settle()
  expect(await second.ended('queue')).toMatchObject({ verb: 'restart', who: 'a', outcome: 'done' })
  expect(after.service.asked).toEqual([])
  expect(second.lines().at(-1)).toBe(
    'done restart service queue Wheelhouse ended meanwhile; it was seen to come true afterwards.',
  )
})

test('what was asked before we were killed and never happened is said so', async () => {
  const store = storeInMemory('wheelhouse')
  const before = ledService(running)
  const first = startControls([entryOf('queue', before.handle)], { store })
  before.service.obeys = () => new Promise(() => {})
  await first.unlock()
  await first.confirmed('queue', 'stop')
  first.controls.stop()
  const second = startControls([entryOf('queue', before.handle)], { store })
  await second.controls.settle()
  expect(await second.ended('queue')).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('Nothing changed'),
  })
  const gone = startControls([], { store })
  await gone.controls.settle()
  expect(gone.lines().at(-1)).toStartWith('failed stop service queue Wheelhouse ended meanwhile. Nothing changed')
})

test('what cannot be measured is not restarted, because nobody could tell that it came true', async () => {
  const { service, unlock, confirmed } = startQueue()
  service.become({ state: 'running', life: null })
  await unlock()
  expect((await confirmed('queue', 'restart')).body.detail).toContain('has not been measured yet')
  expect(service.asked).toEqual([])
})

test('what was sent and not answered is judged by what is seen', async () => {
  const { service, handle } = ledService({ state: 'running', life: '1', pid: 1 })
  const { confirmed, unlock, ended, lines } = startControls([entryOf('queue', handle)])
  await unlock()
  service.obeys = () => {
    service.become({ state: 'running', life: '2', pid: 2 })
    throw new Refusal('unavailable', 'The gateway did not answer.', { maybeDone: true })
  }
  await confirmed('queue', 'restart')
  expect(await ended('queue')).toMatchObject({ outcome: 'done', reason: null })
  service.obeys = () => {
    throw new Refusal('unavailable', 'The gateway did not answer.', { maybeDone: true })
  }
  await confirmed('queue', 'restart')
  expect(await ended('queue')).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('Nothing changed') })
  expect(
    lines()
      .slice(-4)
      .map((line) => line.split(' ')[0]),
  ).toEqual(['asked', 'done', 'asked', 'failed'])
  expect(service.asked).toEqual(['restart', 'restart'])
})

test('after an update the way back to the version before is named', async () => {
  const { service, handle } = ledService({ state: 'running', life: '1', version: '2026.3.24' })
  const { ask, confirmed, unlock, ended } = startControls([entryOf('queue', handle)])
  await unlock()
  service.obeys = () => service.become({ state: 'running', life: '2', version: '2026.3.28' })
  const { body } = await ask<{ confirm: { effect: string } }>('POST', '/queue/update')
  expect(body.confirm.effect).toContain('npm i -g openclaw@2026.3.24')
  await confirmed('queue', 'update')
  expect(await ended('queue')).toMatchObject({
    outcome: 'done',
    wayBack: expect.stringContaining('openclaw@2026.3.24'),
  })
})
