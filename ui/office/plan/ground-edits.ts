import type { OfficePlan, PlanPiece, PlanRoom } from '../../../src/office/plan.ts'
import { type GroundSign, mostTiles } from './ground.ts'
import { createIds } from './piece-ids.ts'
import { kindOf } from './pieces.ts'
import { withoutLostSeats } from './plan-edits.ts'
import { isWithin, tilesOf } from './tiles-of.ts'

// Edits of the ground of a plan and of its rooms, by the rules of `plan-edits.ts`.

export type Side = 'left' | 'right' | 'top' | 'bottom'
/** In tiles. */
type Rect = PlanRoom['rect']

const fewestTiles = 8
const mostRooms = 100

/** Paints a rectangle of tiles; what of it lies outside of the office is left out. */
export function paintGround(plan: OfficePlan, sign: GroundSign, [column, row, width, height]: Rect): OfficePlan {
  const from = Math.max(0, column)
  const ground = plan.ground.map((line, y) => {
    const to = Math.min(line.length, column + width)
    if (y < row || y >= row + height || to <= from) return line
    return line.slice(0, from) + sign.repeat(to - from) + line.slice(to)
  })
  return ground.every((line, y) => line === plan.ground[y]) ? plan : { ...plan, ground }
}

/**
 * Adds rows or columns of wall on a side of the office, or takes some away with a negative number; everything moves along.
 * What has no ground any more goes, and a room becomes as small as the office.
 */
export function growGround(plan: OfficePlan, side: Side, by: number): OfficePlan {
  const isAcross = side === 'left' || side === 'right'
  const width = (plan.ground[0]?.length ?? 0) + (isAcross ? by : 0)
  const height = plan.ground.length + (isAcross ? 0 : by)
  const fits = (tiles: number) => Number.isInteger(tiles) && tiles >= fewestTiles && tiles <= mostTiles
  if (by === 0 || !fits(width) || !fits(height)) return plan
  const right = side === 'left' ? by : 0
  const down = side === 'top' ? by : 0
  const rows = Array.from({ length: height }, (_, y) => {
    const line = plan.ground[y - down] ?? ''
    return (right < 0 ? line.slice(-right) : '#'.repeat(right) + line).padEnd(width, '#').slice(0, width)
  })
  const grown = { ...plan, ground: rows }
  const isInside = (piece: PlanPiece) => {
    const kind = kindOf(piece.kind)
    return isWithin(kind ? tilesOf(piece, kind) : { ...piece, across: 1, down: 1 }, { width, height })
  }
  return withoutLostSeats(plan, {
    ...grown,
    pieces: plan.pieces
      .map((piece) => ({ ...piece, column: piece.column + right, row: piece.row + down }))
      .filter(isInside),
    rooms: plan.rooms.flatMap((room): PlanRoom[] => {
      const [x, y, roomWidth, roomHeight] = room.rect
      const rect = within(grown, [x + right, y + down, roomWidth, roomHeight])
      return rect ? [{ ...room, rect }] : []
    }),
  })
}

/** The part of a rectangle that lies in the office; null where there is none. */
function within({ ground }: Pick<OfficePlan, 'ground'>, [column, row, width, height]: Rect): Rect | null {
  const left = Math.max(0, column)
  const top = Math.max(0, row)
  const across = Math.min(ground[0]?.length ?? 0, column + width) - left
  const down = Math.min(ground.length, row + height) - top
  return across > 0 && down > 0 ? [left, top, across, down] : null
}

/** A new room comes last, with an id that no other has. With an area it is for a project or a team. */
export function addRoom(plan: OfficePlan, kind: string, rect: Rect, area?: string): OfficePlan {
  const inside = within(plan, rect)
  if (!inside || plan.rooms.length >= mostRooms) return plan
  const id = createIds(plan.rooms.map(({ id }) => id)).named(kind)
  return { ...plan, rooms: [...plan.rooms, { id, kind, rect: inside, ...(area !== undefined && { area }) }] }
}

/** Says for whom a room is; with null it is for everybody. */
export const nameRoom = (plan: OfficePlan, id: string, area: string | null): OfficePlan =>
  changeRoom(plan, id, (room) => {
    if ((room.area ?? null) === area) return room
    const { area: _, ...rest } = room
    return area === null ? rest : { ...rest, area }
  })

export const resizeRoom = (plan: OfficePlan, id: string, rect: Rect): OfficePlan =>
  changeRoom(plan, id, (room) => {
    const inside = within(plan, rect)
    return !inside || inside.every((value, k) => value === room.rect[k]) ? room : { ...room, rect: inside }
  })

export function removeRoom(plan: OfficePlan, id: string): OfficePlan {
  const rooms = plan.rooms.filter((room) => room.id !== id)
  return rooms.length === plan.rooms.length ? plan : { ...plan, rooms }
}

function changeRoom(plan: OfficePlan, id: string, change: (room: PlanRoom) => PlanRoom): OfficePlan {
  const at = plan.rooms.findIndex((room) => room.id === id)
  const room = plan.rooms[at]
  const changed = room && change(room)
  return !changed || changed === room ? plan : { ...plan, rooms: plan.rooms.with(at, changed) }
}
