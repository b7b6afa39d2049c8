import type { Layout } from '../layout.ts'

type DeskPair = {
  /** The middle of the two desks, and the top of the upper one. */
  x: number
  y: number
  /** Who sits behind the upper desk faces us, who sits before the lower one shows the back. */
  seats: readonly [facing: string, turned: string]
  chair: string
  decor: readonly [upper: string, lower: string]
  room: string
  /** So far below the top is the place from which one sits down before the lower desk. */
  approach: number
}

/** Two desks back to back, with a seat at each and what stands on them. */
export function layDeskPair({ objects, seats, lights }: Layout, pair: DeskPair) {
  const { x, y, chair, room } = pair
  const [facing, turned] = pair.seats
  const lower = y + 17
  objects.push(
    { sprite: 'desk.front', x, y: y + 1, z: y + 1 },
    { sprite: 'desk.front', x, y: lower + 1, z: lower + 1 },
    { sprite: `chair.down.${chair}`, x, y: y + 7, z: y - 6, seat: facing },
    { sprite: `chair.up.${chair}`, x, y: y + 64, z: y + 56, seat: turned },
    { sprite: 'laptop.back.idle', x, y: y + 12, z: y + 15, screen: facing },
    { sprite: 'monitor.idle', x, y: lower + 13, z: lower + 11, screen: turned },
    { sprite: 'keyboard', x, y: lower + 17, z: lower + 12 },
    { sprite: 'lamp', x: x - 17, y: y + 11, z: y + 11, lamp: facing },
    { sprite: 'lamp', x: x + 17, y: lower + 11, z: lower + 11, lamp: turned, flip: true },
    { sprite: pair.decor[0], x: x + 17, y: y + 13, z: y + 13 },
    { sprite: pair.decor[1], x: x - 17, y: lower + 12, z: lower + 12 },
  )
  seats.push(
    { id: facing, x, y: y + 5, direction: 'down', stance: 'desk', z: y + 3, enter: { x, y: y - 8 }, room },
    {
      id: turned,
      x,
      y: y + 52,
      direction: 'up',
      stance: 'desk',
      z: y + 52,
      enter: { x, y: y + pair.approach },
      room,
      bubble: [17, 12],
    },
  )
  lights.push(
    { kind: 'screen', x, y: lower + 2, colour: 'teal2', seat: turned },
    { kind: 'face', x, y: y + 2, colour: 'blue3', seat: facing },
    { kind: 'lamp', x: x - 9, y: y + 6, colour: 'gold2', seat: facing },
    { kind: 'lamp', x: x + 9, y: lower + 6, colour: 'gold2', seat: turned },
  )
}
