import type { AddShade } from './add-sprite.ts'
import { stepped } from './lights.ts'

export function addShadows(addShade: AddShade) {
  for (const [n, w, h] of [
    ['s', 12, 5],
    ['m', 16, 7],
    ['l', 28, 9],
    ['xl', 52, 12],
    ['desk', 58, 16],
  ] as const)
    addShade(`shadow.${n}`, w, h, {}, (x, y) => {
      const d = Math.hypot((x + 0.5 - w / 2) / (w / 2), (y + 0.5 - h / 2) / (h / 2))
      return [18, 14, 30, d < 0.72 ? 110 : d < 1 ? 70 : 0]
    })
  // The shade of a wall on the floor below it.
  addShade('shade.n', 16, 12, { anchor: [0, 0] }, (x, y) => [18, 14, 30, 120 * stepped((1 - y / 12) ** 1.3, x, y, 6)])
  // The shade of a wall on the floor to its right.
  addShade('shade.w', 10, 16, { anchor: [0, 0] }, (x, y) => [18, 14, 30, 90 * stepped((1 - x / 10) ** 1.4, x, y, 5)])
}
