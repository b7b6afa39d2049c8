import { depictionOf } from '../../../src/office/depiction.ts'
import type { Meeting } from '../../../src/office/meetings.ts'
import type { OfficeMember } from '../../../src/office/member.ts'
import { type Actor, createActor } from './actor.ts'
import { assignDesks } from './assign-desks.ts'
import { assignMeetings } from './assign-meetings.ts'
import { mayMeet } from './intent.ts'
import type { Layout } from './layout.ts'
import type { Movement } from './movement.ts'
import type { Place, Places } from './places.ts'
import { createStandBeside } from './stand-beside.ts'
import { timings } from './timings.ts'
import type { WalkGrid } from './walk-grid.ts'

/** Who is in the office: they get a desk, come in, are sent where they belong, and leave. */
export function createCrew({
  layout,
  seed,
  desks: chosen,
  grid,
  places,
  actors,
  movement,
  pursue,
  stopFreeTime,
}: {
  layout: Layout
  seed: string
  desks: Readonly<Record<string, string>>
  grid: WalkGrid
  places: Places
  actors: Actor[]
  movement: Movement
  pursue: (actor: Actor, meetingSeat: Place | undefined) => void
  stopFreeTime: (actor: Actor) => void
}) {
  const byId = new Map<string, Actor>()
  const standBeside = createStandBeside(grid, places)
  const areaOfRoom = new Map(layout.rooms.flatMap(({ id, area }) => (area === undefined ? [] : [[id, area] as const])))
  /** Who last had each desk: whoever comes back gets it again if nobody else has. */
  const lastOwners = new Map<Place, string>()
  let meetingSeats = new Map<string, Place>()
  let unseated = new Set<string>()
  let count = 0

  /** Of somebody who is named twice, what was said last counts. */
  function tell(members: readonly OfficeMember[], meetings: readonly Meeting[], now: number, isFirst: boolean) {
    const told = new Map(members.map((member) => [member.id, member]))
    const agents = [...told.values()].filter(({ kind }) => kind === 'agent')
    const plan = assignDesks(places.desks, agents, { before: desksBefore(), chosen, areaOfRoom })
    for (const [id, desk] of plan.desks) lastOwners.set(desk, id)
    const withoutPlace = new Set(plan.unseated)
    for (const actor of actors) {
      const member = told.get(actor.id)
      if (!member || withoutPlace.has(actor.id)) leave(actor, now)
      else if (member.kind !== actor.member.kind) {
        stopFreeTime(actor)
        actor.isGone = true
      }
    }
    removeGone()
    meetingSeats = assignMeetings(
      places.meetingSeats.filter(({ holder }) => holder === null || byId.get(holder)?.intent !== 'still'),
      meetings.map(({ ids }) => ({
        ids: ids.filter((id) => plan.desks.has(id) && mayMeet(depictionOf(told.get(id)!))),
      })),
      meetingSeats,
    )
    let arrivals = 0
    for (const member of agents) {
      const desk = plan.desks.get(member.id)
      if (!desk) continue
      const known = byId.get(member.id)
      const actor = known ?? add(member)
      actor.desk = desk.id
      actor.home = desk
      update(actor, member)
      if (!known && !isFirst && !actor.depiction.isStill && places.door && desk.isReachable)
        movement.appear(actor, places.door, now + Math.min(timings.doorWaitMaxMs, arrivals++ * timings.doorGapMs))
      else if (!known) appearAt(actor, desk)
      pursue(actor, meetingSeats.get(actor.id))
    }
    const done = new Set<string>()
    for (const member of told.values()) if (member.kind === 'subagent') tellSubagent(member)
    unseated = withoutPlace

    /** Parents come before their children; a circle of parents has none. */
    function tellSubagent(member: OfficeMember) {
      if (done.has(member.id)) return
      done.add(member.id)
      const above = member.parentId === null ? undefined : told.get(member.parentId)
      if (above?.kind === 'subagent') tellSubagent(above)
      if (above && withoutPlace.has(above.id)) {
        withoutPlace.add(member.id)
        const actor = byId.get(member.id)
        if (actor) leave(actor, now)
        return
      }
      const parent = above && above !== member ? byId.get(above.id) : undefined
      const known = byId.get(member.id)
      if (known) known.parentId = parent?.id ?? null
      if (known?.home && (!parent || known.anchor === parent.home)) {
        update(known, member)
        return pursue(known, undefined)
      }
      const from = parent?.home ?? places.door ?? places.desks[0]
      if (known?.home) standBeside.giveBack(known.home)
      const home = from ? standBeside.take(member.id, from.tile, from) : null
      if (!home) return void withoutPlace.add(member.id)
      const actor = known ?? add(member)
      actor.home = home
      actor.anchor = parent?.home ?? null
      actor.parentId = parent?.id ?? null
      update(actor, member)
      if (!known && !isFirst && !actor.depiction.isStill && parent) movement.appear(actor, parent.home!.enter, now)
      else if (!known) appearAt(actor, home)
      pursue(actor, undefined)
    }
  }

  function desksBefore() {
    const before = new Map<string, Place>()
    for (const [desk, id] of lastOwners) before.set(id, desk)
    for (const { id, home, isLeaving } of actors) if (home?.kind === 'desk' && !isLeaving) before.set(id, home)
    return before
  }

  function add(member: OfficeMember): Actor {
    const actor = createActor(member, depictionOf(member), seed, count++)
    actors.push(actor)
    byId.set(member.id, actor)
    return actor
  }

  function update(actor: Actor, member: OfficeMember) {
    actor.member = member
    actor.depiction = depictionOf(member)
    if (!actor.isLeaving) return
    actor.isLeaving = false
    if (actor.fade === 'out') actor.fade = 'in'
  }

  function appearAt(actor: Actor, home: Place) {
    movement.settle(actor, home)
    actor.fade = 'in'
  }

  /** Out by the door; whoever has no way there, or of whom nothing is known, disappears where it is. */
  function leave(actor: Actor, now: number) {
    if (actor.isLeaving) return
    const canWalk = actor.member.kind === 'agent' && !actor.depiction.isStill && actor.opacity > 0
    if (!canWalk || !places.door || !(actor.at ?? actor.home)?.isReachable) return disappear(actor, now)
    stopFreeTime(actor)
    actor.isLeaving = true
    movement.send(actor, places.door, timings.leaveMs)
  }

  function disappear(actor: Actor, now: number) {
    stopFreeTime(actor)
    if (actor.member.kind === 'subagent' && actor.home) standBeside.giveBack(actor.home)
    if (actor.member.kind === 'subagent') actor.home = null
    actor.isLeaving = true
    actor.startsAt = Math.min(actor.startsAt, now)
    actor.fade = 'out'
  }

  function removeGone() {
    let kept = 0
    for (const actor of actors) {
      if (!actor.isGone) {
        actors[kept++] = actor
        continue
      }
      movement.forget(actor)
      if (actor.member.kind === 'subagent' && actor.home) standBeside.giveBack(actor.home)
      byId.delete(actor.id)
    }
    actors.length = kept
    for (const actor of actors) if (actor.parentId !== null && !byId.has(actor.parentId)) actor.parentId = null
  }

  return { tell, removeGone, find: (id: string) => byId.get(id), unseated: () => [...unseated] }
}
