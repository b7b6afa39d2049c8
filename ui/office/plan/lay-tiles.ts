import type { Tile } from '../world/layout.ts'

export type Floor = 'wood' | 'server' | 'tile' | 'carpet' | 'deck'

/** The same large number for the same tile, so that floors look irregular and never change. */
export const scatter = (x: number, y: number) =>
  ((Math.imul(x * 7 + 3, 2654435761) ^ Math.imul(y * 13 + 5, 40503)) >>> 0) >>> 8

const planks = [0, 2, 5, 0, 2, 5, 1, 4, 0, 2, 5, 0, 2, 5, 3, 4]
const deckPlanks = [0, 2, 0, 2, 0, 2, 1, 3]

/** The sprite of a floor: mostly the plain one, here and there another. */
export function floorSprite(floor: Floor, n: number): string {
  switch (floor) {
    case 'wood':
      return `floor.wood.${planks[n & 15]}`
    case 'server':
      return `floor.server.${n % 7 === 0 ? 2 : n % 4 === 0 ? 1 : 0}`
    case 'tile':
      return `floor.tile.${n % 9 === 0 ? 1 + ((n >> 5) % 2) : 0}`
    case 'carpet':
      return `floor.carpet.${n % 3}`
    case 'deck':
      return `floor.deck.${deckPlanks[n & 7]}`
  }
}

const north = 1
const east = 2
const south = 4
const west = 8

/** The top of a wall: it joins its neighbours and the edge of the office, and has inner corners where they leave a gap. */
export function wallTops(
  x: number,
  y: number,
  width: number,
  height: number,
  isWall: (x: number, y: number) => boolean,
): Tile[] {
  const top = y === 0
  const bottom = y === height - 1
  const left = x === 0
  const right = x === width - 1
  const sides =
    (top || isWall(x, y - 1) ? north : 0) |
    (right || isWall(x + 1, y) ? east : 0) |
    (bottom || isWall(x, y + 1) ? south : 0) |
    (left || isWall(x - 1, y) ? west : 0)
  const has = (both: number) => (sides & both) === both
  const tiles: Tile[] = [[`wall.cap.${sides}`, x, y]]
  if (has(north | east) && !isWall(x + 1, y - 1) && !top && !right) tiles.push(['wall.inner.ne', x, y])
  if (has(south | east) && !isWall(x + 1, y + 1) && !bottom && !right) tiles.push(['wall.inner.se', x, y])
  if (has(south | west) && !isWall(x - 1, y + 1) && !bottom && !left) tiles.push(['wall.inner.sw', x, y])
  if (has(north | west) && !isWall(x - 1, y - 1) && !top && !left) tiles.push(['wall.inner.nw', x, y])
  return tiles
}

/** Where one cannot walk, as a grid that is filled while an office is laid out. */
export function createBlocks(width: number, height: number, blocked: boolean) {
  const rows = Array.from({ length: height }, () => Array<boolean>(width).fill(blocked))
  return {
    set(x: number, y: number, width = 1, height = 1, to = true) {
      for (const row of rows.slice(y, y + height)) row.fill(to, x, x + width)
    },
    collision: () => rows.map((row) => row.map((isBlocked) => (isBlocked ? '1' : '0')).join('')),
  }
}
