import { combined, type PieceKind, type PieceSite } from '../piece-kind.ts'

export const chairColours = ['navy', 'teal', 'red', 'grey'] as const
/** What stands on a desk besides its screen, and the sprite of each. */
const decor = {
  mug: 'mug',
  papers: 'papers',
  books: 'books',
  plant: 'plant.small',
  duck: 'duck',
  photo: 'photo',
  tray: 'tray',
} as const
export const deskDecor = Object.keys(decor) as (keyof typeof decor)[]

/** One sits behind it and faces us; the seat is a row above. */
function layFacing({ id, parts, put, seat, light }: PieceSite) {
  const [, chair, thing] = parts
  put('desk.front', 24, 1)
  put(`chair.down.${chair}`, 24, 7, { z: -6, seat: id })
  put('laptop.back.idle', 24, 12, { z: 15, screen: id })
  put('lamp', 7, 11, { lamp: id })
  put(decor[thing as keyof typeof decor], 41, 13)
  seat({ x: 24, y: 5, direction: 'down', stance: 'desk', z: 3, enter: { x: 24, y: -8 } })
  light('face', 24, 2, 'blue3', { seat: id })
  light('lamp', 15, 6, 'gold2', { seat: id })
}

/** One sits before it and shows the back; the seat is two rows below. */
function layTurned({ id, parts, put, seat, light }: PieceSite) {
  const [, chair, thing] = parts
  put('desk.front', 24, 2)
  put(`chair.up.${chair}`, 24, 48, { z: 40, seat: id })
  put('monitor.idle', 24, 14, { z: 12, screen: id })
  put('keyboard', 24, 18, { z: 13 })
  put('lamp', 41, 12, { lamp: id, flip: true })
  put(decor[thing as keyof typeof decor], 7, 13)
  seat({ x: 24, y: 36, direction: 'up', stance: 'desk', z: 36, enter: { x: 24, y: 44 }, bubble: [17, 12] })
  light('screen', 24, 3, 'teal2', { seat: id })
  light('lamp', 33, 7, 'gold2', { seat: id })
}

export const desks = {
  desk: {
    name: 'Desk',
    group: 'desks',
    on: 'floor',
    tiles: [3, 1],
    sprite: 'desk.front',
    // The way one faces who sits there, the colour of the chair, what stands beside the screen.
    variants: combined(['down', 'up'], chairColours, deskDecor),
    carries: { y: 13, z: 16 },
    lay: (site) => (site.parts[0] === 'up' ? layTurned(site) : layFacing(site)),
  },
  'desk.captain': {
    name: 'Desk of the main agent',
    group: 'desks',
    on: 'floor',
    tiles: [5, 1],
    role: 'approvals',
    sprite: 'desk.captain',
    carries: { y: 11, z: 12 },
    lay({ id, put, open, seat, light }) {
      put('desk.captain', 40, -4, { z: -3 })
      put('chair.down.red', 40, 3, { z: -10, seat: id })
      put('laptop.back.idle', 40, 11, { z: 11, screen: id })
      put('lamp', 16, 8, { lamp: id })
      put('papers', 62, 11)
      put('tray', 27, 13, { state: 'tray' })
      open([19, 1, 16, 13], [27, 28, 'up'])
      seat({ x: 40, y: -2, direction: 'down', stance: 'desk', z: -1, enter: { x: 40, y: -18 }, isMain: true })
      light('lamp', 24, 2, 'gold2', { seat: id })
      light('face', 40, -2, 'blue3', { seat: id })
      light('room', 40, -8, 'skin1', { seat: id })
    },
  },
  'table.meeting': {
    name: 'Meeting table',
    group: 'desks',
    on: 'floor',
    tiles: [5, 3],
    sprite: 'table.meeting',
    carries: { y: 14, z: 37 },
    lay({ id, put, seat, light }) {
      put('table.meeting', 40, 46, { z: 34 })
      put('papers', 26, 20, { z: 35 })
      put('mug', 62, 16, { z: 35 })
      put('laptop.idle', 42, 32, { z: 36, screen: id })
      for (const x of [20, 60]) {
        put('chair.down.grey', x, 7, { z: -4 })
        seat({ x, y: 4, direction: 'down', stance: 'desk', z: 5, enter: { x, y: -6 }, isMeeting: true })
      }
      for (const isLeft of [true, false]) {
        put('chair.right.grey', isLeft ? -11 : 91, 28, { z: 26, flip: !isLeft })
        seat({
          x: isLeft ? -10 : 90,
          y: 25,
          direction: isLeft ? 'right' : 'left',
          stance: 'sit',
          z: 28,
          enter: { x: isLeft ? -24 : 104, y: 28 },
          isMeeting: true,
        })
      }
      light('room', 40, 20, 'skin2')
    },
  },
  'desk.side': {
    name: 'Side desk',
    group: 'desks',
    on: 'floor',
    tiles: [1, 2],
    sprite: 'desk.side',
    carries: { y: 2, z: 30 },
    lay: ({ put }) => put('desk.side', 8, 28),
  },
} satisfies Record<string, PieceKind>
