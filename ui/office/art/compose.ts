import { type Avatar, avatarOf, tableOf } from './avatar.ts'
import { drawCaptain } from './captain.ts'
import { rgb } from './palette.ts'
import { drawPerson } from './person.ts'
import { cell, type Picture, type Pixels, pictureOf } from './pixels.ts'
import { type Act, acts, type Pose } from './poses.ts'
import { drawRobot } from './robot.ts'

function draw(look: Avatar, act: Act, step: number, seated: boolean): Pixels {
  const pose: Pose = acts[act][step]!
  if (look.kind === 'captain') return drawCaptain(pose, seated, step)
  if (look.kind === 'robot') return drawRobot(look, pose, seated, act === 'type', step)
  return drawPerson(look, pose, seated)
}

/** Somebody at a desk, in the middle of an act. */
export const atDesk = (look: Avatar, act: Act, step: number): Picture =>
  pictureOf(draw(look, act, step, true), tableOf(look))

/** The side of a portrait, in art pixels. */
export const portraitSize = 16

/** Plates are dark in every theme: two steps of the ramp of what somebody wears. */
const plates: Record<string, string> = { gold: 'wood', pink: 'purple', ink: 'slate' }

function plateOf({ kind, slots }: Avatar) {
  const worn = slots.to[1]!.replace(/\d$/, '')
  const ramp = kind === 'captain' ? 'blue' : kind === 'robot' ? 'slate' : (plates[worn] ?? worn)
  return { dark: rgb(`${ramp}0`), lit: rgb(`${ramp}1`) }
}

/** Head and collar of somebody who stands at rest, on a dark plate in the colour of what they wear. */
export function portraitOf(seed: string, kind: 'agent' | 'robot'): Picture {
  const look = avatarOf(seed, kind)
  const whole = pictureOf(draw(look, 'idle', 0, false), tableOf(look))
  const left = (cell - portraitSize) / 2
  const top = topOf(look, whole, left)
  const plate = plateOf(look)
  const data = new Uint8ClampedArray(portraitSize * portraitSize * 4)
  for (let y = 0; y < portraitSize; y++)
    for (let x = 0; x < portraitSize; x++) {
      const from = ((top + y) * cell + left + x) * 4
      const pixel = whole.data[from + 3]
        ? whole.data.subarray(from, from + 4)
        : [...(x + y < portraitSize / 2 ? plate.lit : plate.dark), 255]
      data.set(pixel, (y * portraitSize + x) * 4)
    }
  return { width: portraitSize, height: portraitSize, data }
}

/** Where the portrait begins: at the hair or the ears, but never so high that the chin is lost. */
function topOf({ kind }: Avatar, { data }: Picture, left: number): number {
  if (kind === 'captain') return 5
  let top = 0
  const solid = (y: number) => {
    for (let x = left; x < left + portraitSize; x++) if (data[(y * cell + x) * 4 + 3]) return true
    return false
  }
  while (top < cell && !solid(top)) top++
  return kind === 'robot' ? top : Math.min(Math.max(top, 4), 7)
}
