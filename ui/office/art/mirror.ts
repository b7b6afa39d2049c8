import { colour, darker, isOfSlot, lighter, outlineOf } from './palette.ts'
import type { Pixels } from './pixels.ts'

/** The colours that have a light and a dark side, besides those of an avatar. */
const shaded = new Set(
  ['red0', 'red1', 'red2', 'red3', 'red4', 'slate2', 'slate3', 'slate4', 'slate5'].map((name) => colour(name)),
)

/** The mirror of a drawing. With `isRelit`, its light still comes from the left: what faces it is lifted, the other side lowered. */
export function mirrored(drawn: Pixels, isRelit: boolean): Pixels {
  const b = drawn.flip()
  return isRelit ? relit(b, drawn.flip()) : b
}

function relit(b: Pixels, before: Pixels): Pixels {
  const isEdge = (number: number) => !number || number === outlineOf(number)
  for (let y = 0; y < 32; y++)
    for (let x = 0; x < 32; x++) {
      const number = before.get(x, y)
      if (isEdge(number) || !(isOfSlot(number) || shaded.has(number))) continue
      const isLeft = isEdge(before.get(x - 1, y))
      const isRight = isEdge(before.get(x + 1, y))
      if (isLeft && !isRight) b.d[y * 32 + x] = lighter(number)
      const lower = darker(number)
      if (isRight && !isLeft && lower !== outlineOf(number)) b.d[y * 32 + x] = lower
    }
  return b
}
