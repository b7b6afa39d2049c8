import { expect, test } from 'bun:test'
import type { OfficeMember } from '../../../src/office/member.ts'
import type { Layout } from './layout.ts'
import { drawnLayout, smallOffice, wideOffice } from './testing/drawn-layout.ts'
import { member } from './testing/members.ts'
import { timings } from './timings.ts'
import { createWorld, type World } from './world.ts'

const office = (layout: Layout = smallOffice(), desks: Record<string, string> = {}) =>
  createWorld({ layout, seed: 'a', desks })

/** Lets time pass, and says how long it took until something was so; fails when it is not so in time. */
function until(world: World, isSo: () => boolean, limitMs: number) {
  let ms = 0
  for (; !isSo(); ms += timings.stepMs) {
    if (ms > limitMs) throw new Error(`Not so after ${limitMs} ms.`)
    world.step()
  }
  return ms
}
const pass = (world: World, ms: number) => {
  for (let passed = 0; passed < ms; passed += timings.stepMs) world.step()
}
const running = (id: string, more: Partial<OfficeMember> = {}) => member(id, { state: 'running', ...more })
const isAtDesk = (world: World, id: string) => {
  const actor = world.find(id)
  return actor?.at?.id === actor?.desk && actor?.stance === 'desk'
}
const placesTaken = (world: World) => world.actors.flatMap(({ at }) => (at ? [at.id] : []))

test('those who are there at first sit at their desks already', () => {
  const world = office()
  world.setMembers([running('a'), member('b'), member('c', { state: 'asleep' })], 0)
  for (const id of ['a', 'b', 'c']) expect(isAtDesk(world, id)).toBe(true)
  expect(world.actors.every(({ opacity }) => opacity === 1)).toBe(true)
})

test('whoever comes later walks in through the door and is at its desk within four seconds when it has work', () => {
  const world = office()
  world.setMembers([], 0)
  world.setMembers([running('openclaw:main')], 1_000)
  const actor = world.find('openclaw:main')!
  expect([actor.x, actor.y]).toEqual([8, 6 * 16 + 8])
  expect(actor.opacity).toBe(0)
  pass(world, 500)
  expect(actor).toMatchObject({ act: 'walk', opacity: 1 })
  until(world, () => isAtDesk(world, 'openclaw:main'), timings.workArriveMs)
  expect(actor).toMatchObject({ act: 'type', desk: 'M-9-8', x: 9 * 16 + 8, y: 8 * 16 + 8 })
})

test('whoever leaves walks to the door and is gone, and its desk is free at once', () => {
  const world = office()
  world.setMembers([running('a')], 0)
  const desk = world.find('a')!.desk
  world.setMembers([running('b')], 1_000)
  expect(world.find('b')!.desk).toBe(desk)
  expect(world.explain('a')).toBe('leaves by the door: it is no longer in the office')
  until(world, () => world.find('a') === undefined, timings.leaveMs + timings.fadeMs + 100)
  expect(world.actors.map(({ id }) => id)).toEqual(['b'])
  expect(isAtDesk(world, 'b')).toBe(true)
})

test('whoever appears and vanishes within a second is never stuck, at whichever moment it vanishes', () => {
  for (let steps = 0; steps < 30; steps++) {
    const world = office()
    world.setMembers([running('a')], 0)
    world.setMembers([running('a'), running('b'), running('b2'), running('r', { kind: 'subagent', parentId: 'b' })], 10)
    for (let i = 0; i < steps; i++) world.step()
    world.setMembers([running('a')], 500)
    pass(world, timings.leaveMs + 1_000)
    expect(world.actors.map(({ id }) => id)).toEqual(['a'])
    expect(world.isMoving).toBe(false)
  }
})

test('whoever comes back while it leaves turns round', () => {
  const world = office()
  world.setMembers([running('a')], 0)
  world.setMembers([], 100)
  pass(world, 1_000)
  world.setMembers([running('a')], 1_200)
  until(world, () => isAtDesk(world, 'a'), timings.workArriveMs)
  expect(world.actors).toHaveLength(1)
  expect(world.find('a')).toMatchObject({ opacity: 1, isLeaving: false })
})

test('whoever comes back while it disappears is there as before', () => {
  const world = office()
  const robot = running('r', { kind: 'subagent', parentId: 'a' })
  world.setMembers([running('a'), robot], 0)
  world.setMembers([running('a')], 100)
  world.step()
  expect(world.find('r')!.opacity).toBeLessThan(1)
  world.setMembers([running('a'), robot], 200)
  pass(world, 1_000)
  expect(world.find('r')).toMatchObject({ opacity: 1, parentId: 'a', act: 'type' })
})

test('there are never two at one desk, even where one of whom nothing is known disappears and another appears', () => {
  const world = office(drawnLayout('####\n+..#\n#.d#\n####'))
  world.setMembers([member('a', { state: 'unknown' })], 0)
  world.setMembers([member('b', { state: 'unknown' })], 100)
  expect(placesTaken(world)).toEqual(['d-2-2'])
  pass(world, timings.fadeMs + 100)
  expect(world.actors.map(({ id, opacity }) => [id, opacity])).toEqual([['b', 1]])
})

test('the free go about the office, one in a place, and work has them back at their desks within four seconds', () => {
  const world = office()
  const ids = Array.from({ length: 9 }, (_, number) => `a${number}`)
  world.setMembers(
    ids.map((id) => member(id)),
    0,
  )
  const seen = new Set<string>()
  for (let round = 0; round < 8; round++) {
    for (let ms = 0; ms < 60_000; ms += timings.stepMs) {
      world.step()
      const taken = placesTaken(world)
      expect(new Set(taken).size).toBe(taken.length)
      for (const { at, act } of world.actors) if (at) seen.add(`${at.kind} ${act}`)
    }
    world.setMembers(
      ids.map((id) => running(id)),
      0,
    )
    until(world, () => ids.every((id) => isAtDesk(world, id)), timings.workArriveMs + timings.stepMs)
    expect(world.isMoving).toBe(false)
    expect(world.actors.every(({ act, carries }) => act === 'type' && carries === null)).toBe(true)
    world.setMembers(
      ids.map((id) => member(id)),
      0,
    )
  }
  expect([...seen].toSorted()).toEqual([
    'board idle',
    'books idle',
    'cat idle',
    'chat idle',
    'chat talk',
    'coffee coffee',
    'desk idle',
    'sofa idle',
    'window idle',
  ])
})

test('who waits, has failed, thinks or makes no progress is at its desk', () => {
  for (const state of ['waiting', 'failed', 'killed', 'timed-out', 'thinking', 'stalled'] as const) {
    const world = office()
    world.setMembers([member('a')], 0)
    until(world, () => !isAtDesk(world, 'a'), 600_000)
    world.setMembers([member('a', { state })], 0)
    until(world, () => isAtDesk(world, 'a'), timings.workArriveMs + timings.stepMs)
    pass(world, 60_000)
    expect(isAtDesk(world, 'a')).toBe(true)
  }
})

test('what somebody does is seen as soon as it is told', () => {
  const world = office()
  world.setMembers([running('a')], 0)
  for (const [state, act] of [
    ['thinking', 'think'],
    ['waiting', 'wait'],
    ['failed', 'error'],
    ['asleep', 'sleep'],
    ['running', 'type'],
  ] as const) {
    world.setMembers([member('a', { state })], 0)
    expect(world.find('a')!.act).toBe(act)
  }
})

test('of whom nothing is known stands still where it is, even in the middle of a way', () => {
  const world = office()
  world.setMembers([], 0)
  world.setMembers([running('a')], 0)
  pass(world, 1_500)
  const { x, y } = world.find('a')!
  world.setMembers([member('a', { state: 'unknown' })], 1_500)
  pass(world, 60_000)
  expect(world.find('a')).toMatchObject({ x, y, act: 'idle', stance: 'stand', opacity: 1 })
  expect(world.isMoving).toBe(false)
  world.setMembers([running('a')], 61_500)
  until(world, () => isAtDesk(world, 'a'), timings.workArriveMs + timings.stepMs)
  world.setMembers([running('a'), member('b', { state: 'unknown' })], 70_000)
  pass(world, timings.fadeMs + 100)
  expect(isAtDesk(world, 'b')).toBe(true)
})

test('who is asleep sleeps at its desk or on a sofa', () => {
  const places = new Set<string>()
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
    const world = office()
    world.setMembers([member(id)], 0)
    until(world, () => !isAtDesk(world, id), 600_000)
    world.setMembers([member(id, { state: 'asleep' })], 0)
    until(world, () => world.find(id)!.at !== null && !world.find(id)!.goal, timings.arriveMs + timings.stepMs)
    places.add(world.find(id)!.at!.kind)
    expect(world.isMoving).toBe(false)
  }
  expect([...places].toSorted()).toEqual(['desk', 'sofa'])
})

test('a sub-agent appears at the desk of its parent, stands near it, and is gone when it is done', () => {
  const world = office()
  world.setMembers([running('a'), running('b')], 0)
  const robots = ['r1', 'r2', 'r3'].map((id) => running(id, { kind: 'subagent', parentId: 'a' }))
  const nested = running('n', { kind: 'subagent', parentId: 'r1' })
  world.setMembers([running('a'), running('b'), nested, ...robots], 100)
  const desk = world.find('a')!.home!
  expect(world.find('r1')).toMatchObject({ x: desk.enter.x, y: desk.enter.y, opacity: 0 })
  pass(world, timings.workArriveMs)
  const tiles = new Set<string>()
  for (const id of ['r1', 'r2', 'r3', 'n']) {
    const robot = world.find(id)!
    expect(robot).toMatchObject({ parentId: id === 'n' ? 'r1' : 'a', stance: 'stand', act: 'type', opacity: 1 })
    expect(Math.hypot(robot.x - desk.x, robot.y - desk.y)).toBeLessThan(80)
    tiles.add(`${robot.x} ${robot.y}`)
  }
  expect(tiles.size).toBe(4)
  world.setMembers([running('a'), running('b'), robots[1]!], 10_000)
  pass(world, timings.fadeMs + 100)
  expect(world.actors.map(({ id }) => id)).toEqual(['a', 'b', 'r2'])
})

test('a parent that is not there, or is its own, does no harm', () => {
  const world = office()
  const robot = (id: string, parentId: string) => running(id, { kind: 'subagent', parentId })
  world.setMembers([running('a'), robot('x', 'nobody'), robot('l1', 'l2'), robot('l2', 'l1'), robot('self', 'self')], 0)
  expect(world.actors.map(({ id, at }) => [id, at !== null])).toEqual([
    ['a', true],
    ['x', true],
    ['l2', true],
    ['l1', true],
    ['self', true],
  ])
  expect(world.find('x')!.parentId).toBeNull()
  expect(world.explain('x')).toContain('its parent is not in the office')
  world.setMembers([running('a'), robot('x', 'a')], 10)
  pass(world, timings.workArriveMs)
  expect(world.find('x')!.parentId).toBe('a')
  const { x, y } = world.find('x')!
  world.setMembers([robot('x', 'a')], 20)
  pass(world, timings.leaveMs + 1_000)
  expect(world.actors.map(({ id, parentId }) => [id, parentId])).toEqual([['x', null]])
  expect(world.find('x')).toMatchObject({ x, y })
})

test('two who talk to each other sit in the room for meetings until they are done', () => {
  const world = office()
  const everybody = [running('a'), running('b'), running('c')]
  world.setMembers(everybody, 0)
  world.setMembers(everybody, 100, { meetings: [{ ids: ['a', 'b', 'nobody'] }] })
  pass(world, timings.workArriveMs)
  for (const id of ['a', 'b']) expect(world.find(id)).toMatchObject({ act: 'talk', stance: 'desk' })
  expect(world.find('a')!.at!.kind).toBe('meeting')
  expect(isAtDesk(world, 'c')).toBe(true)
  world.setMembers(everybody, 100, { meetings: [{ ids: ['a', 'b'] }, { ids: ['b', 'c'] }] })
  pass(world, timings.workArriveMs)
  expect(isAtDesk(world, 'c')).toBe(true)
  world.setMembers([member('a', { state: 'waiting' }), running('b'), running('c')], 100, {
    meetings: [{ ids: ['a', 'b'] }],
  })
  pass(world, timings.workArriveMs)
  expect(isAtDesk(world, 'a')).toBe(true)
  world.setMembers(everybody, 200)
  pass(world, timings.workArriveMs)
  expect(everybody.every(({ id }) => isAtDesk(world, id))).toBe(true)
})

test('whoever is free carries a paper to the other and comes back; between those at work it flies', () => {
  const world = office()
  world.setMembers([member('a'), running('b'), running('c')], 0)
  expect(world.handOver('a', 'b')).toBe(true)
  pass(world, 100)
  const actor = world.find('a')!
  expect(actor).toMatchObject({ act: 'carry', carries: 'paper' })
  until(world, () => actor.at?.kind === 'visit', timings.arriveMs)
  const { x, y } = world.find('b')!
  expect(Math.hypot(actor.x - x, actor.y - y)).toBeLessThan(32)
  until(world, () => actor.goal !== null, timings.visitMs + 100)
  expect(actor.carries).toBeNull()
  until(world, () => isAtDesk(world, 'a'), 30_000)

  expect(world.handOver('b', 'c')).toBe(true)
  expect(world.parcels).toHaveLength(1)
  expect(world.parcels[0]).toMatchObject({ fromId: 'b', toId: 'c', progress: 0 })
  pass(world, timings.flightMs + 100)
  expect(world.parcels).toHaveLength(0)
  expect(world.handOver('a', 'nobody')).toBe(false)
  expect(world.handOver('a', 'a')).toBe(false)
})

test('a paper that is on its way when work comes flies the rest', () => {
  const world = office()
  world.setMembers([member('a'), running('b')], 0)
  world.handOver('a', 'b')
  pass(world, 300)
  world.setMembers([running('a'), running('b')], 0)
  expect(world.parcels).toHaveLength(1)
  expect(world.find('a')!.carries).toBeNull()
  until(world, () => isAtDesk(world, 'a'), timings.workArriveMs + timings.stepMs)
})

test('the office sleeps when nothing moves, and says how long nothing will', () => {
  const world = office()
  world.setMembers([running('a'), member('b', { state: 'asleep' })], 0)
  expect(world.isMoving).toBe(false)
  world.setMembers([running('a'), member('b')], 0)
  expect(world.isMoving).toBe(true)
  const quietMs = world.quietMs()
  expect(quietMs).toBeGreaterThan(1_000)
  pass(world, quietMs - 100)
  expect(world.quietMs()).toBeWithin(1, 200)
  until(world, () => world.find('b')!.goal !== null, 600_000)
  expect(world.quietMs()).toBe(0)
})

test('a jump has everybody be where they are going', () => {
  const world = office()
  world.setMembers([member('gone')], 0)
  world.setMembers([running('a'), running('b'), running('r', { kind: 'subagent', parentId: 'a' })], 0)
  world.handOver('a', 'b')
  world.jump()
  expect(world.actors.map(({ id, at, home, opacity }) => [id, at === home, opacity])).toEqual([
    ['a', true, 1],
    ['b', true, 1],
    ['r', true, 1],
  ])
  expect(world.parcels).toHaveLength(0)
  expect(world.isMoving).toBe(false)
})

test('what was missed while a tab was asleep is over at once, and a clock that goes back does no harm', () => {
  const world = office()
  world.setMembers([], 1_000_000)
  world.setMembers([running('a')], 1_000_100)
  world.setMembers([running('a'), running('b')], 1_000_100 + 86_400_000)
  expect(isAtDesk(world, 'a')).toBe(true)
  expect(isAtDesk(world, 'b')).toBe(false)
  world.setMembers([running('a'), running('b'), running('c')], 500)
  world.setMembers([running('a'), running('b'), running('c')], Number.NaN)
  pass(world, timings.workArriveMs + 100)
  for (const id of ['a', 'b', 'c']) expect(isAtDesk(world, id)).toBe(true)
})

test('another who comes does not change what somebody does', () => {
  const path = (others: string[]) => {
    const world = office()
    world.setMembers([member('a'), ...others.map((id) => running(id))], 0)
    const seen: string[] = []
    for (let ms = 0; ms < 400_000; ms += timings.stepMs) {
      world.step()
      const place = world.find('a')!.place
      if (place && place !== seen.at(-1)) seen.push(place)
    }
    return seen.filter((place) => !place.startsWith('d-'))
  }
  expect(path([]).length).toBeGreaterThan(2)
  expect(path(['b', 'c', 'd'])).toEqual(path([]))
})

test('those for whom there is no desk are listed, with their sub-agents, and come in when one is free', () => {
  const world = office(drawnLayout('####\n+..#\n#.d#\n####'))
  const robot = running('r', { kind: 'subagent', parentId: 'b' })
  world.setMembers([running('a'), running('b'), robot], 0)
  expect(world.unseated).toEqual(['b', 'r'])
  expect(world.actors.map(({ id }) => id)).toEqual(['a'])
  expect(world.explain('b')).toBe('not shown: no place is left in this office')
  world.setMembers([running('b'), robot], 0)
  pass(world, timings.leaveMs + 1_000)
  expect(world.actors.map(({ id }) => id)).toEqual(['b', 'r'])
  expect(isAtDesk(world, 'b')).toBe(true)
})

test('hostile members and torn layouts are endured', () => {
  const strange = ['', '__proto__', 'constructor', '🦞'.repeat(60), '\u202eabc', 'a', 'a', 'x'.repeat(200)]
  const layout = smallOffice()
  const broken: Layout[] = [
    layout,
    { ...layout, seats: [] },
    { ...layout, spots: [] },
    { ...layout, door: { x: Number.NaN, y: 4 } },
    { ...layout, door: { x: -50, y: 1e9 } },
    { ...layout, collision: [] },
    { ...layout, collision: layout.collision.map((row) => row.slice(0, 7)) },
    { ...layout, width: 0, height: 0 },
    { ...layout, seats: [...layout.seats, ...layout.seats], spots: [...layout.spots, ...layout.spots] },
    drawnLayout('#########\n+..#....#\n#..#.d..#\n#########'),
  ]
  for (const layout of broken)
    for (const state of ['running', 'idle', 'unknown', 'asleep'] as const) {
      const world = office(layout)
      world.setMembers([], 0)
      const robot = running('r', { kind: 'subagent', parentId: 'a' })
      world.setMembers([...strange.map((id) => member(id, { state })), robot], 0)
      pass(world, 20_000)
      for (const id of [...strange, 'r', 'nobody']) expect(world.explain(id)).toBeString()
      for (const { x, y, opacity } of world.actors) expect([x, y, opacity].every(Number.isFinite)).toBe(true)
      world.setMembers([running('a', { kind: 'subagent', parentId: null })], 0)
      world.handOver('a', '__proto__')
      pass(world, timings.leaveMs + 1_000)
      expect(world.actors.length).toBeLessThanOrEqual(1)
    }
})

test('five hundred who come at once are at their desks within six seconds', () => {
  const world = office(wideOffice(500))
  world.setMembers([], 0)
  const members = Array.from({ length: 500 }, (_, number) => running(`a${number}`))
  world.setMembers(members, 0)
  until(world, () => members.every(({ id }) => isAtDesk(world, id)), 6_000)
  expect(world.unseated).toEqual([])
})

test('a desk that cannot be reached is sat at all the same', () => {
  const world = office(drawnLayout('#########\n+..#....#\n#..#.d..#\n#########'))
  world.setMembers([], 0)
  world.setMembers([running('a')], 0)
  pass(world, 1_000)
  expect(isAtDesk(world, 'a')).toBe(true)
})
