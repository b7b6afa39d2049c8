import type { Direction, Layout, Pastime, Point, Seat, Spot } from './layout.ts'
import { centreX, centreY, nearestFree, tileAt, type WalkGrid } from './walk-grid.ts'

/** A place for one person: it walks to `enter` and is then at x, y. */
export type Place = Point & {
  id: string
  kind: 'desk' | 'meeting' | 'visit' | 'beside' | 'door' | Pastime
  direction: Direction
  stance: 'stand' | 'sit' | 'desk'
  z: number
  enter: Point
  /** The tile of `enter`; -1 where there is nowhere to walk at all. */
  tile: number
  room: string | null
  isMain: boolean
  /** Whether one can walk there from the door. */
  isReachable: boolean
  /** The id of whoever is there or on its way. */
  holder: string | null
}

export type Places = ReturnType<typeof createPlaces>

/** How far the nearest free tile may be from a place that one gets up or sits down on. */
const reachPx = 40
/** How near to each other two stand who chat. */
const chatPx = 48

/** The places of a layout. Of two with the same id the first counts. */
export function createPlaces(layout: Pick<Layout, 'seats' | 'spots' | 'door'>, grid: WalkGrid) {
  const door = doorOf(layout.door, grid)
  const region = door ? grid.regions[door.tile]! : largestRegion(grid)
  const seats = firstOfEach(layout.seats)
  const deskSeats = seats.filter(({ isMeeting }) => !isMeeting)
  const desks = deskSeats.map((seat) => placeOfSeat(seat, 'desk', grid, region))
  const meetingSeats = seats.flatMap((seat) => (seat.isMeeting ? [placeOfSeat(seat, 'meeting', grid, region)] : []))
  const spots = firstOfEach(layout.spots).map((spot) => placeOfSpot(spot, grid, region))
  /** Where somebody stands who brings something to a desk. */
  const visits = new Map(desks.map((desk) => [desk, visitOf(desk)]))
  const usable = spots.filter(({ isReachable }) => isReachable)
  /** Two places for a chat that are near each other. */
  const pairs = new Map<Place, Place>()
  for (const spot of usable) {
    if (spot.kind !== 'chat' || pairs.has(spot)) continue
    const other = usable.find(
      (other) =>
        other.kind === 'chat' &&
        other !== spot &&
        !pairs.has(other) &&
        Math.hypot(other.x - spot.x, other.y - spot.y) <= chatPx,
    )
    if (other) pairs.set(spot, other).set(other, spot)
  }
  return {
    door,
    desks,
    meetingSeats,
    visits,
    pairs,
    spots: usable.filter((spot) => spot.kind !== 'chat' || pairs.has(spot)),
  }
}

/** A place to stand in the middle of a tile. */
export const placeInTile = (id: string, kind: Place['kind'], tile: number, direction: Direction, grid: WalkGrid) =>
  standingPlace(id, kind, { x: centreX(grid, tile), y: centreY(grid, tile) }, tile, direction)

function standingPlace(id: string, kind: Place['kind'], { x, y }: Point, tile: number, direction: Direction): Place {
  return {
    id,
    kind,
    x,
    y,
    z: y,
    direction,
    stance: 'stand',
    enter: { x, y },
    tile,
    room: null,
    isMain: false,
    isReachable: true,
    holder: null,
  }
}

function doorOf(door: Point | undefined, grid: WalkGrid): Place | null {
  if (!door || tileAt(grid, door.x, door.y) < 0) return null
  const tile = nearestFree(grid, door)
  if (tile < 0 || distanceTo(tile, door, grid) > reachPx) return null
  const isFree = tile === tileAt(grid, door.x, door.y)
  const point = isFree ? door : { x: centreX(grid, tile), y: centreY(grid, tile) }
  return standingPlace('door', 'door', point, tile, 'up')
}

const placeOfSeat = (seat: Seat, kind: 'desk' | 'meeting', grid: WalkGrid, region: number): Place => ({
  id: seat.id,
  kind,
  x: seat.x,
  y: seat.y,
  z: seat.z,
  direction: seat.direction,
  stance: seat.stance,
  room: seat.room ?? null,
  isMain: seat.isMain ?? false,
  holder: null,
  ...wayTo(seat.enter, grid, region),
})

const placeOfSpot = (spot: Spot, grid: WalkGrid, region: number): Place => ({
  id: spot.id,
  kind: spot.pastime,
  x: spot.x,
  y: spot.y,
  z: spot.z ?? spot.y,
  direction: spot.direction,
  stance: spot.stance,
  room: null,
  isMain: false,
  holder: null,
  ...wayTo(spot, grid, region),
})

const visitOf = (desk: Place): Place => ({
  ...standingPlace(`a visit at seat ${desk.id}`, 'visit', desk.enter, desk.tile, desk.direction),
  isReachable: desk.isReachable,
})

function wayTo(point: Point, grid: WalkGrid, region: number): Pick<Place, 'enter' | 'tile' | 'isReachable'> {
  const tile = nearestFree(grid, point, region)
  if (tile < 0) return { enter: { x: point.x, y: point.y }, tile, isReachable: false }
  const isIn = tile === tileAt(grid, point.x, point.y)
  return {
    enter: isIn ? { x: point.x, y: point.y } : { x: centreX(grid, tile), y: centreY(grid, tile) },
    tile,
    isReachable: isIn || distanceTo(tile, point, grid) <= reachPx,
  }
}

const distanceTo = (tile: number, { x, y }: Point, grid: WalkGrid) =>
  Math.hypot(centreX(grid, tile) - x, centreY(grid, tile) - y)

function largestRegion(grid: WalkGrid): number {
  const sizes: number[] = []
  for (const region of grid.regions) if (region > 0) sizes[region] = (sizes[region] ?? 0) + 1
  return sizes.reduce((largest, size, region) => (size > (sizes[largest] ?? 0) ? region : largest), 0)
}

function firstOfEach<T extends { id: string }>(things: readonly T[]): T[] {
  const ids = new Set<string>()
  return things.filter(({ id }) => !ids.has(id) && ids.add(id))
}
