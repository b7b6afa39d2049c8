import { expect, test } from 'bun:test'
import { drawnLayout } from './testing/drawn-layout.ts'
import { member } from './testing/members.ts'
import { isAtDesk, office, pass, placesTaken, running, until } from './testing/office.ts'
import { timings } from './timings.ts'

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

test('two who talk sit at a table, but nobody sits there alone because the other waits for a person', () => {
  const isAtTable = (world: ReturnType<typeof office>, id: string) => world.find(id)!.at?.kind === 'meeting'
  const talk = { meetings: [{ ids: ['a', 'b'] }] }
  const world = office()
  world.setMembers([running('a'), member('b'), running('c')], 0)
  world.setMembers([running('a'), member('b'), running('c')], 100, talk)
  until(world, () => isAtTable(world, 'a') && isAtTable(world, 'b'), timings.workArriveMs)
  expect(isAtTable(world, 'c')).toBe(false)
  world.setMembers([running('a'), member('b', { state: 'waiting' }), running('c')], 200, talk)
  until(world, () => isAtDesk(world, 'a') && isAtDesk(world, 'b'), timings.workArriveMs)
})
