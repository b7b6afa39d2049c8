import { expect, test } from 'bun:test'
import { createAsks, type Family } from './asks.ts'
import { createWorld } from './history.ts'
import { seeded } from './random.ts'
import { isEmpty, step } from './simulator.ts'

const madeAt = Date.UTC(2026, 10, 20, 12)

/** The requests of a world, on a clock that is set by hand; what is planned runs when it is told to. */
function board() {
  const world = createWorld(7, madeAt, 0)
  const pushed: { event: string; payload: Record<string, unknown> }[] = []
  const planned: (() => void)[] = []
  let now = madeAt
  const asks = createAsks({
    world,
    random: seeded(1),
    now: () => now,
    push: (event, payload) => pushed.push({ event, payload: payload as Record<string, unknown> }),
    plan: (run) => planned.push(run),
  })
  return {
    world,
    asks,
    pushed,
    session: () => world.sessions.find(({ hold }) => hold !== null && hold !== 'stalled')!,
    open: () => (['exec', 'plugin', 'question'] as Family[]).flatMap((family) => asks.list(family)),
    run: () => {
      for (const one of planned.splice(0)) one()
    },
    wait(ms: number) {
      now += ms
      asks.look()
    },
  }
}

test('it begins with a command that a session waits with, and one of an automation that is risky', () => {
  const { asks, session } = board()
  const commands = (asks.list('exec') as { request?: object }[]).map(
    ({ request }) => request as { command: string; sessionKey?: string },
  )
  expect(commands[0]).toMatchObject({ sessionKey: session().key })
  expect(commands[1]!.command).toContain('| sudo sh')
})

test('an answer is taken once, everybody is told a moment later, and the session goes on', () => {
  const { asks, session, pushed, run } = board()
  const held = session()
  const { id } = asks.list('exec')[0] as { id: string }
  expect(asks.resolve('question', id, 'allow-once', 'a client')).toBe(false)
  expect(asks.resolve('exec', id, 'allow-once', 'a client')).toBe(true)
  expect(asks.resolve('exec', id, 'deny', 'another')).toBe(false)
  expect(pushed).toEqual([])
  run()
  expect(pushed).toMatchObject([
    { event: 'exec.approval.resolved', payload: { id, decision: 'allow-once', resolvedBy: 'a client' } },
  ])
  expect(held.hold).toBeNull()
  expect(held.dueAt).toBeLessThan(madeAt + 5_000)
})

test('a session whose command was denied gets the denial in place of its result', () => {
  const { asks, session, run } = board()
  const held = session()
  asks.resolve('exec', (asks.list('exec')[0] as { id: string }).id, 'deny', 'a client')
  run()
  expect(held.plan.open?.call).toMatchObject({ failed: true, result: 'Denied by the operator.' })
})

test('what nobody answers expires, and something new is asked now and then', () => {
  const { open, wait, pushed } = board()
  for (let minute = 0; minute < 60; minute++) wait(60_000)
  const ended = pushed.filter(({ event }) => event.endsWith('.resolved'))
  expect(ended.every(({ payload }) => payload.resolvedBy === null)).toBe(true)
  expect(ended.length).toBeGreaterThan(3)
  expect(pushed.some(({ event }) => event === 'question.requested')).toBe(true)
  expect(open().length).toBeGreaterThan(0)
})

test('a command that nobody allows in time is denied by itself', () => {
  const { world, session } = board()
  const held = session()
  const { open } = held.plan
  const { dueAt } = held
  const at = Math.max(dueAt, (held.hold as { expiresAt: number }).expiresAt)
  for (let tries = 0; held.hold !== null && tries < 2_000; tries++) if (isEmpty(step(world, at))) break
  expect(held.hold).toBeNull()
  expect(open?.call.result).toBe('Denied: nobody answered in time.')
})
