import { expect, test } from 'bun:test'
import { smallOffice } from './testing/drawn-layout.ts'
import { member } from './testing/members.ts'
import { isAtDesk, office, pass, running, until } from './testing/office.ts'
import { timings } from './timings.ts'

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

test('the office says why somebody is where it is', () => {
  const world = office(smallOffice(), { a: 'd-3-2' })
  const robot = running('r', { kind: 'subagent', parentId: null })
  world.setMembers([running('a'), robot, member('u', { state: 'unknown' }), member('z', { state: 'asleep' })], 0)
  expect(world.explain('a')).toBe('at seat d-3-2: it is at work or needs a person')
  expect(world.explain('r')).toBe(
    'at the place of r: it stands beside whoever began it; its parent is not in the office',
  )
  expect(world.explain('u')).toContain('nothing is known of it, so it stays where it is')
  expect(world.explain('z')).toContain('it is asleep')
  world.setMembers([member('a'), running('b')], 100)
  expect(world.explain('a')).toMatch(/^at seat d-3-2: it has no work; for \d+ s$/)
  expect(world.explain('b')).toMatch(/^on the way to seat d-\d-\d, there in 4 s at most: it is at work/)
  expect(world.explain('r')).toBe('leaves where it is: it is no longer in the office')
  world.handOver('a', 'b')
  world.jump()
  world.handOver('a', 'b')
  expect(world.explain('a')).toMatch(/^on the way to a visit at seat .*: it has no work; takes a paper to b$/)
  expect(world.explain('nobody')).toBe('not in the office')
})
