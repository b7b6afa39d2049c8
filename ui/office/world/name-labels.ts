import type { Layout } from './office-strip-layout.ts'

/** The height of a plate on the screen, in CSS pixels; the style sheet says the same. */
export const labelHeight = 18

/** Where a name plate is, in art pixels: its middle, its lower edge, and how wide it may become. */
export type NameLabel = { seat: number; x: number; bottom: number; width: number }

/** Hair and ears begin this far above the foot of a seated character; a plate lies on them. */
const hairAbove = 22
/** The face of a seated character: this far to each side, and from brow to mouth above the foot. */
const face = { half: 8, top: 19, bottom: 10 }
const widest = 44
const gap = 2

/**
 * A plate above each head. Each may become as wide as it can without covering a face or another plate, however long
 * the names are. `headRoom` says how far ears or a cap rise, `scale` how many CSS pixels an art pixel has.
 */
export function layNameLabels(
  seats: Layout['seats'],
  taken: readonly { seat: number; headRoom: number }[],
  scale: number,
): NameLabel[] {
  const height = Math.ceil(labelHeight / scale)
  const plates = taken.map(({ seat, headRoom }) => {
    const { x, y } = seats[seat]!
    return { seat, x, bottom: y - hairAbove - headRoom }
  })
  return plates.map((plate) => {
    const top = plate.bottom - height
    const faces = taken
      .map(({ seat }) => seats[seat]!)
      .filter(({ y }) => top < y - face.bottom && plate.bottom > y - face.top)
      .map(({ x }) => 2 * (Math.abs(x - plate.x) - face.half))
    const neighbours = plates
      .filter((other) => other !== plate && Math.abs(other.bottom - plate.bottom) < height)
      .map(({ x }) => Math.abs(x - plate.x) - gap)
    return { ...plate, width: Math.min(widest, ...faces, ...neighbours) }
  })
}
