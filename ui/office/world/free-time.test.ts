import { expect, test } from 'bun:test'
import { member } from './testing/members.ts'
import { isAtDesk, office, pass, placesTaken, running, until } from './testing/office.ts'
import { timings } from './timings.ts'

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
