/**
 * A plate that is wanted: its lower middle in CSS pixels, its size, and how much it matters. A bubble is what somebody
 * says, above its plate.
 */
export type WantedPlate = {
  id: string
  x: number
  y: number
  width: number
  height: number
  rank: number
  bubble?: { width: number; height: number } | undefined
}

/** Where a plate is put: its lower middle, and whether its bubble has room above it. */
type PlacedPlate = { id: string; x: number; y: number; hasBubble: boolean }

/** How far a plate may be moved away from its head, in its own heights, and in which order that is tried. */
const shifts = [0, -1.05, 1.05, -2.1]
const gap = 2

type Box = { left: number; right: number; top: number; bottom: number }

const meets = (a: Box, b: Box) =>
  a.left < b.right + gap && a.right + gap > b.left && a.top < b.bottom + gap && a.bottom + gap > b.top

/**
 * Places plates so that none covers another. What matters most is placed first and stays where it belongs; others move up
 * or down by a height. One that finds no place is left out: its mark is still seen in the list. Bubbles come after all
 * names, where there is room: a name is never moved or covered by what somebody says.
 */
export function placePlates(wanted: readonly WantedPlate[]): PlacedPlate[] {
  const taken: Box[] = []
  const placed: { plate: PlacedPlate; top: number; bubble: WantedPlate['bubble'] }[] = []
  const isTaken = (box: Box) => taken.some((other) => meets(box, other))
  const order = wanted.toSorted((a, b) => b.rank - a.rank || a.y - b.y || a.x - b.x || (a.id < b.id ? -1 : 1))
  for (const { id, x, y, width, height, bubble } of order)
    for (const shift of shifts) {
      const bottom = y + shift * height
      const box = { left: x - width / 2, right: x + width / 2, top: bottom - height, bottom }
      if (isTaken(box)) continue
      taken.push(box)
      placed.push({ plate: { id, x, y: bottom, hasBubble: false }, top: box.top, bubble })
      break
    }
  for (const { plate, top, bubble } of placed) {
    if (!bubble) continue
    const half = bubble.width / 2
    // The gap between a plate and its own bubble is part of the bubble.
    const box = { left: plate.x - half, right: plate.x + half, top: top - bubble.height, bottom: top - gap }
    if (isTaken(box)) continue
    taken.push(box)
    plate.hasBubble = true
  }
  return placed.map(({ plate }) => plate)
}
