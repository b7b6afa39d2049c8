import { z } from 'zod'
import type { Layout } from '../layout.ts'
import { faultsOf } from './check-layout.ts'

const mostTiles = 128
const mostFaults = 50

const name = z.string().min(1).max(80)
const pixel = z
  .number()
  .min(-mostTiles * 16)
  .max(mostTiles * 16)
const index = z.int().min(0).max(mostTiles)
const point = z.object({ x: pixel, y: pixel })
const box = z.tuple([pixel, pixel, pixel.min(0), pixel.min(0)])
const direction = z.enum(['down', 'up', 'left', 'right'])
/** The ground of the largest office, with the shade of a wall and a seam on each tile. */
const tiles = z.array(z.tuple([name, index, index])).max(mostTiles * mostTiles * 3)

const object = point.extend({
  sprite: name,
  z: pixel.exactOptional(),
  flip: z.boolean().exactOptional(),
  wall: z.union([z.literal(1), z.literal(2)]).exactOptional(),
  floor: z.boolean().exactOptional(),
  id: name.exactOptional(),
  screen: name.exactOptional(),
  lamp: name.exactOptional(),
  led: name.exactOptional(),
  seat: name.exactOptional(),
  hang: z.boolean().exactOptional(),
  metric: z.enum(['cpu', 'memory', 'disk']).exactOptional(),
  isHidden: z.boolean().exactOptional(),
})

const seat = point.extend({
  id: name,
  direction,
  stance: z.enum(['desk', 'sit']),
  z: pixel,
  enter: point,
  room: name.exactOptional(),
  isMain: z.boolean().exactOptional(),
  isMeeting: z.boolean().exactOptional(),
  bubble: z.tuple([pixel, pixel]).exactOptional(),
})

const spot = point.extend({
  id: name,
  pastime: z.enum(['coffee', 'snack', 'water', 'sofa', 'window', 'board', 'chat', 'cat', 'rack', 'books']),
  direction,
  stance: z.enum(['stand', 'sit']),
  z: pixel.exactOptional(),
})

const interactive = z.object({
  id: name,
  role: z.enum([
    'missions',
    'crons',
    'skills',
    'spawn',
    'alerts',
    'visitors',
    'messages',
    'memory',
    'exports',
    'sessions',
    'health',
    'services',
    'gateway',
    'updates',
    'approvals',
    'costs',
  ]),
  box,
  stand: point.extend({ direction }),
})

const light = point.extend({
  kind: z.enum(['shaft', 'screen', 'face', 'lamp', 'lampBig', 'hang', 'glow', 'pool', 'room']),
  colour: name,
  seat: name.exactOptional(),
  room: name.exactOptional(),
  radius: pixel.min(0).exactOptional(),
  id: name.exactOptional(),
})

const layout = z.object({
  name,
  version: z.literal(1),
  width: z.int().min(1).max(mostTiles),
  height: z.int().min(1).max(mostTiles),
  floor: tiles,
  walls: tiles,
  objects: z.array(object).max(4_000),
  seats: z.array(seat).max(1_000),
  spots: z.array(spot).max(1_000),
  interactive: z.array(interactive).max(1_000),
  windows: z.array(point.extend({ width: pixel.min(0), height: pixel.min(0), sky: z.int().min(0).max(9) })).max(500),
  lights: z.array(light).max(4_000),
  rooms: z
    .array(z.object({ id: name, kind: name, rect: z.tuple([index, index, index, index]), area: name.exactOptional() }))
    .max(500),
  collision: z.array(z.string().max(mostTiles)).max(mostTiles),
  edges: z.array(z.object({ column: index, fromRow: index, toRow: index })).max(1_000),
  door: point,
})

/** Judges an office that somebody else has made. It is taken as a whole or not at all, without what we do not know. */
export function parseLayout(value: unknown): { layout: Layout } | { faults: string[] } {
  const read = layout.safeParse(value)
  if (!read.success)
    return {
      faults: read.error.issues
        .slice(0, mostFaults)
        .map(({ path, message }) => `${path.join('.') || 'office'}: ${message}`),
    }
  const faults = faultsOf(read.data).slice(0, mostFaults)
  return faults.length ? { faults } : { layout: read.data }
}
