import { isCaptain } from '../art/avatar.ts'
import type { Point } from './layout.ts'

type Desk = Point & { id: string; room: string | null; isMain: boolean }
type Crew = { id: string; area: string | null }

type DeskPlan<D extends Desk> = {
  /** The desk of each agent by its id. */
  desks: Map<string, D>
  /** The agents for whom there is no desk. */
  unseated: string[]
}

/**
 * Who sits where. Whoever had a desk keeps it, whoever comes or goes; only a desk that was given by hand is taken from
 * another. A main agent takes the desk of a main agent, and the others sit near those of their area: in a room that is
 * for it, else beside them, else where they have room around them. Newcomers choose in the order of their ids.
 */
export function assignDesks<D extends Desk>(
  desks: readonly D[],
  crew: readonly Crew[],
  {
    before = new Map(),
    chosen = {},
    areaOfRoom = new Map(),
  }: {
    /** The desk that each agent had. */
    before?: ReadonlyMap<string, D>
    /** The ids of desks given by hand, by the ids of the agents. */
    chosen?: Readonly<Record<string, string>>
    areaOfRoom?: ReadonlyMap<string, string>
  } = {},
): DeskPlan<D> {
  const owners: (Crew | undefined)[] = desks.map(() => undefined)
  const places = new Map(desks.map((desk, number) => [desk.id, number]))
  /** How far each desk is from the nearest that is taken, by anybody and by those of one area. */
  const fromAnybody = desks.map(() => Number.POSITIVE_INFINITY)
  const fromArea = new Map<string, number[]>()
  const planned = new Map<string, D>()

  const waiting: Crew[] = []
  for (const agent of crew) {
    const number = Object.hasOwn(chosen, agent.id) ? places.get(chosen[agent.id]!) : undefined
    if (number === undefined || !seat(agent, number)) waiting.push(agent)
  }
  const newcomers: Crew[] = []
  for (const agent of waiting) {
    const number = places.get(before.get(agent.id)?.id ?? '')
    if (number === undefined || !seat(agent, number)) newcomers.push(agent)
  }
  newcomers.sort((a, b) => Number(isCaptain(b.id)) - Number(isCaptain(a.id)) || (a.id < b.id ? -1 : 1))
  const seatable = newcomers.slice(0, desks.length - planned.size)
  if (seatable.length > 0) for (const [number, owner] of owners.entries()) if (owner) measureFrom(number, owner.area)
  for (const agent of seatable) {
    const number = bestFor(agent)
    seat(agent, number)
    measureFrom(number, agent.area)
  }
  return { desks: planned, unseated: newcomers.slice(seatable.length).map(({ id }) => id) }

  function seat(agent: Crew, number: number): boolean {
    if (owners[number] || planned.has(agent.id)) return false
    owners[number] = agent
    planned.set(agent.id, desks[number]!)
    return true
  }

  function measureFrom(number: number, area: string | null) {
    const taken = desks[number]!
    let mates = area === null ? undefined : fromArea.get(area)
    if (area !== null && !mates) {
      mates = desks.map(() => Number.POSITIVE_INFINITY)
      fromArea.set(area, mates)
    }
    for (const [other, { x, y }] of desks.entries()) {
      const distance = Math.hypot(x - taken.x, y - taken.y)
      fromAnybody[other] = Math.min(fromAnybody[other]!, distance)
      if (mates) mates[other] = Math.min(mates[other]!, distance)
    }
  }

  /** The free desk with the fewest objections to it; the first of equals. */
  function bestFor({ id, area }: Crew): number {
    const mates = area === null ? undefined : fromArea.get(area)
    let best = -1
    let least = Number.POSITIVE_INFINITY
    for (const [number, desk] of desks.entries()) {
      if (owners[number]) continue
      const roomIsFor = desk.room === null ? undefined : areaOfRoom.get(desk.room)
      const isOfAnother = roomIsFor !== undefined && roomIsFor !== area
      const isHome = roomIsFor !== undefined && roomIsFor === area
      const nearness = mates ? mates[number]! : area === null ? number : -Math.min(fromAnybody[number]!, farEnoughPx)
      const objections =
        nearness +
        (desk.isMain === isCaptain(id) ? 0 : objection.main) +
        (isOfAnother ? objection.roomOfAnother : 0) -
        (isHome ? objection.roomOfOwn : 0)
      if (objections < least) {
        least = objections
        best = number
      }
    }
    return best
  }
}

/** Farther from others than this is no better for the first of an area. */
const farEnoughPx = 160

/** What weighs more than any distance within an office. */
const objection = { main: 1e6, roomOfAnother: 1e5, roomOfOwn: 1e4 }
