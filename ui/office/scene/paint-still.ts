import { animationOf } from '../art/acts.ts'
import { avatarOf } from '../art/avatar.ts'
import { characterOf } from '../art/compose.ts'
import { rgb } from '../art/palette.ts'
import type { Picture } from '../art/pixels.ts'
import { artOf, frameOf } from '../art/sprites.ts'
import type { Actor } from '../world/actor.ts'
import { coinsOn } from '../world/coins.ts'
import type { Daylight, Sky } from '../world/daylight.ts'
import type { Layout } from '../world/layout.ts'
import type { ObjectState } from '../world/object-states.ts'
import { beamsOf, type Lamp, lampsOf, lookOfThing, type SeatStates } from '../world/seat-light.ts'
import { addLight, blit, filled, multiply, withoutColour } from './blit.ts'
import { paintGround } from './paint-ground.ts'

type Still = {
  layout: Layout
  actors: readonly Actor[]
  seats: SeatStates
  daylight: Daylight
  sky: Sky
  objects: Readonly<Record<string, ObjectState>>
}

/** The office at one moment as a picture, without any help of a graphics card. */
export function paintStill({ layout, actors, seats, daylight, sky, objects }: Still): Picture {
  const picture = paintGround(layout, (name) => (artOf(name) ? frameOf(name) : undefined))
  const put = (name: string, x: number, y: number, frame = 0, isCorner = false) => {
    const info = artOf(name)
    if (!info) return
    const left = isCorner ? x : Math.round(x - info.anchorX)
    blit(picture, frameOf(name, Math.min(frame, info.frames - 1)), left, isCorner ? y : Math.round(y - info.anchorY))
  }
  const time = sky.share < 0.5 ? sky.from : sky.to
  for (const { x, y, sky: part } of layout.windows) {
    put(`sky.${time}.${part}`, x + 2, y + 2, 0, true)
    put('window', x, y, 0, true)
  }
  const looked = (object: Layout['objects'][number]) => {
    const state = object.state === undefined ? undefined : objects[object.state]
    const look = state?.sprite ?? lookOfThing(object, seats, daylight)
    const [, name, number] = /^(.*?)(?:\.(\d+))?$/.exec(look)!
    return artOf(look)
      ? { name: look, frame: state?.frame ?? 0 }
      : { name: name!, frame: state?.frame ?? Number(number ?? 0) }
  }
  for (const layer of [1, 2])
    for (const object of layout.objects)
      if (object.wall === layer && !object.isHidden) {
        const { name, frame } = looked(object)
        put(name, object.x, object.y, frame, true)
      }
  const deep: { z: number; draw(): void }[] = []
  for (const object of layout.objects)
    if (!object.wall && !object.floor && !object.isHidden)
      deep.push({
        z: object.z ?? object.y,
        draw() {
          const { name, frame } = looked(object)
          put(name, object.x, object.y, frame)
        },
      })
  const bySeat = new Map(layout.seats.map((seat) => [seat.id, seat]))
  for (const { sprite, x, y, z } of coinsOn(bySeat, actors)) deep.push({ z, draw: () => put(sprite, x, y) })
  for (const actor of actors)
    deep.push({
      z: actor.z,
      draw() {
        const { stance, act, direction, member } = actor
        const pose = { stance, act, direction }
        const frame = animationOf(pose).order[0] ?? 0
        const avatar = avatarOf(member.look, member.kind === 'subagent' ? 'robot' : 'agent')
        const drawn = characterOf(avatar, pose, frame)
        const shown = actor.depiction.isStill ? withoutColour(drawn) : drawn
        blit(picture, shown, Math.round(actor.x) - 16, Math.round(actor.y) - 30)
      },
    })
  for (const { draw } of deep.sort((a, b) => a.z - b.z)) draw()

  const map = filled(picture.width, picture.height, daylight.ambient)
  const shine = (onto: Picture, { sprite, x, y, colour }: Lamp, share: number) => {
    const info = artOf(sprite)
    if (info)
      addLight(onto, frameOf(sprite), Math.round(x - info.anchorX), Math.round(y - info.anchorY), rgb(colour), share)
  }
  for (const lamp of lampsOf(layout, seats, daylight, (sprite) => artOf(sprite)?.light ?? null))
    shine(map, lamp, Math.min(1, lamp.strength))
  multiply(picture, map)
  for (const beam of beamsOf(layout, seats, daylight)) shine(picture, beam, beam.strength)
  return picture
}
