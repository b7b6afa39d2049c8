import type { Stance } from '../art/poses.ts'

/** A sprite with its place: the point it stands on, or its top left where it hangs on the wall. */
export type Thing = {
  sprite: string
  x: number
  y: number
  /** Sprites with a higher z cover those with a lower one. */
  z: number
  /** The seat whose state it shows, and as what. */
  seat?: number
  shows?: 'screen' | 'lamp' | 'leds'
}

export type Row = 'captain' | 'back' | 'front'
/** A seat: the point in the middle of the foot of the character's cell. */
type Seat = { x: number; y: number; z: number; row: Row }

/** A place away from the desks, where somebody is who has nothing to do. `rise` is how much higher than at a desk a head is. */
export type Rest = Seat & { stance: Exclude<Stance, 'desk'>; offers: 'coffee' | 'sofa' | 'floor'; rise: number }

export type Fixture = {
  kind: 'hang' | 'glow' | 'lampBig' | 'lamp' | 'face' | 'room'
  x: number
  y: number
  colour: string
  seat?: number
}

export type Pane = { x: number; y: number; width: number; height: number; frame: string; sea: string }

/** The office without its characters and its light. */
export type Layout = {
  width: number
  height: number
  /** Tiles and rugs, then walls, in the order in which they are drawn below everything else. */
  ground: Thing[]
  panes: Pane[]
  onWall: Thing[]
  things: Thing[]
  /** The captain's seat first, then the others from the middle outwards. */
  seats: Seat[]
  /** The places to rest, in which nobody stands before a desk. */
  rests: Rest[]
  lights: Fixture[]
}

const tile = 16
const rows = 6
/** The width of the smallest office in art pixels, with ten desks and a helm. */
const baseWidth = 480
const desksInBase = { left: 5, right: 6 } as const
const pitch = 24
const wingStep = 48
/** How far the foot of a desk is below the top of its sprite. Characters behind a desk are drawn before it. */
const deskDepth = 11

const scatter = (x: number, y: number) => (Math.imul(x * 7 + 3, 2654435761) ^ Math.imul(y * 13 + 5, 40503)) >>> 0

/** The desks of small crews, so that they spread out instead of crowding round the helm. */
const spread: Record<number, readonly number[]> = { 0: [], 1: [1], 2: [1, 3], 3: [0, 1, 3] }
const places = (count: number) => spread[count] ?? Array.from({ length: count }, (_, k) => k)
const reach = (k: number) => 40 + k * pitch
const rowOf = (k: number): Row => (k % 2 ? 'back' : 'front')

/**
 * The office for a captain and `others` more: a wall with windows on the sea, the helm in the middle, two staggered rows
 * of desks on each side. It grows sideways with their number, and to `room` art pixels where that is more.
 */
export function layOfficeStrip(others: number, room = 0): Layout {
  const left = Math.ceil(others / 2)
  const right = others - left
  const wing = (desks: number) => Math.max(0, Math.ceil((desks * pitch) / wingStep)) * wingStep
  const wings = { left: wing(left - desksInBase.left), right: wing(right - desksInBase.right) }
  const drawn = baseWidth + wings.left + wings.right
  const margin = Math.max(0, Math.ceil((room - drawn) / (2 * tile))) * tile
  const width = drawn + 2 * margin
  const middle = margin + wings.left + baseWidth / 2
  const stern = margin + wings.left + wings.right

  const layout: Layout = {
    width,
    height: rows * tile,
    ground: [],
    panes: [],
    onWall: [],
    things: [],
    seats: [],
    rests: [],
    lights: [],
  }
  const put = (sprite: string, x: number, y: number, more: Partial<Thing> = {}) =>
    layout.things.push({ sprite, x, y, z: y, ...more })
  const hang = (sprite: string, x: number, y: number) => layout.onWall.push({ sprite, x, y, z: 0 })
  const light = (kind: Fixture['kind'], x: number, y: number, colour: string, seat?: number) =>
    layout.lights.push({ kind, x, y, colour, ...(seat !== undefined && { seat }) })
  const lantern = (x: number) => {
    hang('lamp.ship.off', x - 7, 0)
    light('hang', x, 22, 'gold1')
  }
  const pane = (x: number, sea: string, frame = 'window.bridge') => {
    const round = frame === 'porthole'
    layout.panes.push({
      x,
      y: round ? 11 : 7,
      width: round ? 24 : frame === 'window.bow' ? 96 : 56,
      height: round ? 24 : 34,
      frame,
      sea,
    })
  }

  layGround(layout, middle)

  pane(middle - 48, 'bow', 'window.bow')
  pane(middle - 126, 'light')
  pane(middle + 70, 'moon')
  for (const side of [-1, 1] as const) layWall(side, side < 0 ? wings.left : wings.right)

  function layWall(side: -1 | 1, room: number) {
    let from = 126
    let windows = 0
    const next = (width: number) => {
      const x = side < 0 ? middle - from - width : middle + from
      from += width
      return x
    }
    for (let rest = room; rest >= wingStep; ) {
      if (rest >= 2 * wingStep) {
        lantern(next(20) + 10)
        pane(next(56), windows++ % 2 ? 'open' : 'harbour')
        if (windows % 2) hang('barometer', next(20) + 2, 12)
        else hang('plant.hanging', next(20) + 2, 8)
        rest -= 2 * wingStep
      } else {
        next(12)
        pane(next(24), 'port', 'porthole')
        next(12)
        rest -= wingStep
      }
    }
  }

  // The left end: door, breakers, rack.
  hang('door.bulkhead.0', margin + 15, 8)
  hang('bell.0', margin + 40, 5)
  hang('breaker.panel', margin + 43, 17)
  hang('clock', margin + 97, 11)
  put('rack.low.0', margin + 86, 63)
  light('glow', margin + 86, 40, 'green3')
  put('boxes', margin + 34, 92)
  put('barrel', margin + 60, 90)
  put('mailbox.0', margin + 12, 84)
  put('cat.sleep.0', margin + 36, 71, { z: 93 })
  // The right end: kanban, coffee, sofa.
  hang('board.kanban.0', stern + 389, 9)
  hang('lifering', stern + 368, 12)
  put('counter', stern + 443, 63)
  put('coffee.0', stern + 452, 46, { z: 64 })
  put('mug', stern + 432, 41, { z: 64 })
  put('plant.tall.0', stern + 471, 62)
  put('sofa.navy', stern + 432, 93, { z: 91 })
  put('lamp.floor.0', stern + 401, 92, { shows: 'lamp' })
  light('lampBig', stern + 404, 64, 'skin2')

  layHelm()
  lantern(middle - 59)
  lantern(middle + 59)

  const desks = [
    ...places(left).map((k, order) => ({ side: -1, k, order })),
    ...places(right).map((k, order) => ({ side: 1, k, order })),
  ].sort((a, b) => a.order - b.order || a.side - b.side)
  for (const [i, { side, k }] of desks.entries()) layDesk(side, k, i)
  fillGaps()
  layRests()
  // The switches are drawn over their panel.
  for (let row = 0; row < 2; row++)
    for (let column = 0; column < 4; column++) hang('breaker.on', margin + 49 + column * 5, 24 + row * 9)
  return layout

  function layHelm() {
    const y = 74
    const z = y + deskDepth
    put('wheel.ship.0', middle, 62)
    put('telegraph.0', middle + 27, 63)
    put('desk.helm', middle, y, { z: z + 1 })
    put('chair.down.red', middle, y + 7, { z })
    put('laptop.back.off', middle, y + 12, { z: z + 13, seat: 0, shows: 'screen' })
    put('lamp.bridge.0', middle - 20, y + 9, { z: z + 9, seat: 0, shows: 'lamp' })
    put('tray.0', middle + 19, y + 10, { z: z + 10 })
    put('deskled.s.off', middle - 22, y + 17, { z: z + 14, seat: 0, shows: 'leds' })
    put('deskled.s.off', middle + 12, y + 17, { z: z + 14, seat: 0, shows: 'leds' })
    layout.seats.push({ x: middle, y: y + 5, z: z + 3, row: 'captain' })
    light('lamp', middle - 12, y + 4, 'gold2', 0)
    light('face', middle, y + 2, 'blue3', 0)
    light('room', middle, y - 18, 'skin1', 0)
  }

  function layDesk(side: number, k: number, i: number) {
    const seat = layout.seats.length
    const row = rowOf(k)
    const x = middle + side * reach(k)
    const y = row === 'back' ? 54 : 75
    const z = y + deskDepth
    put('desk.bridge', x, y, { z: z + 1 })
    put(`chair.down.${chairs[scatter(i, 3) % chairs.length]}`, x, y + 7, { z })
    put('laptop.back.off', x, y + 11, { z: z + 12, seat, shows: 'screen' })
    put('lamp.bridge.0', x + side * 12, y + 8, { z: z + 8, seat, shows: 'lamp' })
    const [decor, below] = decors[i % decors.length]!
    put(decor, x - side * 12, y + below + 1, { z: z + 7 })
    put('deskled.off', x - 12, y + 15, { z: z + 13, seat, shows: 'leds' })
    layout.seats.push({ x, y: y + 5, z: z + 3, row })
    light('lamp', x + side * 4, y + 6, 'gold2', seat)
    light('face', x, y + 2, 'blue3', seat)
  }

  function layRests() {
    const rest = (offers: Rest['offers'], stance: Rest['stance'], x: number, y: number) =>
      layout.rests.push({
        x,
        y,
        z: y + 5,
        row: y > 80 ? 'front' : 'back',
        stance,
        offers,
        rise: stance === 'stand' ? 3 : 0,
      })
    // They are as far apart as desks are, so that the names have room.
    rest('coffee', 'stand', stern + 446, 67)
    rest('sofa', 'sit', stern + 422, 87)
    rest('floor', 'stand', margin + 76, 92)
    rest('floor', 'stand', margin + 52, 71)
  }

  /** Puts furniture where a wing has no desk. */
  function fillGaps() {
    const taken = new Set(desks.map(({ side, k }) => side * (k + 1)))
    for (const side of [-1, 1])
      for (let k = 0; k < desksInBase.left + (side < 0 ? wings.left : wings.right) / pitch; k++) {
        if (taken.has(side * (k + 1))) continue
        const x = middle + side * reach(k)
        const filler = fillers[side < 0 ? 'left' : 'right'][k]
        if (filler && !(others + 1 > 6 && k < 2)) put(filler, x, rowOf(k) === 'back' ? 74 : 93)
        else if (k >= desksInBase.left && k % 2) put(k % 4 === 1 ? 'telescope' : 'globe', x, 72)
      }
  }
}

const chairs = ['navy', 'teal', 'red', 'grey']
const decors = [
  ['mug', 8],
  ['papers', 9],
  ['plant.small', 8],
  ['books', 9],
  ['duck', 8],
  ['photo', 8],
  ['tray.0', 9],
] as const
const fillers = {
  left: ['rope', 'barrel', 'globe', 'telescope', 'table.chart'],
  right: ['plant.bush', 'globe', 'plant.bush', 'table.chart', 'rope'],
}

function layGround({ width, ground }: Layout, middle: number) {
  const last = width / tile - 1
  for (let x = 0; x <= last; x++)
    for (let y = 3; y < rows; y++) {
      const plank = [0, 2, 0, 2, 0, 2, 1, 3][(scatter(x, y) >>> 8) & 7]
      ground.push({ sprite: `floor.deck.${plank}`, x: x * tile, y: y * tile, z: 0 })
      if (y === 3) ground.push({ sprite: 'shade.n', x: x * tile, y: y * tile, z: 0 })
    }
  ground.push({ sprite: 'rug.bridge', x: middle - 48, y: 52, z: 0 })
  for (let x = 0; x <= last; x++)
    ground.push({ sprite: `wall.face.bridge.${x === 0 ? 'l' : x === last ? 'r' : 'm'}`, x: x * tile, y: 0, z: 0 })
}
