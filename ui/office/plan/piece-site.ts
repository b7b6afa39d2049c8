import type { PlanPiece } from '../../../src/office/plan.ts'
import { artOf } from '../art/sprites.ts'
import type { Direction, Interactive, Layout, Seat, Spot } from '../world/layout.ts'
import { tileSize } from '../world/layout.ts'
import type { Ground } from './ground.ts'
import { type PieceKind, type PieceSite, partsOf } from './piece-kind.ts'

type Deps = {
  layout: Layout
  ground: Ground
  piece: PlanPiece
  kind: PieceKind
  /** On top of what it stands, from the top of its own ground; null where there is nothing. */
  support: { y: number; z: number } | null
  /** Told of each place that the piece gives, and whether that stays free only where there is room. */
  onSeat(seat: Seat): void
  onSpot(spot: Spot): void
  onOpen(interactive: Interactive, isPlaced: boolean): void
  onDoor(x: number, y: number): void
}

const turnedOver: Readonly<Record<Direction, Direction>> = { left: 'right', right: 'left', up: 'up', down: 'down' }

/** Puts what belongs to a piece into a layout, where the piece stands and as it is turned. */
export function createPieceSite({ layout, ground, piece, kind, support, ...on }: Deps): PieceSite {
  const [nudgeX, nudgeY] = piece.nudge ?? [0, 0]
  const left = piece.column * tileSize + nudgeX
  const top = piece.row * tileSize + nudgeY
  const isTurned = piece.flip === true && kind.canFlip === true
  const across = kind.tiles[0] * tileSize
  const atX = (x: number, width = 0) => left + (isTurned ? across - x - width : x)
  const facing = (direction: Direction) => (isTurned ? turnedOver[direction] : direction)
  /** Ids of the places of a piece: its own, then with a number. */
  const names = { seats: 0, spots: 0, interactive: 0 }
  const named = (list: keyof typeof names) => (++names[list] === 1 ? piece.id : `${piece.id}-${names[list]}`)
  const raised = support?.y ?? 0

  return {
    id: piece.id,
    parts: partsOf(kind, piece.variant),
    put(sprite, x, y, { z = support?.z, flip = false, ...more } = {}) {
      layout.objects.push({
        ...more,
        sprite,
        x: atX(x),
        y: top + y + raised,
        ...(z !== undefined && { z: top + z }),
        ...(flip !== isTurned && { flip: true }),
      })
    },
    lie(sprite, x, y) {
      layout.objects.push({ sprite, x: atX(x, artOf(sprite)?.width), y: top + y, floor: true })
    },
    hang(sprite, x, y, state, layer = 1) {
      const at = atX(x, artOf(sprite)?.width)
      layout.objects.push({ sprite, x: at, y: top + y, wall: layer, ...(state && { state }) })
    },
    window(x, y, sky) {
      layout.windows.push({ x: left + x, y: top + y, width: 44, height: 26, sky })
    },
    light(kind, x, y, colour, more = {}) {
      layout.lights.push({ kind, x: atX(x), y: top + y, colour, ...more })
    },
    seat({ x, y, z, direction, enter, ...more }) {
      on.onSeat({
        ...more,
        id: named('seats'),
        x: atX(x),
        y: top + y,
        z: top + z,
        direction: facing(direction),
        enter: { x: atX(enter.x), y: top + enter.y },
      })
    },
    spot(pastime, x, y, direction, seatZ) {
      const spot: Spot = {
        id: named('spots'),
        pastime,
        x: atX(x),
        y: top + y,
        direction: facing(direction),
        stance: 'stand',
      }
      on.onSpot(seatZ === undefined ? spot : { ...spot, stance: 'sit', z: top + seatZ })
    },
    open([x, y, width, height], stand) {
      if (!kind.role) return
      const [standX, standY, direction] = stand ?? [across / 2, kind.tiles[1] * tileSize + 12, 'up']
      on.onOpen(
        {
          id: named('interactive'),
          role: kind.role,
          box: [atX(x, width), top + y, width, height],
          stand: { x: atX(standX), y: top + standY, direction: facing(direction) },
        },
        stand !== undefined,
      )
    },
    edge(length) {
      const column = piece.column + kind.tiles[0] - 1
      layout.edges.push({ column, fromRow: piece.row, toRow: piece.row + length - 1 })
    },
    door: (x, y) => on.onDoor(atX(x), top + y),
    isFloor: (x, y) =>
      ground.floorAt(Math.floor((left + x) / tileSize), Math.floor((top + y) / tileSize)) !== undefined,
  }
}
