import type { OfficePlan } from '../../../src/office/plan.ts'
import type { Floor } from './lay-tiles.ts'

/** No office is larger, in tiles. What a plan says beyond this is not there. */
const mostTiles = 128

/** What a tile of a plan is: a wall, a doorway in it, or a floor. */
export type GroundSign = '#' | '+' | FloorSign
export type FloorSign = 'w' | 'd' | 'c' | 't' | 's'

const floors: Readonly<Record<FloorSign, Floor>> = { w: 'wood', d: 'deck', c: 'carpet', t: 'tile', s: 'server' }

/** What the front of a wall looks like above each floor. */
const fronts: Readonly<Record<Floor, string>> = {
  wood: 'office',
  deck: 'office',
  carpet: 'office',
  tile: 'kitchen',
  server: 'server',
}

export type Ground = ReturnType<typeof groundOf>

/**
 * What each tile of a plan is. Beyond its edges, and where it says what we do not know, there is wall. A wall shows its
 * front, two tiles high, where floor lies below it and it goes on beside it; all else of it is seen from above.
 */
export function groundOf({ ground }: Pick<OfficePlan, 'ground'>) {
  const height = Math.min(mostTiles, ground.length)
  const width = Math.min(mostTiles, ground[0]?.length ?? 0)
  const signAt = (x: number, y: number) => (x < width && y < height ? (ground[y]?.[x] ?? '#') : '#')
  function floorAt(x: number, y: number): Floor | undefined {
    const sign = signAt(x, y)
    return Object.hasOwn(floors, sign) ? floors[sign as FloorSign] : undefined
  }
  const isDoorway = (x: number, y: number) => signAt(x, y) === '+'
  const isWall = (x: number, y: number) => !floorAt(x, y) && !isDoorway(x, y)

  /** The look of the front whose upper tile this is. */
  function frontAt(x: number, y: number): string | undefined {
    const floor = floorAt(x, y + 2)
    if (!floor || x < 0 || y < 0 || !isWall(x, y) || !isWall(x, y + 1)) return undefined
    return isWall(x - 1, y + 1) || isWall(x + 1, y + 1) ? fronts[floor] : undefined
  }
  const isFront = (x: number, y: number) => frontAt(x, y) !== undefined || frontAt(x, y - 1) !== undefined
  /** Whether it is seen from above. */
  const isTop = (x: number, y: number) => isWall(x, y) && !isFront(x, y)

  return { width, height, floorAt, isDoorway, isWall, frontAt, isFront, isTop }
}
