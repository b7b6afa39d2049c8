import type { SpriteArt } from '../art/sprites/add-sprite.ts'
import { spriteNamed } from '../art/sprites.ts'
import type { Daylight } from '../world/daylight.ts'
import type { LayoutObject, Point } from '../world/layout.ts'
import type { ObjectState } from '../world/object-states.ts'
import { lookOfThing, type SeatStates } from '../world/seat-light.ts'

/** What the things of an office depend on at one moment. */
export type ThingsState = {
  seats: SeatStates
  daylight: Daylight
  objects: Readonly<Record<string, ObjectState>>
}

/**
 * The sprite that a thing shows in this state, and the frame, which is undefined where it runs by itself. A look that is
 * not drawn is that of the thing as it was placed.
 */
export function shownSprite(object: LayoutObject, { seats, daylight, objects }: ThingsState) {
  const state = object.state === undefined ? undefined : objects[object.state]
  const { name, frame } = spriteNamed(state?.sprite ?? lookOfThing(object, seats, daylight)) ??
    spriteNamed(object.sprite) ?? { name: object.sprite, frame: undefined }
  return { name, frame: state?.frame ?? frame }
}

type Anchored = Pick<SpriteArt, 'width' | 'anchorX' | 'anchorY'>

/** The top left corner of a sprite that stands at a point, in whole art pixels; one that is flipped is mirrored at that point. */
export const cornerOf = ({ width, anchorX, anchorY }: Anchored, x: number, y: number, isFlipped = false): Point => ({
  x: Math.round(isFlipped ? x + anchorX - width : x - anchorX),
  y: Math.round(y - anchorY),
})
