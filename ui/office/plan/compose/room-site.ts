import type { PlanPiece } from '../../../../src/office/plan.ts'
import { tileSize } from '../../world/layout.ts'
import type { createIds } from '../piece-ids.ts'
import { idBase } from '../piece-ids.ts'
import { chairColours, deskDecor } from '../pieces/desks.ts'
import { type PieceName, pieceKinds } from '../pieces.ts'
import { tilesOf } from '../tiles-of.ts'

/** Where a room lies in the office, in tiles. */
type Plot = {
  /** The rooms of an office are counted from 0, so that no two look the same. */
  number: number
  column: number
  row: number
  /** A room that is wider than its template keeps its furniture in the middle. */
  inset: number
  /** The columns at which the wall is open, from one to before the other. */
  gap: readonly [from: number, to: number] | null
}

type Deps = { pieces: PlanPiece[]; plot: Plot; ids: ReturnType<typeof createIds> }

/** What a piece is besides its kind and its tile. One that has a name keeps it as its id. */
type PieceLook = Pick<PlanPiece, 'nudge' | 'variant' | 'flip'> & { id?: string }

export type RoomSite = ReturnType<typeof createRoomSite>

const pick = <T>(list: readonly T[], n: number) => list[n % list.length]!

/** What a room is furnished with, in tiles from the top left of its floor. */
export function createRoomSite({ pieces, plot, ids }: Deps) {
  const left = plot.column + plot.inset

  function put(kind: PieceName, column: number, row: number, { id, ...look }: PieceLook = {}) {
    pieces.push({
      id: id ? ids.named(id) : ids.numbered(idBase(kind)),
      kind,
      column: left + column,
      row: plot.row + row,
      ...look,
    })
  }

  return {
    number: plot.number,
    put,
    /** On the wall, in art pixels from its left end. What would hang in a doorway is left out. */
    hang(kind: PieceName, x: number, look: Omit<PieceLook, 'nudge'> = {}) {
      const at = { column: Math.floor(x / tileSize), nudge: [x % tileSize, 0] as [number, number] }
      const { column, across } = tilesOf({ ...at, row: 0 }, pieceKinds[kind])
      if (plot.gap && left + column + across > plot.gap[0] && left + column < plot.gap[1]) return
      put(kind, at.column, -2, at.nudge[0] ? { ...look, nudge: at.nudge } : look)
    },
    /** The pair of desks `k` of the room, back to back. */
    desks(column: number, row: number, k: number) {
      const chair = pick(chairColours, plot.number + k)
      for (const [lower, facing] of ['down', 'up'].entries())
        put('desk', column, row + lower, {
          variant: `${facing}.${chair}.${pick(deskDecor, plot.number * 3 + k + lower * 3)}`,
        })
    },
  }
}
