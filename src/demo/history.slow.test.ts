import { expect, test } from 'bun:test'
import { stateOf } from '../sessions/state.ts'
import { createWorld } from './history.ts'
import { missedOf } from './jobs.ts'
import type { Entry, World } from './world.ts'

const day = 86_400_000
const midnight = Date.UTC(2026, 10, 20)
const evening = midnight + 20.5 * 3_600_000

const costOf = ({ body }: Entry) => (body.message as { usage?: { cost: { total: number } } })?.usage?.cost.total ?? 0
const isAnswer = ({ body }: Entry) => (body.message as { role?: string })?.role === 'assistant'
const entries = (world: World) => world.sessions.flatMap((session) => session.events)
const costSince = (world: World, at: number) =>
  entries(world).reduce((sum, entry) => sum + (entry.at >= at ? costOf(entry) : 0), 0)

test('the same seed, time and zone give the same world, byte for byte', () => {
  const world = JSON.stringify(createWorld(7, evening, 3_600_000))
  expect(JSON.stringify(createWorld(7, evening, 3_600_000))).toBe(world)
  expect(JSON.stringify(createWorld(8, evening, 3_600_000))).not.toBe(world)
})

for (const seed of [1, 7, 42]) {
  test(`seed ${seed} spends what a small crew spends`, () => {
    const world = createWorld(seed, evening)
    expect(costSince(world, midnight)).toBeWithin(3, 15)
    expect(costSince(world, 0)).toBeWithin(75, 190)
    expect(world.sessions.length).toBeWithin(350, 750)
    const sums = world.sessions.reduce((sum, session) => sum + session.costUsd, 0)
    expect(sums).toBeCloseTo(costSince(world, 0), 6)
  })
}

test('weekends are quieter', () => {
  const world = createWorld(7, evening)
  const on = (at: number) => costSince(world, at) - costSince(world, at + day)
  const saturdays = [0, 7, 14].map((days) => Date.UTC(2026, 10, 14) - days * day)
  const sum = (days: number[]) => days.reduce((total, at) => total + on(at), 0)
  expect(sum(saturdays)).toBeLessThan(sum(saturdays.map((at) => at - day)) * 0.7)
})

test('nothing lies in the future, and every transcript is in order and one chain', () => {
  for (const session of createWorld(7, evening).sessions) {
    expect(session.events[0]!.body.type).toBe('session')
    let tip: unknown = null
    for (const { at, body } of session.events.slice(1)) {
      expect(body.parentId).toBe(tip)
      expect(at).toBeLessThanOrEqual(evening)
      tip = body.id
    }
    const times = session.events.map(({ at }) => at)
    expect(times).toEqual(times.toSorted((one, other) => one - other))
  }
})

test('the curtain opens on a crew in the middle of its work', () => {
  const world = createWorld(7, evening)
  const states = world.sessions
    .filter((session) => session.current && session.lastAt > evening - 30 * 60_000 && session.kind !== 'cron')
    .map((session) => {
      const { status, lastAt, kind, plan } = session
      const openTool = plan.open?.call.tool ?? null
      const said = status === 'timeout' ? ('timed-out' as const) : status
      return stateOf(
        { status: said, lastAt, kind, openTool, endedAt: session.endedAt, lastRole: null, stopReason: null },
        evening,
      ).state
    })
  const count = (state: string) => states.filter((other) => other === state).length
  expect(['running', 'thinking', 'stalled', 'failed', 'idle'].map(count)).toEqual([5, 1, 1, 0, 2])
})

test('three things need somebody at the opening: a command, a stall, and a job that failed night after night', () => {
  for (const seed of [1, 7, 42]) {
    const world = createWorld(seed, evening)
    const held = world.sessions.filter(({ hold }) => hold !== null)
    expect(held.filter(({ hold }) => hold === 'stalled')).toHaveLength(1)
    const [asking] = held.filter(({ hold }) => hold !== 'stalled')
    expect(asking!.plan.open!.args.command).toContain('docker image prune')
    const failing = world.jobs.filter(({ lastStatus }) => lastStatus === 'error')
    expect(failing.map(({ name }) => name)).toEqual(['nightly-digest'])
    expect(failing[0]!.errorsInARow).toBeGreaterThanOrEqual(4)
    const failed = world.sessions.filter(
      ({ status, kind, lastAt }) =>
        status !== 'done' && status !== 'running' && kind !== 'cron' && lastAt > evening - day,
    )
    expect(failed).toEqual([])
  }
})

test('a job has the runs and answers that its schedule and its age make', () => {
  const world = createWorld(7, evening)
  for (const job of world.jobs.filter(({ enabled, declarationKey }) => enabled && !declarationKey)) {
    const own = world.sessions.filter(({ cronId }) => cronId === job.id)
    const since = Math.max(job.createdAt, evening - 30 * day)
    const missed = missedOf(job).length
    expect(Math.abs(own.length + missed - (evening - since) / job.everyMs)).toBeLessThan(2)
    const answers = own.flatMap(({ events }) => events).filter((entry) => costOf(entry) >= 0 && isAnswer(entry))
    expect(answers.length).toBeGreaterThan(own.length)
    const runs = world.runs.filter(({ jobId }) => jobId === job.id)
    const remembered = (evening - Math.max(job.createdAt, evening - 7 * day)) / job.everyMs
    expect(Math.abs(runs.length + missed - remembered)).toBeLessThan(2)
  }
})

test('a guest is named in what they write, and is not the owner', () => {
  const [guest] = createWorld(7, evening).sessions.filter(({ kind }) => kind === 'direct')
  const asked = guest!.events.find(({ body }) => (body.message as { role?: string })?.role === 'user')!
  const { senderName, senderIsOwner } = (asked.body.message as { __openclaw: Record<string, unknown> }).__openclaw
  expect([typeof senderName, senderIsOwner]).toEqual(['string', false])
})

test('at any hour there is a world to be seen', () => {
  for (let hour = 0; hour < 24; hour += 3) {
    const world = createWorld(7, midnight + hour * 3_600_000)
    expect(world.sessions.filter((session) => session.status === 'running')).toHaveLength(7)
    expect(costSince(world, 0)).toBeWithin(75, 190)
  }
})
