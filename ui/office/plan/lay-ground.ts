import { type Layout, tileSize } from '../world/layout.ts'
import type { Ground } from './ground.ts'
import { floorSprite, scatter, wallTops } from './lay-tiles.ts'

/** How high a doorway is that has a frame: the top of a wall and its front. */
const frameHeight = 3

/** The floors with the shades of walls, the walls, and the frames of doorways. */
export function layGround({ floor, walls, objects }: Pick<Layout, 'floor' | 'walls' | 'objects'>, ground: Ground) {
  const { width, height, floorAt, isDoorway, isWall, frontAt, isFront, isTop } = ground
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const sort = floorAt(x, y)
      if (isDoorway(x, y)) {
        floor.push([floorSprite('deck', scatter(x, y)), x, y])
        if (hasFrame(x, y)) objects.push({ sprite: 'frame.door', x: x * tileSize, y: (y - 2) * tileSize, wall: 1 })
      } else if (sort) {
        floor.push([floorSprite(sort, scatter(x, y)), x, y])
        if (!floorAt(x, y - 1)) floor.push(['shade.n', x, y])
        if (isTop(x - 1, y)) floor.push(['shade.w', x, y])
        if (isThreshold(x, y)) floor.push(['floor.threshold', x, y])
        if (sort !== 'deck' && floorAt(x, y + 1) === 'deck') floor.push(['floor.sill', x, y])
      } else {
        const front = frontAt(x, y)
        const part = isTop(x - 1, y) ? 'l' : isTop(x + 1, y) ? 'r' : 'm'
        if (front) walls.push([`wall.face.${front}.${part}`, x, y])
        else if (!isFront(x, y)) walls.push(...wallTops(x, y, width, height, isTop))
      }
    }

  /** Tiles end with an edge towards any other floor beside them. */
  function isThreshold(x: number, y: number): boolean {
    const left = floorAt(x - 1, y)
    return left !== undefined && (left === 'tile') !== (floorAt(x, y) === 'tile')
  }

  /** Whether this is the foot of a doorway that is one tile wide and leads through a wall with a front. */
  function hasFrame(x: number, y: number): boolean {
    if (isDoorway(x, y + 1) || !isWall(x - 1, y) || !isWall(x + 1, y)) return false
    for (let up = 1; up < frameHeight; up++) if (!isDoorway(x, y - up)) return false
    return true
  }
}
