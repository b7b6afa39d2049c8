import type { Direction, Layout, LayoutLight, LayoutObject, ObjectRole, Pastime, Seat, Spot } from '../layout.ts'
import { layDeskPair } from './desk-pair.ts'
import { tileSize } from './lay-tiles.ts'

/** Where a room lies in the office, in tiles. */
type Plot = {
  name: string
  /** The rooms of an office are counted from 0, so that no two look the same. */
  number: number
  column: number
  row: number
  width: number
  /** A room that is wider than its template keeps its furniture in the middle. */
  inset: number
  /** The columns at which the wall is open, from one to before the other. */
  gap: readonly [from: number, to: number] | null
}

type Deps = {
  layout: Layout
  plot: Plot
  block(column: number, row: number, width: number, height: number): void
  /** An id that nothing else in the office has: a number is added where one is taken. */
  uniqueId(id: string): string
  nextDesk(): string
}

type RoomSeat = Omit<Seat, 'room'>
/** Columns, rows, width and height in tiles of the room. */
type Footprint = readonly [column: number, row: number, width?: number, height?: number]

export type RoomSite = ReturnType<typeof createRoomSite>

const chairs = ['navy', 'teal', 'red', 'grey'] as const
const decor = ['mug', 'papers', 'books', 'plant.small', 'duck', 'photo', 'tray'] as const
const pick = <T>(list: readonly T[], n: number) => list[n % list.length]!

/**
 * What a room is furnished with. Places are art pixels from the top left of the floor; what hangs on the wall is measured
 * from the top of the wall, which is two tiles high. What would hang in a doorway is left out.
 */
export function createRoomSite({ layout, plot, block, uniqueId, nextDesk }: Deps) {
  const left = (plot.column + plot.inset) * tileSize
  const top = plot.row * tileSize
  const right = (plot.column + plot.width) * tileSize
  const ids = new Map<string, string>()
  const own = (id: string) => {
    const known = ids.get(id) ?? uniqueId(id)
    ids.set(id, known)
    return known
  }
  const placed = ({ id, screen, lamp, seat, z, ...more }: Partial<LayoutObject>): Partial<LayoutObject> => ({
    ...more,
    ...(id && { id: own(id) }),
    ...(screen && { screen: own(screen) }),
    // A lamp is lit for its seat; that of a lounge is lit for everybody.
    ...(lamp && { lamp: lamp === 'lounge' ? lamp : own(lamp) }),
    ...(seat && { seat: own(seat) }),
    ...(z !== undefined && { z: z + top }),
  })
  const isOpen = (x: number, width: number) =>
    plot.gap !== null && left + x + width > plot.gap[0] * tileSize && left + x < plot.gap[1] * tileSize

  return {
    number: plot.number,
    name: plot.name,
    put(sprite: string, x: number, y: number, tiles?: Footprint | null, more: Partial<LayoutObject> = {}) {
      layout.objects.push({ sprite, x: left + x, y: top + y, ...placed(more) })
      if (tiles) block(plot.column + plot.inset + tiles[0], plot.row + tiles[1], tiles[2] ?? 1, tiles[3] ?? 1)
    },
    lay(sprite: string, x: number, y: number) {
      layout.objects.push({ sprite, x: left + x, y: top + y, floor: true })
    },
    hang(sprite: string, x: number, y: number, id?: string, wall: 1 | 2 = 1) {
      if (isOpen(x, sprite === 'board.kanban' ? 48 : 30)) return
      layout.objects.push({ sprite, x: left + x, y: top - 32 + y, wall, ...placed(id ? { id } : {}) })
    },
    window(x: number, sky: number) {
      if (isOpen(x, 44)) return
      layout.windows.push({ x: left + x, y: top - 28, width: 44, height: 26, sky })
      // The light of a window falls to the right, and ends at a wall.
      if (left + x + 80 <= right + 8) layout.lights.push({ kind: 'shaft', x: left + x - 4, y: top, colour: 'gold3' })
    },
    seat({ id, x, y, z, enter, ...more }: RoomSeat) {
      layout.seats.push({
        ...more,
        id: own(id),
        x: left + x,
        y: top + y,
        z: top + z,
        enter: { x: left + enter.x, y: top + enter.y },
        room: plot.name,
      })
    },
    light(kind: LayoutLight['kind'], x: number, y: number, colour: string, more: Partial<LayoutLight> = {}) {
      const { seat, ...rest } = more
      layout.lights.push({ kind, x: left + x, y: top + y, colour, ...rest, ...(seat && { seat: own(seat) }) })
    },
    spot(id: string, pastime: Pastime, x: number, y: number, direction: Direction, seatZ?: number) {
      const spot: Spot = { id: own(id), pastime, x: left + x, y: top + y, direction, stance: 'stand' }
      layout.spots.push(seatZ === undefined ? spot : { ...spot, stance: 'sit', z: seatZ + top })
    },
    open(
      id: string,
      role: ObjectRole,
      [x, y, width, height]: readonly [number, number, number, number],
      [standX, standY, direction = 'up']: readonly [x: number, y: number, direction?: Direction],
    ) {
      const isOnWall = y < 0 && role !== 'health' && role !== 'memory'
      if (isOnWall && isOpen(x, width)) return
      layout.interactive.push({
        id: own(id),
        role,
        box: [left + x, top + y, width, height],
        stand: { x: left + standX, y: top + standY, direction },
      })
    },
    /** The pair of desks `k` of the room. */
    desks(column: number, row: number, k: number) {
      const seats = [nextDesk(), nextDesk()] as const
      layDeskPair(layout, {
        x: left + column * tileSize + 24,
        y: top + row * tileSize,
        seats,
        chair: pick(chairs, plot.number + k),
        decor: [pick(decor, plot.number * 3 + k), pick(decor, plot.number * 3 + k + 3)],
        room: plot.name,
        approach: 60,
      })
      block(plot.column + plot.inset + column, plot.row + row, 3, 2)
    },
  }
}
