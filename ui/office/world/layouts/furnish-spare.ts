import type { Layout } from '../layout.ts'
import { tileSize } from './lay-tiles.ts'
import type { LaidRoom } from './plan-banks.ts'

/** What fills the right end of a room that is wider than its template. */
const fillers = {
  bay: ['bookshelf', 'filing', 'printer', 'cabinet', 'boxes'],
  server: ['ups', 'boxes', 'cabinet'],
  lounge: ['plant.bush', 'bookshelf', 'cabinet'],
  captain: ['filing', 'cabinet', 'plant.bush'],
  meeting: ['bookshelf', 'plant.tall', 'cabinet'],
}
/** Those that take two tiles. */
const twoTiles = new Set(['bookshelf', 'printer', 'cabinet', 'boxes'])

/** Shelves and plants along the wall of the spare part of a room, and a place to read where there is much of it. */
export function furnishSpare(
  { objects, lights }: Layout,
  room: LaidRoom,
  block: (column: number, row: number, width: number) => void,
) {
  const { template, inset, width, column, row, number, door } = room
  const list = fillers[template.kind]
  let at = template.width + inset
  for (let k = number; at < width; k++) {
    let filler = list[k % list.length]!
    if (twoTiles.has(filler) && at + 2 > width) filler = 'plant.bush'
    const tiles = twoTiles.has(filler) ? 2 : 1
    const x = column + at
    if (door === null || x > door || x + tiles - 1 < door) {
      objects.push({ sprite: filler, x: x * tileSize + tiles * 8, y: row * tileSize + 14 })
      block(x, row, tiles)
    }
    at += tiles
  }
  if (width - template.width < 4 || template.kind === 'server') return
  const end = column + width - 2
  objects.push(
    { sprite: 'armchair', x: end * tileSize + 8, y: row * tileSize + 62 },
    { sprite: 'lamp.floor', x: end * tileSize - 14, y: row * tileSize + 60, lamp: 'library' },
  )
  lights.push({ kind: 'lampBig', x: end * tileSize - 14, y: row * tileSize + 32, colour: 'skin2' })
  block(end - 2, row + 3, 3)
}
