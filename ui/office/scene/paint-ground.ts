import { rgb } from '../art/palette.ts'
import type { Picture } from '../art/pixels.ts'
import type { Layout } from '../world/layout.ts'
import { blit } from './blit.ts'

const tile = 16
/** What lies around an office is wall. */
const outside = [...rgb('ink2'), 255] as const

type FrameOf = (sprite: string) => Picture | undefined

/** The floors, rugs and walls of an office as one picture: nothing of it ever changes. Sprites that are missing stay out. */
export function paintGround(layout: Layout, frameOf: FrameOf): Picture {
  const width = layout.width * tile
  const height = layout.height * tile
  const data = new Uint8ClampedArray(width * height * 4)
  for (let at = 0; at < data.length; at += 4) data.set(outside, at)
  const ground: Picture = { width, height, data }
  const put = (sprite: string, x: number, y: number) => {
    const picture = frameOf(sprite)
    if (picture) blit(ground, picture, x, y)
  }
  for (const [sprite, column, row] of layout.floor) put(sprite, column * tile, row * tile)
  for (const { floor, sprite, x, y } of layout.objects) if (floor) put(sprite, x, y)
  const isFace = ([sprite]: Layout['walls'][number]) => sprite.includes('face')
  const walls = [...layout.walls.filter(isFace), ...layout.walls.filter((wall) => !isFace(wall))]
  for (const [sprite, column, row] of walls) put(sprite, column * tile, row * tile)
  return ground
}
