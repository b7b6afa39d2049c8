import { expect, test } from 'bun:test'
import type { Meeting } from '../../../src/office/meetings.ts'
import type { OfficeMember } from '../../../src/office/member.ts'
import { type SessionState, sessionStates } from '../../../src/sessions/severity.ts'
import { generator, hash } from '../art/avatar.ts'
import { composeOffice } from '../plan/compose/compose-plan.ts'
import type { Actor } from './actor.ts'
import type { Layout } from './layout.ts'
import type { Place } from './places.ts'
import { smallOffice, wideOffice } from './testing/drawn-layout.ts'
import { member } from './testing/members.ts'
import { timings } from './timings.ts'
import { createWalkGrid, tileAt } from './walk-grid.ts'
import { createWorld, type World } from './world.ts'

const dayMs = 20 * 60_000
const changes = 400
/** How long whoever has work may be on its way. */
const lateMs = 6_000

type Moment = { at: number; members: OfficeMember[]; meetings: Meeting[]; handOver: [string, string] | null }

/** What twelve agents and their sub-agents go through on a day, by a seed. */
function dayOf(seed: number, agents = 12): Moment[] {
  const random = generator(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const crew = new Map<string, OfficeMember>()
  const ids = ['openclaw:main', ...Array.from({ length: agents - 1 }, (_, number) => `openclaw:agent-${number}`)]
  let meetings: Meeting[] = []
  const moments = Array.from({ length: changes }, () => random() * dayMs).toSorted((a, b) => a - b)
  return moments.map((at, number) => {
    const id = pick(ids)
    const state: SessionState = pick([...sessionStates.map((row) => row.state), 'idle', 'idle', 'running'])
    const roll = random()
    if (number === 0) for (const id of ids.slice(0, 8)) crew.set(id, member(id, { state: 'idle' }))
    else if (roll < 0.1) crew.delete(id)
    else if (roll < 0.22) {
      const robot = `robot-${Math.floor(random() * 8)}`
      if (!crew.delete(robot))
        crew.set(robot, member(robot, { kind: 'subagent', parentId: pick([...ids, 'robot-1']), state: 'running' }))
    } else if (roll < 0.3) meetings = random() < 0.5 ? [] : [{ ids: [id, pick(ids), pick(ids)] }]
    else crew.set(id, member(id, { state, area: pick(['red', 'blue', null]) }))
    return { at, members: [...crew.values()], meetings, handOver: random() < 0.1 ? [id, pick(ids)] : null }
  })
}

/** Plays a day and looks at everybody after each step. */
function play(layout: Layout, day: Moment[]): { hash: number; walked: number } {
  const world = createWorld({ layout, seed: 'a day' })
  const watch = createWatch(world, layout)
  const hashes: number[] = []
  let walked = 0
  let next = 0
  for (let ms = 0, number = 0; ms < dayMs + 30_000; ms += timings.stepMs, number++) {
    for (; next < day.length && day[next]!.at <= ms; next++) {
      const { at, members, meetings, handOver } = day[next]!
      world.setMembers(members, at, { meetings })
      if (handOver) world.handOver(...handOver)
      watch.told(members)
    }
    world.step()
    watch.look()
    walked += world.actors.filter(({ act }) => act === 'walk' || act === 'carry').length
    if (number % 300 === 0) hashes.push(world.stateHash())
  }
  return { hash: hash(hashes.join()), walked }
}

function createWatch(world: World, layout: Layout) {
  const grid = createWalkGrid(layout)
  /** How long each has not been where it should be, in ms, and where that is. */
  const late = new Map<string, { ms: number; aim: string; home: Place | null }>()
  const before = new Map<string, { x: number; y: number }>()
  let ids = new Set<string>()

  function told(members: OfficeMember[]) {
    ids = new Set(members.map(({ id }) => id))
  }

  function look() {
    const faults: string[] = []
    const taken = new Map<object, string>()
    const here = new Set<string>()
    for (const actor of world.actors) {
      const { id, x, y, at, opacity } = actor
      if (here.has(id)) faults.push(`${id} is there twice`)
      here.add(id)
      if (!at && (grid.regions[tileAt(grid, x, y)] ?? 0) === 0) faults.push(`${id} is in a wall at ${x} ${y}`)
      if (at && at.kind !== 'door' && opacity > 0) {
        if (taken.has(at)) faults.push(`${id} and ${taken.get(at)} are both in ${at.id}`)
        taken.set(at, id)
      }
      if (at?.kind === 'desk' && at !== actor.home) faults.push(`${id} sits at the desk of another`)
      const aim = actor.isLeaving ? 'the door' : actor.intent
      const was = late.get(id)
      const ms = isWhereItShouldBe(actor) || was?.aim !== aim || was.home !== actor.home ? 0 : was.ms + timings.stepMs
      late.set(id, { ms, aim, home: actor.home })
      if (ms > (actor.isLeaving ? timings.leaveMs + 1_000 : lateMs)) faults.push(`${id} is late: ${world.explain(id)}`)
      const last = before.get(id)
      if (last && actor.intent === 'still' && opacity === 1 && (last.x !== x || last.y !== y))
        faults.push(`${id} moved`)
      before.set(id, { x, y })
    }
    for (const id of ids) if (!here.has(id) && !world.unseated.includes(id)) faults.push(`${id} is lost`)
    expect(faults).toEqual([])
  }

  function isWhereItShouldBe({ intent, at, home, isLeaving }: Actor) {
    if (isLeaving) return false
    if (intent === 'desk' || intent === 'beside') return at === home
    if (intent === 'meeting') return at?.kind === 'meeting'
    return true
  }

  return { told, look }
}

test('a day goes the same way each time, and at no moment of it is somebody where it cannot be', () => {
  const first = play(smallOffice(), dayOf(1))
  expect(first.walked).toBeGreaterThan(10_000)
  expect(play(smallOffice(), dayOf(1))).toEqual(first)
  expect(first.hash).toBe(3_743_191_349)
})

test('so do other days, in an office with fewer desks than agents and in those that there are', () => {
  const layouts = [wideOffice(8), composeOffice(6), composeOffice(12), composeOffice(60)]
  const hashes = layouts.map((layout, number) => play(layout, dayOf(number + 2)).hash)
  expect(new Set(hashes).size).toBe(layouts.length)
})
