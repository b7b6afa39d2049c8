import { createPath, createPathFinder } from '../../../office/world/find-path.ts'
import type { Layout, Point } from '../../../office/world/layout.ts'
import { centreX, centreY, createWalkGrid, tileAt } from '../../../office/world/walk-grid.ts'

/** The way from the door to where one stands for a piece: points in art pixels; undefined where there is none. */
export function wayTo(layout: Layout, pieceId: string | undefined): Point[] | undefined {
  const goal = pieceId === undefined ? undefined : standFor(layout, pieceId)
  if (!goal) return undefined
  const grid = createWalkGrid(layout)
  const path = createPath()
  const from = tileAt(grid, layout.door.x, layout.door.y)
  const to = tileAt(grid, goal.x, goal.y)
  if (from < 0 || to < 0) return undefined
  const { find } = createPathFinder(grid)
  if (!find(from, to, new Uint16Array(grid.width * grid.height), path)) return undefined
  return [from, ...path.tiles.slice(0, path.length)].map((tile) => ({ x: centreX(grid, tile), y: centreY(grid, tile) }))
}

/** The place of a piece that somebody walks to: at its seat, its spot, or before what it opens. */
function standFor({ seats, spots, interactive }: Layout, pieceId: string): Point | undefined {
  const isOf = ({ id }: { id: string }) => id === pieceId
  return seats.find(isOf)?.enter ?? spots.find(isOf) ?? interactive.find(isOf)?.stand
}
