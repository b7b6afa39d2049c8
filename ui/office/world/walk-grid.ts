import { type Direction, type Layout, type Point, tileSize } from './layout.ts'

/** Where one can walk, tile by tile. A tile is named by its number, row by row. */
export type WalkGrid = {
  width: number
  height: number
  /** The ways out of each tile, a bit for each of `ways`. */
  exits: Uint8Array
  /** Tiles of the same region can be reached from each other. Zero is blocked. */
  regions: Int32Array
}

/** The four ways out of a tile. The bit of a way is one shifted by its place here, its opposite is two places on. */
export const ways: readonly { dx: number; dy: number; direction: Direction }[] = [
  { dx: 1, dy: 0, direction: 'right' },
  { dx: 0, dy: 1, direction: 'down' },
  { dx: -1, dy: 0, direction: 'left' },
  { dx: 0, dy: -1, direction: 'up' },
]

/** No office is larger. What a layout says beyond this is not there. */
const maxTiles = 128

/** What cannot be read of a torn layout is a wall. */
export function createWalkGrid(layout: Pick<Layout, 'width' | 'height' | 'collision' | 'edges'>): WalkGrid {
  const width = sizeOf(layout.width)
  const height = sizeOf(layout.height)
  const isFree = (column: number, row: number) =>
    column >= 0 && column < width && row >= 0 && row < height && layout.collision[row]?.[column] === '0'
  const thinWalls = new Uint8Array(width * height)
  for (const { column, fromRow, toRow } of layout.edges)
    if (column >= 0 && column < width)
      for (let row = Math.max(0, fromRow); row <= Math.min(height - 1, toRow); row++)
        thinWalls[row * width + column] = 1
  const hasThinWall = (column: number, row: number) => thinWalls[row * width + column] === 1
  const exits = new Uint8Array(width * height)
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      if (!isFree(column, row)) continue
      for (const [bit, { dx, dy }] of ways.entries()) {
        if (!isFree(column + dx, row + dy)) continue
        if (dx !== 0 && hasThinWall(Math.min(column, column + dx), row)) continue
        exits[row * width + column]! |= 1 << bit
      }
    }
  const regions = new Int32Array(width * height)
  let count = 0
  for (let tile = 0; tile < regions.length; tile++)
    if (regions[tile] === 0 && isFree(tile % width, Math.floor(tile / width))) fill(tile, ++count)
  return { width, height, exits, regions }

  function fill(start: number, region: number) {
    const open = [start]
    regions[start] = region
    for (let tile = open.pop(); tile !== undefined; tile = open.pop())
      for (const [bit, { dx, dy }] of ways.entries()) {
        const next = tile + dy * width + dx
        if ((exits[tile]! & (1 << bit)) === 0 || regions[next] !== 0) continue
        regions[next] = region
        open.push(next)
      }
  }
}

const sizeOf = (tiles: number) => (tiles > 0 ? Math.min(maxTiles, Math.floor(tiles)) : 0)

export const centreX = (grid: WalkGrid, tile: number) => (tile % grid.width) * tileSize + tileSize / 2
export const centreY = (grid: WalkGrid, tile: number) => Math.floor(tile / grid.width) * tileSize + tileSize / 2

/** The tile of a point, or -1 outside of the office. */
export function tileAt(grid: WalkGrid, x: number, y: number): number {
  const column = Math.floor(x / tileSize)
  const row = Math.floor(y / tileSize)
  return column >= 0 && column < grid.width && row >= 0 && row < grid.height ? row * grid.width + column : -1
}

/** The free tile nearest to a point, of one region where that is given; -1 where there is none. */
export function nearestFree(grid: WalkGrid, { x, y }: Point, region?: number): number {
  const own = tileAt(grid, x, y)
  const fits = (tile: number) => (region ? grid.regions[tile] === region : grid.regions[tile]! > 0)
  if (own >= 0 && fits(own)) return own
  let nearest = -1
  let least = Number.POSITIVE_INFINITY
  for (let tile = 0; tile < grid.regions.length; tile++) {
    if (!fits(tile)) continue
    const distance = Math.hypot(centreX(grid, tile) - x, centreY(grid, tile) - y)
    if (distance < least) {
      least = distance
      nearest = tile
    }
  }
  return nearest
}
