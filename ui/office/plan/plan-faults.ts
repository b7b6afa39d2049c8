import type { OfficePlan, PlanPiece } from '../../../src/office/plan.ts'
import { type Layout, type Point, tileSize } from '../world/layout.ts'
import { createWalkGrid, tileAt, ways } from '../world/walk-grid.ts'
import { type Misfit, misfitOf } from './can-place.ts'
import { layPlan, type PlanPlace } from './lay-plan.ts'
import { kindOf } from './pieces.ts'

/** What is wrong with a plan, in a sentence for people, and the piece that is to blame. */
export type PlanFault = { text: string; pieceId?: string }

/** What is wrong with an office that somebody builds; none where people can live in it. */
export function faultsOfPlan(plan: OfficePlan): PlanFault[] {
  const { layout, ownerOf } = layPlan(plan)
  return [
    ...placeFaults(plan),
    ...idFaults(plan, layout),
    ...roomFaults(plan, layout),
    ...wayFaults(layout, ownerOf),
    ...deskFaults(plan, layout),
  ]
}

const nameOf = (piece: PlanPiece) => `${kindOf(piece.kind)?.name ?? piece.kind} ${piece.id}`

const misfits: Record<Exclude<Misfit['reason'], 'taken'>, (name: string) => string> = {
  unknown: (name) => `Nobody knows what ${name} is.`,
  outside: (name) => `${name} is outside the office.`,
  wall: (name) => `${name} is in a wall.`,
  doorway: (name) => `${name} is in a doorway.`,
  'no-front': (name) => `${name} hangs on no wall.`,
  'nothing-below': (name) => `${name} stands on nothing.`,
  'no-wall-beside': (name) => `${name} has no wall beside it.`,
}

function placeFaults(plan: OfficePlan): PlanFault[] {
  return plan.pieces.flatMap((piece): PlanFault[] => {
    const misfit = misfitOf(plan, piece.kind, piece)
    if (!misfit) return []
    const text =
      misfit.reason === 'taken'
        ? `${nameOf(piece)} stands where ${nameOf(misfit.by)} is.`
        : misfits[misfit.reason](nameOf(piece))
    return [{ text, pieceId: piece.id }]
  })
}

function idFaults({ pieces, rooms }: OfficePlan, { seats }: Layout): PlanFault[] {
  const ids = twice(pieces.map(({ id }) => id))
  return [
    ...ids.map((id) => ({ text: `Two pieces have the id ${id}.`, pieceId: id })),
    // The second seat of a table and a desk can have the same one.
    ...twice(seats.map(({ id }) => id))
      .filter((id) => !ids.includes(id))
      .map((id) => ({ text: `Two seats have the id ${id}.`, pieceId: id })),
    ...twice(rooms.map(({ id }) => id)).map((id) => ({ text: `Two rooms have the id ${id}.` })),
  ]
}

function twice(list: readonly string[]): string[] {
  const seen = new Set<string>()
  return [...new Set(list.filter((one) => seen.has(one) || !seen.add(one)))]
}

function roomFaults({ rooms }: OfficePlan, { width, height }: Layout): PlanFault[] {
  return rooms
    .filter(({ rect: [x, y, across, down] }) => !(across > 0 && down > 0 && x + across <= width && y + down <= height))
    .map(({ id }) => ({ text: `The room ${id} is not within the office.` }))
}

/** What cannot be reached from the door, each piece once. */
function wayFaults(layout: Layout, ownerOf: ReadonlyMap<PlanPlace, PlanPiece>): PlanFault[] {
  const grid = createWalkGrid(layout)
  const hasDoor = tileAt(grid, layout.door.x, layout.door.y) >= 0
  if (!hasDoor) return [{ text: 'There is no entrance.' }]
  const regionAt = ({ x, y }: Point) => grid.regions[tileAt(grid, x, y - 2)] ?? 0
  const region = regionAt(layout.door)
  if (region === 0) return [{ text: 'The door leads into a wall.' }]
  const isReached = (place: Point) => regionAt(place) === region
  const blocked = new Set<PlanPiece>()
  for (const place of [
    ...layout.seats.filter(({ enter }) => !isReached(enter)),
    ...layout.interactive.filter(({ stand }) => !isReached(stand)),
    // One sits down on a sofa from beside it.
    ...layout.spots.filter((spot) => !isReached(spot) && !(spot.stance === 'sit' && around(spot).some(isReached))),
  ])
    blocked.add(ownerOf.get(place)!)
  return [...blocked].map((piece) => ({
    text: `${nameOf(piece)} cannot be reached from the door.`,
    pieceId: piece.id,
  }))
}

const around = ({ x, y }: Point): Point[] => ways.map(({ dx, dy }) => ({ x: x + dx * tileSize, y: y + dy * tileSize }))

function deskFaults({ desks, pieces }: OfficePlan, { seats }: Layout): PlanFault[] {
  const known = new Set(seats.flatMap(({ id, isMeeting }) => (isMeeting ? [] : [id])))
  const ids = new Set(pieces.map(({ id }) => id))
  return [
    ...Object.entries(desks)
      .filter(([, seat]) => !known.has(seat))
      .map(([agent, seat]) => ({ text: `${agent} was given the desk ${seat}, which does not exist.` })),
    ...twice(Object.values(desks)).map((seat) => ({
      text: `The desk ${seat} was given to two agents.`,
      ...(ids.has(seat) && { pieceId: seat }),
    })),
  ]
}
