import { artOf } from '../../art/sprites.ts'
import { type ObjectRole, type Pastime, tileSize } from '../../world/layout.ts'
import type { PieceGroup, PieceKind } from '../piece-kind.ts'

type Picture = {
  name: string
  group: PieceGroup
  sprite: string
  /** How far it hangs below the top of the front, which is two tiles high. */
  y: number
  state?: string
  role?: ObjectRole
  /** What one does before it. */
  pastime?: Pastime
}

/** A thing on the front of a wall, as wide as its sprite. With a role it opens it. */
export function hanging({ y, state, pastime, ...kind }: Picture): PieceKind {
  const { width, height } = artOf(kind.sprite)!
  return {
    ...kind,
    on: 'wall',
    tiles: [Math.ceil(width / tileSize), 2],
    lay({ hang, open, spot }) {
      hang(kind.sprite, 0, y, state)
      const x = Math.floor(width / 2)
      if (kind.role) open([0, y, width, height], [x, 46, 'up'])
      if (pastime) spot(pastime, x, 46, 'up')
    },
  }
}
