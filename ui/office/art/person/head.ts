import type { Avatar } from '../avatar.ts'
import { createPixels, type Pixels } from '../pixels.ts'
import type { Face, Facing } from '../poses.ts'
import { drawEyes } from './eyes.ts'
import { drawFace } from './face.ts'
import { type Accessory, accessories } from './parts/accessories.ts'
import { critters } from './parts/critters.ts'
import { hair } from './parts/hair.ts'
import { head } from './parts/heads.ts'
import { letters } from './parts/letters.ts'

/** The head of a person with all that is on it. `x` and `y` are its top left, which hair and ears rise above. */
export function headOf(avatar: Avatar, face: Face | undefined, facing: Facing, x: number, y: number): Pixels {
  const b = createPixels().grid(x, y, head[facing], letters)
  const isAside = facing === 'right'
  const hasFace = facing !== 'up'
  const accessory: Accessory = accessories[avatar.accessory]
  const worn = accessory[facing]
  const { critter } = avatar

  if (critter) b.grid(x - 2, y - 8, critters[critter][facing], letters)
  if (!critter && accessory.under && worn) b.grid(x - 2, y - 3, worn, letters)
  if (hasFace) drawFace(b, x, y, face, avatar, isAside)
  if (!critter) {
    const drawn = createPixels().grid(x - 2, y - 3, hair[avatar.hair][facing], letters)
    if (avatar.accessory === 'cap' || avatar.accessory === 'beanie') drawn.rect(0, 0, 32, y - 2, 0)
    b.stamp(drawn)
    // The eyes are seen through a fringe.
    if (hasFace && face !== 'sleep') drawEyes(b, x, y, face, isAside, avatar.darkFace)
  }
  if (worn && !accessory.under) {
    if (!accessory.over) b.grid(x - 2, y - 3, worn, letters)
    else b.stamp(createPixels().grid(x - 2, y - 3, worn, letters))
    if (hasFace && face === 'shock' && !accessory.over) drawEyes(b, x, y, 'shock', isAside, avatar.darkFace)
  }
  return b
}
