import { expect, test } from 'bun:test'
import type { Layout } from './layout.ts'
import { drawnLayout, smallOffice, wideOffice } from './testing/drawn-layout.ts'
import { member } from './testing/members.ts'
import { isAtDesk, office, pass, running, until } from './testing/office.ts'
import { timings } from './timings.ts'

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
