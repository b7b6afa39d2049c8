import type { Box, ObjectRole, Pastime } from '../../world/layout.ts'
import { tileSize } from '../../world/layout.ts'
import type { PieceGroup, PieceKind } from '../piece-kind.ts'

type Thing = {
  name: string
  group: PieceGroup
  sprite: string
  tiles?: readonly [width: number, height: number]
  /** How far its feet are below the top of its ground. */
  y?: number
  /** Drawn nearer than what stands at this height below the top of its ground. */
  z?: number
  /** It shows a state of the world. */
  state?: string
  role?: ObjectRole
  /** What can be clicked, from the top left of its ground. */
  box?: Box
  /** What one does before it. */
  pastime?: Pastime
  carries?: { y: number; z: number }
  canFlip?: true
}

/** A thing that stands in the middle of its ground, with its feet a little above the lower edge of the first tile. */
export function standing({ y = 14, z, state, box, pastime, tiles = [1, 1], ...kind }: Thing): PieceKind {
  const middle = tiles[0] * (tileSize / 2)
  return {
    ...kind,
    on: 'floor',
    tiles,
    lay({ put, open, spot }) {
      put(kind.sprite, middle, y, { ...(z !== undefined && { z }), ...(state && { state }) })
      if (box) open(box)
      if (pastime) spot(pastime, middle, tiles[1] * tileSize + 12, 'up')
    },
  }
}
