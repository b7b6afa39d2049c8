import type { OfficePlan } from '../../../src/office/plan.ts'
import type { Floor } from './lay-tiles.ts'

/** No office is larger, in tiles. What a plan says beyond this is not there. */
export const mostTiles = 128

/** What a tile of a plan is: a wall, a doorway in it, or a floor. */
export type GroundSign = '#' | '+' | FloorSign
export type FloorSign = 'w' | 'd' | 'c' | 't' | 's'

const floors: Readonly<Record<FloorSign, Floor>> = { w: 'wood', d: 'deck', c: 'carpet', t: 'tile', s: 'server' }

/** What the front of a wall looks like above each floor. */
const frontOf: Readonly<Record<Floor, string>> = {
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
  const cells: Cell[] = []
  for (const row of ground.slice(0, height)) for (let x = 0; x < width; x++) cells.push(cellOf(row[x]))
  const cellAt = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < width && y < height ? cells[y * width + x]! : beyond
  const floorAt = (x: number, y: number): Floor | undefined => cellAt(x, y).floor
  const isDoorway = (x: number, y: number) => cellAt(x, y).isDoorway
  const isWall = (x: number, y: number) => cellAt(x, y).isWall
  const fronts = new Map<number, string>()
  for (let y = 0; y < height - 2; y++)
    for (let x = 0; x < width; x++) {
      const floor = floorAt(x, y + 2)
      const goesOn = isWall(x - 1, y + 1) || isWall(x + 1, y + 1)
      if (floor && isWall(x, y) && isWall(x, y + 1) && goesOn) fronts.set(y * width + x, frontOf[floor])
    }
  /** The look of the front whose upper tile this is. */
  const frontAt = (x: number, y: number) => (x >= 0 && x < width ? fronts.get(y * width + x) : undefined)
  const isFront = (x: number, y: number) => frontAt(x, y) !== undefined || frontAt(x, y - 1) !== undefined
  /** Whether it is seen from above. */
  const isTop = (x: number, y: number) => isWall(x, y) && !isFront(x, y)

  return { width, height, floorAt, isDoorway, isWall, frontAt, isFront, isTop }
}

type Cell = { floor?: Floor; isDoorway: boolean; isWall: boolean }

const beyond: Cell = { isDoorway: false, isWall: true }
const cellsBySign = new Map<string, Cell>([
  ['+', { isDoorway: true, isWall: false }],
  ...Object.entries(floors).map(([sign, floor]): [string, Cell] => [sign, { floor, isDoorway: false, isWall: false }]),
])
const cellOf = (sign = '#') => cellsBySign.get(sign) ?? beyond
