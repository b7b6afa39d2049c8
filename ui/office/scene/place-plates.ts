/** A plate that is wanted: its lower middle in CSS pixels, its size, and how much it matters. */
export type WantedPlate = { id: string; x: number; y: number; width: number; height: number; rank: number }

/** Where a plate is put: its lower middle. */
type PlacedPlate = { id: string; x: number; y: number }

/** How far a plate may be moved away from its head, in its own heights, and in which order that is tried. */
const shifts = [0, -1.05, 1.05, -2.1]
const gap = 2

type Box = { left: number; right: number; top: number; bottom: number }

const meets = (a: Box, b: Box) =>
  a.left < b.right + gap && a.right + gap > b.left && a.top < b.bottom + gap && a.bottom + gap > b.top

/**
 * Places plates so that none covers another. What matters most is placed first and stays where it belongs; others move up
 * or down by a height. One that finds no place is left out: its mark is still seen in the list.
 */
export function placePlates(wanted: readonly WantedPlate[]): PlacedPlate[] {
  const taken: Box[] = []
  const placed: PlacedPlate[] = []
  const order = wanted.toSorted((a, b) => b.rank - a.rank || a.y - b.y || a.x - b.x || (a.id < b.id ? -1 : 1))
  for (const { id, x, y, width, height } of order)
    for (const shift of shifts) {
      const bottom = y + shift * height
      const box = { left: x - width / 2, right: x + width / 2, top: bottom - height, bottom }
      if (taken.some((other) => meets(box, other))) continue
      taken.push(box)
      placed.push({ id, x, y: bottom })
      break
    }
  return placed
}
