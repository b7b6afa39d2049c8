import type { OfficePlan, PlanPiece } from '../../../src/office/plan.ts'
import { type Interactive, type Layout, type Point, type Seat, type Spot, tileSize } from '../world/layout.ts'
import { groundOf } from './ground.ts'
import { layGround } from './lay-ground.ts'
import { createBlocks } from './lay-tiles.ts'
import type { PieceKind } from './piece-kind.ts'
import { createPieceSite } from './piece-site.ts'
import { kindOf } from './pieces.ts'
import { isWithin, tilesOf } from './tiles-of.ts'

type Placed = { piece: PlanPiece; kind: PieceKind }
/** A place at which somebody is, or before which one stands. */
export type PlanPlace = Seat | Spot | Interactive

/** What is drawn of a plan. It is total: pieces that nobody knows and those outside of the office are left out. */
export const layoutOfPlan = (plan: OfficePlan): Layout => layPlan(plan).layout

/** The layout of a plan, and to which piece each of its places belongs. */
export function layPlan(plan: OfficePlan): { layout: Layout; ownerOf: ReadonlyMap<PlanPlace, PlanPiece> } {
  const ground = groundOf(plan)
  const { width, height } = ground
  const layout: Layout = {
    name: plan.name,
    version: 1,
    width,
    height,
    floor: [],
    walls: [],
    objects: [],
    seats: [],
    spots: [],
    interactive: [],
    windows: [],
    lights: [],
    rooms: plan.rooms.map((room) => ({ ...room })),
    collision: [],
    edges: [],
    door: { x: -1, y: -1 },
  }
  const placed = plan.pieces.flatMap((piece): Placed[] => {
    const kind = kindOf(piece.kind)
    return kind && isWithin(tilesOf(piece, kind), ground) ? [{ piece, kind }] : []
  })
  const blocks = createBlocks(width, height, true)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) if (!ground.isWall(x, y)) blocks.set(x, y, 1, 1, false)
  for (const { piece, kind } of placed) if (kind.on === 'floor') blocks.set(piece.column, piece.row, ...kind.tiles)
  layout.collision = blocks.collision()
  const isFree = ({ x, y }: Point) =>
    layout.collision[Math.floor((y - 2) / tileSize)]?.[Math.floor(x / tileSize)] === '0'

  const supportAt = supportsOf(placed)
  const ownerOf = new Map<PlanPlace, PlanPiece>()
  let hasDoor = false
  for (const { piece, kind } of placed)
    kind.lay(
      createPieceSite({
        layout,
        ground,
        piece,
        kind,
        support: kind.on === 'top' ? supportAt(piece) : null,
        onSeat(seat) {
          const room = roomAt(plan, seat)
          const placedSeat = room === undefined ? seat : { ...seat, room }
          layout.seats.push(placedSeat)
          ownerOf.set(placedSeat, piece)
        },
        onSpot(spot) {
          // Before a window that something stands in front of nobody looks out.
          if (kind.on === 'wall' && !isFree(spot)) return
          layout.spots.push(spot)
          ownerOf.set(spot, piece)
        },
        onOpen(interactive, isPlaced) {
          const stand = isPlaced ? interactive.stand : standBefore(piece, kind, interactive.stand, isFree)
          const placedOne = { ...interactive, stand }
          layout.interactive.push(placedOne)
          ownerOf.set(placedOne, piece)
        },
        onDoor(x, y) {
          if (!hasDoor) layout.door = { x, y }
          hasDoor = true
        },
      }),
    )
  layGround(layout, ground)
  layout.lights = layout.lights.map((light) => {
    const room = light.kind === 'room' && !light.seat ? roomAt(plan, light) : undefined
    return room === undefined ? light : { ...light, room }
  })
  // The captain comes first, then the desks in their order, then the tables for meetings.
  const rank = ({ isMain, isMeeting }: Seat) => (isMain ? 0 : isMeeting ? 2 : 1)
  layout.seats.sort((a, b) => rank(a) - rank(b))
  return { layout, ownerOf }
}

/** What carries things, by the tiles that it takes. */
function supportsOf(placed: readonly Placed[]) {
  const carriers = new Map<string, Placed>()
  for (const { piece, kind } of placed)
    if (kind.carries)
      for (let y = 0; y < kind.tiles[1]; y++)
        for (let x = 0; x < kind.tiles[0]; x++) carriers.set(`${[piece.column + x, piece.row + y]}`, { piece, kind })
  return ({ column, row }: PlanPiece) => {
    const carrier = carriers.get(`${[column, row]}`)
    if (!carrier?.kind.carries) return null
    const { y, z } = carrier.kind.carries
    return { y, z: (carrier.piece.row - row) * tileSize + z }
  }
}

/** The smallest room that a point lies in. */
function roomAt({ rooms }: OfficePlan, { x, y }: Point): string | undefined {
  const holding = rooms.filter(({ rect: [left, top, width, height] }) => {
    const column = x / tileSize - left
    const row = y / tileSize - top
    return column >= 0 && column < width && row >= 0 && row < height
  })
  const areaOf = ({ rect }: (typeof rooms)[number]) => rect[2] * rect[3]
  return holding.toSorted((a, b) => areaOf(a) - areaOf(b))[0]?.id
}

type Stand = Interactive['stand']

/** One stands below a thing, else beside it, else above it; where nothing is free, below. */
function standBefore({ column, row }: PlanPiece, kind: PieceKind, below: Stand, isFree: (at: Point) => boolean): Stand {
  const [across, down] = kind.tiles
  const left = column * tileSize
  const right = (column + across) * tileSize
  const foot = (row + down) * tileSize - 4
  const stands: Stand[] = [
    below,
    { x: left - 8, y: foot, direction: 'right' },
    { x: right + 8, y: foot, direction: 'left' },
    { x: (left + right) / 2, y: row * tileSize - 4, direction: 'down' },
  ]
  return stands.find(isFree) ?? below
}
