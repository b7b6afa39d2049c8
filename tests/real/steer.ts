import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import type { SessionOffer } from '../../src/facts/session-act.ts'
import type { Session } from '../../src/sessions/session.ts'
import { isActive } from '../../src/sessions/state.ts'
import type { ShownAct } from '../../src/steering/act-record.ts'
import type { StopOutcome } from '../../src/steering/stop-outcome.ts'
import { signIn, start, temporary, until as untilWithin } from '../testing/program.ts'
import { fakeModel } from './fake-model.ts'
import { startGateway, type Version } from './openclaw.ts'

const until = <T>(what: string, check: () => Promise<T | undefined | false> | T | undefined | false) =>
  untilWithin(what, check, 120_000)

for (const version of ['2026.9.6', '2026.3.24'] as const)
  describe(`sessions of a real gateway of ${version}`, () => {
    let world: Awaited<ReturnType<typeof openWorld>>
    const isNew = version === '2026.9.6'
    beforeAll(async () => {
      world = await openWorld(version)
    }, 600_000)
    afterAll(() => world?.close(), 60_000)
    // A gateway runs four at a time: what a test leaves running would keep the next from beginning.
    afterEach(async () => {
      world.model.letGo()
      await until('nothing is at work', async () => !(await world.sessions()).some(({ state }) => isActive(state)))
      world.model.hold()
    }, 130_000)

    test('say what can be done to them, and what this version cannot do', async () => {
      await world.rpc.send('agent:main:offered', 'Hello.')
      const { id } = await world.session('agent:main:offered')
      const { offer } = await until('its gateway offers something', async () => {
        const answer = await world.get<{ offer: SessionOffer }>(`/api/steering/sessions/${id}`)
        return answer.offer?.acts.length > 0 ? answer : undefined
      })
      const always = ['send', 'retry', 'interrupt', 'reset', 'rename', 'delete', 'spawn']
      const newer: string[] = ['steer', 'compact', 'archive']
      expect<string[]>(offer.acts.toSorted()).toEqual([...always, ...(isNew ? newer : [])].toSorted())
      expect(offer.note === null).toBe(isNew)
      if (!isNew) expect(offer.note).toContain('In OpenClaw 2026.3.24 words reach the agent once its run is over')
    })

    test('are sent words that their transcript shows', async () => {
      const { id } = await world.session('agent:main:offered')
      const act = await world.act(id, 'send', { text: 'Which way is north?' })
      expect(act).toMatchObject({ status: 200, body: { kind: 'send', state: 'done', text: null } })
      await until('the words are in the transcript', async () =>
        JSON.stringify(await world.get(`/api/sessions/${id}/transcript?limit=50`)).includes('Which way is north?'),
      )
      const asked = () => world.model.asked().filter(({ said }) => said.includes('Which way is north?')).length
      await until('the model was asked', () => asked() > 0)
      await until('it is idle', async () => (await world.session('agent:main:offered')).state === 'idle')
      expect(asked()).toBe(1)
    })

    test('are stopped in the middle of their turn, and stand still', async () => {
      await world.rpc.send('agent:main:stopped', 'Take your time. !slow')
      const session = await world.atWork('agent:main:stopped')
      const act = await world.act(session.id, 'interrupt')
      expect(act).toMatchObject({ status: 200, body: { kind: 'interrupt', state: 'done' } })
      // The older store calls a run that somebody stopped killed.
      expect(['idle', 'killed']).toContain((await world.session('agent:main:stopped')).state)
      // It ends once: the next wish finds nothing, and says so.
      expect(await world.act(session.id, 'interrupt')).toMatchObject({
        status: 200,
        body: { state: 'done', note: 'Nothing ran in it any more.' },
      })
    })

    test('are stopped all at once, within two seconds, and each is named', async () => {
      // The older version lets an agent have one turn at a time.
      const keys = Array.from({ length: isNew ? 4 : 2 }, (_, n) => `agent:${n % 2 === 0 ? 'main' : 'ops'}:many-${n}`)
      for (const key of keys) await world.rpc.send(key, 'Take your time. !slow')
      for (const key of keys) await world.atWork(key)
      const began = performance.now()
      const { body } = await world.post<{ outcomes: StopOutcome[] }>('/api/steering/stop', {
        all: true,
        confirm: 'stop',
      })
      const tookMs = performance.now() - began
      process.stdout.write(
        `stop all on ${version}: ${keys.length} sessions in ${Math.round(tookMs)} ms: ${JSON.stringify(body.outcomes.map(({ outcome }) => outcome))}\n`,
      )
      expect(body.outcomes.length).toBe(keys.length)
      expect(tookMs).toBeLessThan(4_000)
      for (const key of keys)
        await until(`${key} stands still`, async () => !isActive((await world.session(key)).state))
    })

    test('begin a sub-agent with a task of its own', async () => {
      await world.rpc.send('agent:main:parent', 'Hello.')
      const parent = await world.session('agent:main:parent')
      const act = await world.act(parent.id, 'spawn', { text: 'Look below deck.' })
      expect(act).toMatchObject({ status: 200, body: { kind: 'spawn', state: 'done' } })
      await until('the model has the task', () =>
        world.model.asked().some(({ said }) => said.includes('Look below deck.')),
      )
      const child = await until('the child is known', async () =>
        (await world.sessions()).find(({ parentId }) => parentId === parent.id),
      )
      expect(child.id).not.toBe(parent.id)
    })

    test('are renamed, reset and deleted, as the store then shows', async () => {
      await world.rpc.send('agent:main:tidied', 'Hello.')
      const { id } = await world.session('agent:main:tidied')
      expect(await world.act(id, 'rename', { text: 'Tidy me' })).toMatchObject({ body: { state: 'done' } })
      expect((await world.session('agent:main:tidied')).title).toBe('Tidy me')
      expect(await world.act(id, 'reset')).toMatchObject({ status: 409, body: { code: 'confirm-needed' } })
      expect(await world.act(id, 'reset', { confirm: 'reset' })).toMatchObject({ body: { state: 'done' } })
      const next = await until('the older version has begun another session', async () => {
        const now = (await world.sessions()).find(({ key }) => key === 'agent:main:tidied')
        return now && (isNew || now.id !== id) ? now : undefined
      })
      // The older version leaves no trace of a window that was never written.
      // The first words of a conversation reach the model below a context of the gateway's own.
      const before = world.model.asked().length
      await world.rpc.send('agent:main:tidied', 'Hello again.')
      await until('the model was asked', () => world.model.asked().length > before)
      await until('it is idle', async () => !isActive((await world.session('agent:main:tidied')).state))
      expect(await world.act(next.id, 'delete', { confirm: 'delete' })).toMatchObject({ body: { state: 'done' } })
      await until('it is gone from the list', async () => !(await world.sessions()).some(({ id }) => id === next.id))
    })

    test.if(isNew)('are steered in the middle of a turn, and archived', async () => {
      await world.rpc.send('agent:main:steered', 'Take your time. !exec')
      const { id } = await world.atWork('agent:main:steered')
      expect(await world.act(id, 'steer', { text: 'Mind the rocks.' })).toMatchObject({ body: { state: 'done' } })
      world.model.letGo()
      await until('the words reached the model', () =>
        world.model.asked().some(({ said }) => said.includes('Mind the rocks.')),
      )
      await until('it is idle', async () => (await world.session('agent:main:steered')).state === 'idle')
      world.model.hold()
      expect(await world.act(id, 'archive')).toMatchObject({ body: { state: 'done' } })
      await until('it is gone from the list', async () => !(await world.sessions()).some((one) => one.id === id))
    })

    test('a turn that failed is tried again with the same words', async () => {
      await world.rpc.send('agent:main:failing', 'Go wrong. !fail')
      const { id } = await until('it has failed', async () => {
        const one = (await world.sessions()).find(({ key }) => key === 'agent:main:failing')
        return one && ['failed', 'idle'].includes(one.state) && world.model.asked().some(({ mark }) => mark === 'fail')
          ? one
          : undefined
      })
      const before = world.model.asked().filter(({ mark }) => mark === 'fail').length
      const act = await world.act(id, 'retry')
      expect(act).toMatchObject({ status: 200, body: { kind: 'retry' } })
      await until(
        'the model was asked again',
        () => world.model.asked().filter(({ mark }) => mark === 'fail').length > before,
      )
    })
  })

describe('twenty agents of a real gateway', () => {
  test('that are all in the middle of a turn stand still within two seconds of one stop', async () => {
    const world = await openWorld('2026.9.6', 20)
    try {
      const keys = Array.from({ length: 20 }, (_, number) => `agent:hand-${number + 1}:main`)
      for (const key of keys) await world.rpc.send(key, 'Take your time. !slow')
      for (const key of keys) await world.atWork(key)
      // Some are still being prepared: those are told again once they have begun.
      const began = performance.now()
      const { body } = await world.post<{ outcomes: StopOutcome[] }>('/api/steering/stop', {
        all: true,
        confirm: 'stop',
      })
      const tookMs = performance.now() - began
      const counts = Map.groupBy(body.outcomes, ({ outcome }) => outcome)
      process.stdout.write(
        `stop all: ${body.outcomes.length} sessions of 20 agents in ${Math.round(tookMs)} ms: ${[...counts].map(([outcome, all]) => `${all.length} ${outcome}`).join(', ')}\n`,
      )
      expect(body.outcomes.length).toBe(20)
      expect(tookMs).toBeLessThan(4_000)
      // For as long as whoever goes on is told again: the gateway may still be at work on the turns of the others.
      const active = async () => (await world.sessions()).filter(({ state }) => isActive(state))
      await untilWithin('all stand still', async () => (await active()).length === 0, 300_000).catch(async (error) => {
        const left = (await active()).map(({ id, key, state, reason }) => ({ id, key, state, reason }))
        const acts = await Promise.all(left.map(({ id }) => world.get<object>(`/api/steering/sessions/${id}`)))
        throw new Error(`${error}: ${JSON.stringify({ left, acts })}`)
      })
    } finally {
      await world.close()
    }
  }, 600_000)
})

/** A gateway, this program beside it with a person signed in, and a client that may do anything. */
async function openWorld(version: Version, crew?: number) {
  const folder = temporary('steer')
  const model = fakeModel(folder.path)
  const gateway = await startGateway({
    folder: folder.path,
    version,
    modelUrl: model.url,
    ...(crew !== undefined && { crew }),
  })
  const rpc = await gateway.rpc()
  const server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: gateway.state } })
  await server.caughtUp()
  const headers = { ...(await signIn(server, server)), origin: server.url, 'content-type': 'application/json' }
  const get = async <T>(path: string) => (await (await fetch(server.url + path, { headers })).json()) as T
  const post = async <T>(path: string, body: object) => {
    const answer = await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: answer.status, body: (await answer.json()) as T }
  }
  const sessions = async () => (await get<{ items: Session[] }>('/api/sessions?limit=100')).items
  const session = (key: string) =>
    until(`${key} is known`, async () => (await sessions()).find((one) => one.key === key))
  return {
    rpc,
    model,
    get,
    post,
    sessions,
    session,
    atWork: (key: string) =>
      until(`${key} is at work`, async () => {
        const one = (await sessions()).find((one) => one.key === key)
        return one && (one.state === 'running' || one.state === 'thinking') ? one : undefined
      }),
    act: (id: string, kind: string, body: object = {}) =>
      post<ShownAct & { code?: string }>(`/api/steering/sessions/${id}/${kind}`, body),
    async close() {
      rpc.close()
      await server[Symbol.asyncDispose]()
      await gateway.stop()
      model.stop()
      folder[Symbol.dispose]()
    },
  }
}
