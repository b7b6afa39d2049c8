import { type Container, Sprite } from 'pixi.js'
import { type Coins, coinLevel, coinsOn } from '../world/coins.ts'
import type { Layout } from '../world/layout.ts'
import type { World } from '../world/world.ts'
import type { OfficeArt } from './office-art.ts'

/** The coins on the desks, among the things that stand there. */
export function createCoinsLayer(layout: Layout, art: OfficeArt, sorted: Container) {
  const seats = new Map(layout.seats.map((seat) => [seat.id, seat]))
  const numbers = new Map(layout.seats.map(({ id }, at) => [id, at + 1]))
  const sprites: Sprite[] = []
  let shown: number | undefined

  /** Whose coins lie where, as one number. */
  function sumOf(actors: World['actors']) {
    let sum = art.generation()
    for (let k = 0; k < actors.length; k++) {
      const { desk, member } = actors[k]!
      const place = desk === null ? 0 : (numbers.get(desk) ?? 0)
      sum = (Math.imul(sum, 31) + place * 8 + coinLevel(member.costTodayUsd)) | 0
    }
    return sum
  }

  function show(sprite: Sprite, { sprite: name, x, y, z }: Coins) {
    const info = art.infoOf(name)
    sprite.texture = art.sprite(name)
    sprite.pivot.set(Math.floor(info?.anchorX ?? 0), info?.anchorY ?? 0)
    sprite.position.set(x, y)
    sprite.zIndex = z
    sprite.visible = true
  }

  return {
    /** Answers whether any are others than before. */
    update({ actors }: Pick<World, 'actors'>): boolean {
      const sum = sumOf(actors)
      if (sum === shown) return false
      shown = sum
      const coins = coinsOn(seats, actors)
      for (const [at, one] of coins.entries()) {
        sprites[at] ??= sorted.addChild(new Sprite())
        show(sprites[at], one)
      }
      for (const sprite of sprites.slice(coins.length)) sprite.visible = false
      return true
    },
  }
}
