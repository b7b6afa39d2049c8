import type { PieceName } from '../pieces.ts'
import type { RoomSite } from './room-site.ts'

/** The entrance at the left end of the first corridor, and the mailbox beside it. */
export function furnishEntrance({ put }: RoomSite) {
  put('entrance', 0, 0, { id: 'door' })
  put('mailbox', 1, 2, { id: 'mailbox' })
}

/** What stands where two rooms meet, and how far below the wall. */
const props: readonly (readonly [kind: PieceName, nudgeY: number])[] = [
  ['plant.bush', 1],
  ['filing', 1],
  ['cooler', 3],
  ['plant.tall', 1],
  ['trash', 1],
]

type Corridor = {
  isFirst: boolean
  /** How wide it is, in tiles. */
  width: number
  /** The columns of the walls between the rooms above, and the bank of these rooms. */
  walls: readonly number[]
  bank: number
}

/** Lamps, something where two rooms meet, a place to chat, and the printer at the end of the first corridor. */
export function furnishCorridor({ put }: RoomSite, { isFirst, width, walls, bank }: Corridor) {
  for (let column = 4; column < width - 2; column += 8) put('light.ceiling', column, 2, { nudge: [-8, -6] })
  for (const [k, column] of walls.entries()) {
    const [kind, y] = props[(k + bank) % props.length]!
    put(kind, column, 0, { nudge: [0, y] })
  }
  if (isFirst) put('printer', width - 2, 2, { id: 'printer' })
  else put('plant.tall', width - 1, 2)
  put('chat', width >> 1, 1, { nudge: [-4, 0] })
}
