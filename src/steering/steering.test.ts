import { afterEach, expect, test } from 'bun:test'
import { createActionGate } from '../audit/action-gate.ts'
import type { Caller } from '../auth/caller.ts'
import type { ActTaken, SessionAct, SessionActKind, SessionOffer } from '../facts/session-act.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Session } from '../sessions/session.ts'
import { openStore, type Store } from '../store/store.ts'
import { createSteering } from './steering.ts'

const anna: Caller = { role: 'operator', id: 'sign-in:a', name: 'Anna', mayAct: true, byLink: true }

const session = (id: string, more: Partial<Session> = {}): Session =>
  ({
    id: `openclaw.main.${id}`,
    runtime: 'openclaw',
    agentId: 'openclaw:main',
    key: `agent:main:${id}`,
    title: id,
    current: true,
    kind: 'direct',
    state: 'running',
    reason: null,
    parentId: null,
    projectPath: null,
    lastAt: 100,
    contextPercent: null,
    ...more,
  }) as Session

const everything: SessionActKind[] = ['send', 'steer', 'interrupt', 'rename', 'delete', 'spawn']
const taken: ActTaken = { newKey: null, isSeen: false, note: null }

type Sent = SessionAct & { session: string; id: string }

const stores: Store[] = []
afterEach(() => {
  for (const store of stores.splice(0)) store.$client.close()
})

/** Sessions that a runtime changes as it is told, on a real store and the real gate. */
function world({
  sessions = [session('a')],
  offers = () => ({ through: 'gateway', acts: everything, note: null, pid: null, resume: null }) as SessionOffer,
  act = async (_sent: Sent, _of: Session) => taken,
  store = openStore('wheelhouse', ':memory:'),
}: {
  sessions?: Session[]
  offers?: (id: string) => SessionOffer
  act?: (sent: Sent, of: Session) => Promise<ActTaken>
  store?: Store
} = {}) {
  if (!stores.includes(store)) stores.push(store)
  const sent: Sent[] = []
  const lines: string[] = []
  const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)) as never
  const known = new Map(sessions.map((one) => [one.id, one]))
  const steering = createSteering({
    store,
    now: () => 1_000,
    publish: () => {},
    gate: createActionGate({
      write: ({ stage, action }: { stage: string; action: string }) => void lines.push(`${stage} ${action}`),
    } as never),
    reader: {
      sessionsOf: async ({ ids }) => json(ids.flatMap((id) => known.get(id) ?? [])),
      sessionIdOfKey: async ({ key }) => json([...known.values()].find((one) => one.key === key)?.id ?? null),
      listSessions: async ({ query }) =>
        json({
          items: query.is ? [] : [...known.values()].filter(({ state }) => query.state?.includes(state)),
          nextCursor: null,
        }),
    },
    runner: {
      offer: async (asked) => asked.map(({ id }) => offers(id)),
      async act(permit, of, what, id) {
        permit.check()
        const one = { ...what, session: of.id, id }
        sent.push(one)
        return act(one, known.get(of.id)!)
      },
    },
    lastMessage: async () => 'The same again',
    agentName: () => 'Forge',
    onError(error) {
      throw error
    },
    sleep: (ms) => Bun.sleep(Math.min(ms, 20)),
    seenWithinMs: 300,
    answerWithinMs: 20,
    tellAgainMs: 200,
  })
  const idle = (id: string) => known.set(id, { ...known.get(id)!, state: 'idle', lastAt: 2_000 })
  return { steering, sent, lines, known, idle, store }
}

const a = 'openclaw.main.a'

test('words count as delivered once the session shows them, and are kept no longer', async () => {
  const { steering, sent, lines } = world({
    sessions: [session('a', { state: 'idle' })],
    act: async (_sent, of) => {
      of.state = 'thinking'
      return taken
    },
  })
  expect(await steering.act(anna, a, { kind: 'send', text: 'Ahoy' })).toMatchObject({ state: 'done', text: null })
  expect(sent).toMatchObject([{ kind: 'send', text: 'Ahoy' }])
  expect(lines).toEqual(['asked send a message to session', 'done send a message to session'])
})

test('an answer alone is no proof: words that nobody saw arrive are kept, and said to be unknown', async () => {
  const { steering } = world({ sessions: [session('a', { state: 'idle' })] })
  expect(steering.act(anna, a, { kind: 'send', text: 'Ahoy' })).rejects.toThrow('the session does not show it')
  await Bun.sleep(150)
  expect((await steering.offer(a)).acts).toMatchObject([{ state: 'unknown', text: 'Ahoy' }])
})

test('a session that compacts is sent nothing, and the words are kept until they are sent again under the same id', async () => {
  const { steering, sent, known } = world({ sessions: [session('a', { reason: 'makes room in its context' })] })
  expect(steering.act(anna, a, { kind: 'send', text: 'Ahoy' })).rejects.toThrow(
    'The session was compacting. Try again when it is done. Your words are kept.',
  )
  await Bun.sleep(50)
  const [kept] = (await steering.offer(a)).acts
  expect([kept?.state, kept?.text, sent.length]).toEqual(['not-done', 'Ahoy', 0])
  known.set(a, session('a'))
  await steering.act(anna, a, { kind: 'send', text: 'Ahoy' }, undefined, kept!.id)
  expect(sent.map(({ id }) => id)).toEqual([kept!.id])
  expect(steering.act(anna, a, { kind: 'send', text: 'Ahoy' }, undefined, kept!.id)).rejects.toThrow('have arrived')
})

test('what destroys something asks first, and is refused to who may not act', async () => {
  const { steering, sent } = world()
  const asked = await steering.act(anna, a, { kind: 'delete', text: null }).catch((error: Refusal) => error)
  expect(asked).toMatchObject({ code: 'confirm-needed', details: { confirm: { phrase: 'delete', isTyped: true } } })
  const viewer = { ...anna, role: 'viewer' as const }
  expect(steering.act(viewer, a, { kind: 'interrupt', text: null })).rejects.toMatchObject({ code: 'forbidden' })
  expect(sent).toEqual([])
})

test('a turn that ends by itself while it is stopped is no failure', async () => {
  const { steering, idle } = world({
    act: async ({ session }) => {
      idle(session)
      throw new Refusal('conflict', 'Nothing ran in it any more.', { notRunning: true })
    },
  })
  expect(await steering.act(anna, a, { kind: 'interrupt', text: null })).toMatchObject({
    state: 'done',
    note: 'Nothing ran in it any more.',
  })
})

test('a gateway that knows of no turn yet, while one is prepared, is not believed', async () => {
  const one = world({
    async act(sent) {
      if (one.sent.length < 3) throw new Refusal('conflict', 'Nothing ran in it any more.', { notRunning: true })
      one.idle(sent.session)
      return taken
    },
  })
  await one.steering.stop(anna, { all: true }, 'stop')
  for (let k = 0; k < 50 && one.known.get(a)!.state !== 'idle'; k++) await Bun.sleep(20)
  expect(one.known.get(a)!.state).toBe('idle')
  expect(one.sent).toHaveLength(3)
})

test('a turn that was only being prepared when it was told to stop is told again, on record, until it stands still', async () => {
  const one = world({
    async act(sent) {
      if (one.sent.filter(({ session }) => session === sent.session).length > 2) one.idle(sent.session)
      return taken
    },
  })
  await one.steering.stop(anna, { all: true }, 'stop')
  for (let k = 0; k < 50 && one.known.get(a)!.state !== 'idle'; k++) await Bun.sleep(20)
  expect(one.known.get(a)!.state).toBe('idle')
  await Bun.sleep(100)
  expect(one.sent.map(({ kind }) => kind)).toEqual(['interrupt', 'interrupt', 'interrupt'])
  expect(one.lines.filter((line) => line === 'asked stop again')).toHaveLength(2)
  expect((await one.steering.offer(a)).acts).toMatchObject([{ kind: 'interrupt', state: 'done' }])
})

test('a runtime that cannot be reached at first is told again, and what is seen meanwhile is not believed', async () => {
  let isBack = false
  const one = world({
    async act(sent) {
      if (isBack) {
        one.idle(sent.session)
        return taken
      }
      // Without contact a session looks as if it stood still, and is at work once there is contact again.
      const before = one.known.get(sent.session)!
      one.known.set(sent.session, { ...before, state: 'idle' })
      setTimeout(() => {
        one.known.set(sent.session, before)
        isBack = true
      }, 30)
      throw new Refusal('unavailable', 'The gateway cannot be reached for this: it does not answer.')
    },
  })
  await one.steering.stop(anna, { all: true }, 'stop')
  expect((await one.steering.offer(a)).acts).toMatchObject([{ kind: 'interrupt', state: 'going' }])
  for (let k = 0; k < 100; k++) {
    if ((await one.steering.offer(a)).acts[0]!.state === 'done') break
    await Bun.sleep(20)
  }
  expect((await one.steering.offer(a)).acts).toMatchObject([{ kind: 'interrupt', state: 'done' }])
  expect(one.known.get(a)).toMatchObject({ state: 'idle', lastAt: 2_000 })
  expect(one.sent.length).toBeGreaterThan(1)
})

test('a runtime that never answers the second telling is watched on, and seen to stand still', async () => {
  const one = world({
    async act(sent) {
      if (one.sent.length === 1) return taken
      setTimeout(() => one.idle(sent.session), 50)
      return new Promise(() => {})
    },
  })
  await one.steering.stop(anna, { all: true }, 'stop')
  for (let k = 0; k < 50; k++) {
    if ((await one.steering.offer(a)).acts[0]!.state === 'done') break
    await Bun.sleep(20)
  }
  expect((await one.steering.offer(a)).acts).toMatchObject([{ kind: 'interrupt', state: 'done' }])
  expect(one.sent).toHaveLength(2)
})

test('all that works is stopped at once, and each says what became of it', async () => {
  const sessions = [
    session('a'),
    session('slow'),
    session('b', { state: 'waiting' }),
    session('asleep', { state: 'asleep' }),
    session('mute'),
    session('broken'),
  ]
  const one = world({
    sessions,
    offers: (id) => ({
      through: 'gateway',
      acts: id.endsWith('mute') ? [] : everything,
      note: id.endsWith('mute') ? 'Stop it in its terminal.' : null,
      pid: null,
      resume: null,
    }),
    async act(sent) {
      if (sent.session.endsWith('broken')) throw new Refusal('unavailable', 'The gateway cannot be reached.')
      if (!sent.session.endsWith('slow')) one.idle(sent.session)
      return taken
    },
  })
  const asked = await one.steering.stop(anna, { all: true }).catch((error: Refusal) => error)
  expect(asked).toMatchObject({ code: 'confirm-needed', message: 'Stop 5 sessions?' })
  const { outcomes } = await one.steering.stop(anna, { all: true }, 'stop')
  expect(outcomes.map(({ name, outcome, note }) => [name, outcome, note])).toEqual([
    ['Forge: a', 'stopped', null],
    ['Forge: slow', 'asked', 'It was told to stop, and is watched until it stands still.'],
    ['Forge: b', 'stopped', null],
    ['Forge: mute', 'not-stopped', 'Stop it in its terminal.'],
    ['Forge: broken', 'asked', 'The gateway cannot be reached. It is told again until it stands still.'],
  ])
})

test('a sub-agent that runs inside its parent shares its end, and is not stopped by itself', async () => {
  const parent = session('p', { runtime: 'claude-code', id: 'claude-code.x.p' })
  const child = session('c', { runtime: 'claude-code', id: 'claude-code.x.c', kind: 'subagent', parentId: parent.id })
  const one = world({
    sessions: [parent, child],
    offers: () => ({ through: 'process', acts: ['end'], note: null, pid: 7, resume: null }),
    async act() {
      return { ...taken, isSeen: true }
    },
  })
  const { outcomes } = await one.steering.stop(anna, { tree: parent.id }, 'stop')
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['stopped', 'stopped'])
  expect(one.sent.map(({ kind, session }) => `${kind} ${session}`)).toEqual(['end claude-code.x.p'])
})

test('the breaker gets one outcome for each session that is known, in its order', async () => {
  const one = world({
    sessions: [session('a'), session('b')],
    async act(sent) {
      one.idle(sent.session)
      return taken
    },
  })
  const permit = { actId: 'x', check() {} }
  const ids = ['openclaw.main.b', 'openclaw.main.gone', a]
  const outcomes = await one.steering.stopSessions(ids, { permit, who: { name: 'Breaker', id: 'b' } }, 'limit')
  expect(outcomes.map(({ sessionId, outcome }) => [sessionId, outcome])).toEqual([
    ['openclaw.main.b', 'stopped'],
    [a, 'stopped'],
  ])
  expect(one.steering.acts(9).every(({ who }) => who === 'Breaker (limit)')).toBe(true)
})

test('what a kill left open is settled at the next start, and nothing is sent again', async () => {
  const hangs = Promise.withResolvers<ActTaken>()
  const first = world({ sessions: [session('a'), session('b')], act: () => hangs.promise })
  void first.steering.act(anna, a, { kind: 'interrupt', text: null }).catch(() => {})
  void first.steering.act(anna, 'openclaw.main.b', { kind: 'interrupt', text: null }).catch(() => {})
  await Bun.sleep(10)
  expect(first.steering.acts(9).map(({ state }) => state)).toEqual(['going', 'going'])
  const next = world({ sessions: [session('a', { state: 'idle' }), session('b')], store: first.store })
  next.steering.start()
  for (let tries = 0; tries < 100 && next.steering.acts(9).some(({ endedAt }) => endedAt === null); tries++)
    await Bun.sleep(10)
  const states = next.steering.acts(9).map(({ sessionId, state }) => `${sessionId} ${state}`)
  expect(states.toSorted()).toEqual([`${a} done`, 'openclaw.main.b unknown'])
  expect(next.sent).toEqual([])
})
