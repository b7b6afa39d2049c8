import { animationOf } from '../art/acts.ts'
import { avatarOf } from '../art/avatar.ts'
import { characterOf } from '../art/compose.ts'
import { rgb } from '../art/palette.ts'
import type { Picture } from '../art/pixels.ts'
import { artOf, frameOf } from '../art/sprites.ts'
import type { Actor } from '../world/actor.ts'
import { coinsOn } from '../world/coins.ts'
import type { Sky } from '../world/daylight.ts'
import type { Lamp } from '../world/fixture-light.ts'
import type { Layout, LayoutObject } from '../world/layout.ts'
import { beamsOf, lampsOf } from '../world/seat-light.ts'
import { shadowsOf } from '../world/thing-shadows.ts'
import { addLight, blit, filled, mirrored, multiply, withoutColour } from './blit.ts'
import { type Drawing, drawingOrder } from './drawing-order.ts'
import { paintGround } from './paint-ground.ts'
import { cornerOf, shownSprite, type ThingsState } from './shown-sprite.ts'

type Still = ThingsState & { layout: Layout; actors: readonly Actor[]; sky: Sky }

/** The office at one moment as a picture, without any help of a graphics card; nothing in it glows or flies. */
export function paintStill(still: Still): Picture {
  const { layout, seats, daylight, sky } = still
  const picture = paintGround(layout, (name) => (artOf(name) ? frameOf(name) : undefined))
  const lamps = lampsOf(layout, seats, daylight, (sprite) => artOf(sprite)?.light ?? null)
  const paint: Record<Drawing, () => void> = {
    // It is what the picture began as.
    ground() {},
    walls() {
      const time = sky.share < 0.5 ? sky.from : sky.to
      for (const { x, y, sky: part } of layout.windows) {
        put(picture, `sky.${time}.${part}`, x + 2, y + 2)
        put(picture, 'window', x, y)
      }
      for (const layer of [1, 2])
        for (const object of layout.objects)
          if (object.wall === layer && !object.isHidden) {
            const { name, frame } = shownSprite(object, still)
            put(picture, name, object.x, object.y, frame)
          }
    },
    glows() {},
    standing() {
      for (const { draw } of standingIn(still).sort((a, b) => a.z - b.z)) draw(picture)
    },
    beams() {
      for (const beam of beamsOf(layout, seats, daylight)) shine(picture, beam, beam.strength)
    },
    light() {
      const map = filled(picture.width, picture.height, daylight.ambient)
      for (const lamp of lamps) shine(map, lamp, Math.min(1, lamp.strength))
      multiply(picture, map)
    },
    bloom() {
      for (const lamp of lamps) shine(picture, lamp, lamp.bloom)
    },
    over() {},
  }
  for (const drawing of drawingOrder) paint[drawing]()
  return picture
}

/** Puts a sprite with its top left corner at a point. One that does not exist is left out. */
function put(onto: Picture, name: string, x: number, y: number, frame = 0, isFlipped = false) {
  const art = artOf(name)
  if (!art) return
  const drawn = frameOf(name, Math.min(frame, art.frames - 1))
  blit(onto, isFlipped ? mirrored(drawn) : drawn, x, y)
}

function shine(onto: Picture, { sprite, x, y, colour }: Lamp, share: number) {
  const art = artOf(sprite)
  if (!art || share <= 0) return
  const corner = cornerOf(art, x, y)
  addLight(onto, frameOf(sprite), corner.x, corner.y, rgb(colour), share)
}

type Standing = { z: number; draw(onto: Picture): void }

/** The furniture and everybody, with their shadows. */
function standingIn({ layout, actors, ...state }: Still): Standing[] {
  const standing = (name: string, x: number, y: number, z: number, frame?: number, isFlipped = false): Standing[] => {
    const art = artOf(name)
    if (!art) return []
    const corner = cornerOf(art, x, y, isFlipped)
    return [{ z, draw: (onto) => put(onto, name, corner.x, corner.y, frame, isFlipped) }]
  }
  const ofThing = (object: LayoutObject) => {
    if (object.wall || object.floor || object.isHidden) return []
    const { name, frame } = shownSprite(object, state)
    const art = artOf(object.sprite)
    return [
      ...(art ? shadowsOf(object, art).flatMap(({ sprite, x, y, z }) => standing(sprite, x, y, z)) : []),
      ...standing(name, object.x, object.y, object.z ?? object.y, frame, object.flip),
    ]
  }
  const bySeat = new Map(layout.seats.map((seat) => [seat.id, seat]))
  const coins = coinsOn(bySeat, actors).flatMap(({ sprite, x, y, z }) => standing(sprite, x, y, z))
  return [...layout.objects.flatMap(ofThing), ...coins, ...actors.flatMap(ofActor)]

  function ofActor({ stance, act, direction, member, depiction, opacity, ...actor }: Actor): Standing[] {
    const pose = { stance, act, direction }
    const avatar = avatarOf(member.look, member.kind === 'subagent' ? 'robot' : 'agent')
    const [x, y] = [Math.round(actor.x), Math.round(actor.y)]
    return [
      ...(stance === 'stand' ? standing('shadow.m', x, y - 1, actor.z - 0.2) : []),
      {
        z: actor.z,
        draw(onto) {
          const drawn = characterOf(avatar, pose, animationOf(pose).order[0] ?? 0)
          blit(onto, depiction.isStill ? withoutColour(drawn) : drawn, x - 16, y - 30, opacity)
        },
      },
    ]
  }
}
