import { drawnPose, isRelit, viewOf } from './acts.ts'
import { type Avatar, avatarOf, tableOf } from './avatar.ts'
import { drawCaptain } from './captain/captain.ts'
import { rgb } from './palette.ts'
import { drawPerson } from './person/person.ts'
import { cell, type Picture, type Pixels, pictureOf } from './pixels.ts'
import type { CharacterPose, View } from './poses.ts'
import { relight } from './relight.ts'
import { drawRobot } from './robot/robot.ts'

function draw(avatar: Avatar, view: View): Pixels {
  if (avatar.kind === 'captain') return drawCaptain(view)
  if (avatar.kind === 'robot') return drawRobot(avatar, view)
  return drawPerson(avatar, view)
}

const toLeft = (drawn: Pixels, pose: CharacterPose) => (isRelit(drawnPose(pose)) ? relight(drawn.flip()) : drawn.flip())

const colours = new WeakMap<Avatar, Uint8Array>()

function coloursOf(avatar: Avatar): Uint8Array {
  const known = colours.get(avatar)
  if (known) return known
  const table = tableOf(avatar)
  colours.set(avatar, table)
  return table
}

/** One drawing of a pose, in a cell of 32 by 32 whose point (16, 30) stands on the floor. */
export function characterOf(avatar: Avatar, pose: CharacterPose, frame: number): Picture {
  const drawn = draw(avatar, viewOf(pose, frame))
  return pictureOf(pose.direction === 'left' ? toLeft(drawn, pose) : drawn, coloursOf(avatar))
}

/** The side of a portrait, in art pixels. */
export const portraitSize = 16

/** The ramp of the backdrop for the ramp of the clothes, where it is another. Backdrops are dark in every theme. */
const backdrops: Record<string, string> = { gold: 'wood', pink: 'purple', ink: 'slate' }

function backdropOf({ kind, slots }: Avatar) {
  const worn = slots.to[1]!.replace(/\d$/, '')
  const ramp = kind === 'captain' ? 'blue' : kind === 'robot' ? 'slate' : (backdrops[worn] ?? worn)
  return { dark: rgb(`${ramp}0`), lit: rgb(`${ramp}1`) }
}

/** At a desk, from which no tail shows. */
const atRest: CharacterPose = { stance: 'desk', act: 'idle', direction: 'down' }

/** Head and collar of a character at rest, on a dark backdrop in the colour of its clothes. */
export function portraitOf(seed: string, kind: 'agent' | 'robot'): Picture {
  const avatar = avatarOf(seed, kind)
  const whole = characterOf(avatar, atRest, 0)
  const left = (cell - portraitSize) / 2
  const top = topOf(avatar, whole, left)
  const backdrop = backdropOf(avatar)
  const data = new Uint8ClampedArray(portraitSize * portraitSize * 4)
  for (let y = 0; y < portraitSize; y++)
    for (let x = 0; x < portraitSize; x++) {
      const from = ((top + y) * cell + left + x) * 4
      const pixel = whole.data[from + 3]
        ? whole.data.subarray(from, from + 4)
        : [...(x + y < portraitSize / 2 ? backdrop.lit : backdrop.dark), 255]
      data.set(pixel, (y * portraitSize + x) * 4)
    }
  return { width: portraitSize, height: portraitSize, data }
}

/** The top edge of a portrait: at the hair or the ears, but not so high that the chin is cut off. */
function topOf({ kind }: Avatar, { data }: Picture, left: number): number {
  if (kind === 'captain') return 6
  let top = 0
  const solid = (y: number) => {
    for (let x = left; x < left + portraitSize; x++) if (data[(y * cell + x) * 4 + 3]) return true
    return false
  }
  while (top < cell && !solid(top)) top++
  return kind === 'robot' ? top : Math.min(Math.max(top, 7), 10)
}
