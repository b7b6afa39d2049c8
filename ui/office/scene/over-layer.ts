import { Container, Sprite, Texture } from 'pixi.js'
import { rgb } from '../art/palette.ts'
import type { World } from '../world/world.ts'
import type { OfficeArt } from './office-art.ts'

/** A dot of the line between a sub-agent and who began it, every so many art pixels. */
const dotEvery = 5
const [r, g, b] = rgb('teal2')
const lineTint = (r << 16) | (g << 8) | b
/** How high a paper flies over the middle of its way, in art pixels. */
const arc = 18

/** What lies above the light: the lines from sub-agents to who began them, and papers that fly from desk to desk. */
export function createOverLayer(art: OfficeArt) {
  const container = new Container()
  const dots: Sprite[] = []
  const papers: Sprite[] = []
  let shown = 0

  const take = (pool: Sprite[], at: number, texture: Texture) => {
    let sprite = pool[at]
    if (!sprite) {
      sprite = new Sprite(texture)
      pool.push(sprite)
      container.addChild(sprite)
    }
    sprite.texture = texture
    sprite.visible = true
    return sprite
  }
  const hideFrom = (pool: Sprite[], at: number) => {
    for (let k = at; k < pool.length; k++) pool[k]!.visible = false
  }

  return {
    container,
    /** Answers whether anything changed. */
    update(world: World): boolean {
      let [dot, paper] = [0, 0]
      let sum = 17
      const note = (value: number) => {
        sum = (Math.imul(sum, 31) + value) | 0
      }
      for (let k = 0; k < world.actors.length; k++) {
        const child = world.actors[k]!
        if (child.parentId === null) continue
        const parent = world.find(child.parentId)
        if (!parent) continue
        const [x, y] = [child.x, child.y - 10]
        const [dx, dy] = [parent.x - x, parent.y - 8 - y]
        const length = Math.hypot(dx, dy)
        for (let far = 8; far < length - 8; far += dotEvery) {
          const sprite = take(dots, dot++, Texture.WHITE)
          sprite.tint = lineTint
          sprite.alpha = 0.55 * child.opacity
          sprite.setSize(1, 1)
          sprite.position.set(Math.round(x + (dx * far) / length), Math.round(y + (dy * far) / length))
        }
        note(Math.round(x) * 4_096 + Math.round(y))
        note(Math.round(parent.x) * 4_096 + Math.round(parent.y))
        note(Math.round(child.opacity * 100))
      }
      for (const { x: across, y: down, progress } of world.parcels) {
        const sprite = take(papers, paper++, art.sprite('papers'))
        const height = 4 * arc * progress * (1 - progress)
        const x = Math.round(across)
        const y = Math.round(down - height - 12)
        sprite.position.set(x, y)
        note(x * 4_096 + y)
      }
      hideFrom(dots, dot)
      hideFrom(papers, paper)
      note(dot * 4_096 + paper)
      if (sum === shown) return false
      shown = sum
      return true
    },
  }
}
