import { expect, test } from 'bun:test'
import { stateOf } from '../sessions/state.ts'
import { createWorld } from './history.ts'
import type { Entry, World } from './world.ts'

const day = 86_400_000
const midnight = Date.UTC(2026, 10, 20)
const evening = midnight + 20.5 * 3_600_000

const costOf = ({ body }: Entry) => (body.message as { usage?: { cost: { total: number } } })?.usage?.cost.total ?? 0
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
    expect(costSince(world, midnight)).toBeWithin(10, 21)
    expect(costSince(world, 0)).toBeWithin(200, 400)
    expect(world.sessions.length).toBeWithin(350, 650)
    const sums = world.sessions.reduce((sum, session) => sum + session.costUsd, 0)
    expect(sums).toBeCloseTo(costSince(world, 0), 6)
  })
}

test('weekends are quieter', () => {
  const world = createWorld(7, evening)
  const on = (at: number) => costSince(world, at) - costSince(world, at + day)
  const saturday = Date.UTC(2026, 10, 14)
  expect(on(saturday)).toBeLessThan(on(saturday - day) * 0.6)
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
  expect([count('running'), count('thinking'), count('failed'), count('idle')]).toEqual([4, 1, 1, 3])
})

test('at any hour there is a world to be seen', () => {
  for (let hour = 0; hour < 24; hour += 3) {
    const world = createWorld(7, midnight + hour * 3_600_000)
    expect(world.sessions.filter((session) => session.status === 'running')).toHaveLength(5)
    expect(costSince(world, 0)).toBeWithin(200, 400)
  }
})
