import type { PlanPiece } from '../../../src/office/plan.ts'
import { artOf } from '../art/sprites.ts'
import { tileSize } from '../world/layout.ts'
import type { PieceKind } from './piece-kind.ts'

/** The tiles that a piece takes. One on a wall takes those that its sprite reaches, wherever it is moved within them. */
export function tilesOf({ column, row, nudge }: Pick<PlanPiece, 'column' | 'row' | 'nudge'>, kind: PieceKind) {
  const [across, down] = kind.tiles
  if (kind.on !== 'wall') return { column, row, across, down }
  const left = column * tileSize + (nudge?.[0] ?? 0)
  const right = left + (artOf(kind.sprite)?.width ?? across * tileSize)
  const first = Math.floor(left / tileSize)
  return { column: first, row, across: Math.ceil(right / tileSize) - first, down }
}

type Tiles = ReturnType<typeof tilesOf>

/** Whether all of these tiles are within an office. */
export const isWithin = ({ column, row, across, down }: Tiles, { width, height }: { width: number; height: number }) =>
  column >= 0 && row >= 0 && column + across <= width && row + down <= height
