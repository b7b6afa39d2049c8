import { Container, RenderTexture, Sprite, type WebGLRenderer } from 'pixi.js'
import { rgb } from '../art/palette.ts'
import type { Daylight } from '../world/daylight.ts'
import type { Lamp } from '../world/fixture-light.ts'
import type { Layout } from '../world/layout.ts'
import { beamsOf, lampsOf, type SeatStates } from '../world/seat-light.ts'
import type { OfficeArt } from './office-art.ts'
import { cornerOf } from './shown-sprite.ts'

const tile = 16

const packed = (r: number, g: number, b: number) => (Math.round(r) << 16) | (Math.round(g) << 8) | Math.round(b)
const tintOf = (colour: string) => packed(...rgb(colour))

/**
 * The light: a map of one texel an art pixel that the office is multiplied with, the beams below its windows, and a
 * faint bloom. The map is drawn anew when the hour or somebody's state has changed it, and at no other time.
 */
export function createLightLayer(layout: Layout, art: OfficeArt) {
  const map = RenderTexture.create({
    width: layout.width * tile,
    height: layout.height * tile,
    scaleMode: 'nearest',
  })
  const multiplied = new Sprite(map)
  multiplied.blendMode = 'multiply'
  const beams = new Container()
  const bloom = new Container()
  const lamps = new Container()

  function put(into: Container, { sprite, x, y, colour }: Lamp, alpha: number) {
    const info = art.infoOf(sprite)
    if (!info || alpha <= 0) return
    const light = new Sprite(art.sprite(sprite))
    light.position.copyFrom(cornerOf(info, x, y))
    light.tint = tintOf(colour)
    light.alpha = Math.min(1, alpha)
    light.blendMode = 'add'
    into.addChild(light)
  }
  const empty = (into: Container) => {
    for (const child of into.removeChildren()) child.destroy()
  }

  return {
    beams,
    multiplied,
    bloom,
    /** Draws the light of a moment; called when it has changed. */
    light(renderer: WebGLRenderer, seats: SeatStates, light: Daylight) {
      for (const into of [lamps, beams, bloom]) empty(into)
      for (const lamp of lampsOf(layout, seats, light, (sprite) => art.infoOf(sprite)?.light ?? null)) {
        put(lamps, lamp, lamp.strength)
        put(bloom, lamp, lamp.bloom)
      }
      for (const beam of beamsOf(layout, seats, light)) put(beams, beam, beam.strength)
      art.flush()
      renderer.render({ container: lamps, target: map, clear: true, clearColor: packed(...light.ambient) })
    },
    destroy() {
      empty(lamps)
      lamps.destroy()
      map.destroy(true)
    },
  }
}
