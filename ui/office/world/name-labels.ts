/** The height of a label in CSS pixels, as in `style/office.css`: lower where art pixels are small. */
export const labelHeightAt = (scale: number) => (scale < 3 ? 15 : 18)

/** The place of a label in art pixels: its middle, its lower edge, and its maximum width. */
export type NameLabel = { seat: number; x: number; bottom: number; width: number }

/** The height of the hair line above the foot of a seated character. A label lies above it. */
const hairAbove = 22
/** The face of a seated character: half its width, and its upper and lower edge above the foot. */
const face = { half: 8, top: 19, bottom: 10 }
const maxWidth = 44
const gap = 2

/**
 * A label above each head. Its maximum width is such that it covers no face and no other label, however long the names
 * are. `headRoom` is how far ears or a cap rise in art pixels, `scale` the CSS pixels of an art pixel.
 */
export function layNameLabels(
  places: readonly { x: number; y: number; rise?: number }[],
  taken: readonly { seat: number; headRoom: number }[],
  scale: number,
): NameLabel[] {
  const height = Math.ceil(labelHeightAt(scale) / scale)
  const labels = taken.map(({ seat, headRoom }) => {
    const { x, y, rise = 0 } = places[seat]!
    return { seat, x, bottom: y - rise - hairAbove - headRoom }
  })
  return labels.map((label) => {
    const top = label.bottom - height
    const faces = taken
      .map(({ seat }) => places[seat]!)
      .filter(({ y, rise = 0 }) => top < y - rise - face.bottom && label.bottom > y - rise - face.top)
      .map(({ x }) => 2 * (Math.abs(x - label.x) - face.half))
    const neighbours = labels
      .filter((other) => other !== label && Math.abs(other.bottom - label.bottom) < height)
      .map(({ x }) => Math.abs(x - label.x) - gap)
    return { ...label, width: Math.min(maxWidth, ...faces, ...neighbours) }
  })
}
