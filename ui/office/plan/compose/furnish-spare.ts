import { type PieceName, pieceKinds } from '../pieces.ts'
import type { LaidRoom } from './plan-banks.ts'
import type { RoomSite } from './room-site.ts'

/** What fills the right end of a room that is wider than its template. */
const fillers: Record<LaidRoom['template']['kind'], readonly PieceName[]> = {
  bay: ['bookshelf', 'filing', 'copier', 'cabinet', 'boxes'],
  server: ['ups', 'boxes', 'cabinet'],
  lounge: ['plant.bush', 'bookshelf', 'cabinet'],
  captain: ['filing', 'cabinet', 'plant.bush'],
  meeting: ['bookshelf', 'plant.tall', 'cabinet'],
}

/** Shelves and plants along the wall of the spare part of a room, and a place to read where there is much of it. */
export function furnishSpare({ put }: RoomSite, { template, inset, width, column, number, door }: LaidRoom) {
  const list = fillers[template.kind]
  const end = width - inset
  let at = template.width
  for (let k = number; at < end; k++) {
    let filler = list[k % list.length]!
    if (at + pieceKinds[filler].tiles[0] > end) filler = 'plant.bush'
    const tiles = pieceKinds[filler].tiles[0]
    const x = column + inset + at
    if (door === null || x > door || x + tiles - 1 < door) put(filler, at, 0)
    at += tiles
  }
  if (width - template.width < 4 || template.kind === 'server') return
  put('armchair', end - 2, 3, { nudge: [-8, 0] })
  put('lamp.floor', end - 3, 3, { nudge: [-6, -2] })
}
