import { bayer } from '../pixels.ts'
import type { AddShade } from './add-sprite.ts'

/** A value in steps, with ordered dither between them, so that light follows the pixels of the art. */
export const stepped = (v: number, x: number, y: number, n = 14) => {
  const k = v * n
  const f = Math.floor(k)
  return Math.min(1, (f + (k - f > bayer(x, y) ? 1 : 0)) / n)
}

export function addLights(addShade: AddShade) {
  for (const r of [16, 32, 48, 64])
    addShade(`light.${r}`, r * 2, r * 2, {}, (x, y) => {
      const d = Math.hypot(x + 0.5 - r, y + 0.5 - r) / r
      const v = Math.max(0, 1 - d)
      return [255, 255, 255, 255 * stepped(v * v * (3 - 2 * v), x, y)]
    })
  // A pool of light on the floor.
  addShade('light.pool', 96, 56, {}, (x, y) => {
    const d = Math.hypot((x + 0.5 - 48) / 48, (y + 0.5 - 28) / 28)
    const v = Math.max(0, 1 - d)
    return [255, 255, 255, 255 * stepped(v * v * (3 - 2 * v), x, y)]
  })
  // The light of a screen falls down from it.
  addShade('light.screen', 40, 30, { anchor: [20, 0] }, (x, y) => {
    const w = 6 + y * 0.5
    const d = Math.abs(x + 0.5 - 20) / w
    const v = Math.max(0, 1 - d) * Math.max(0, 1 - y / 30)
    return [255, 255, 255, 255 * stepped(Math.min(1, v * 1.2), x, y)]
  })
  addShade('light.cone', 48, 48, { anchor: [24, 0] }, (x, y) => {
    const w = 4 + y * 0.42
    const d = Math.abs(x + 0.5 - 24) / w
    const v = Math.max(0, 1 - d * d) * Math.max(0, 1 - y / 48)
    return [255, 255, 255, 255 * stepped(v * 0.9, x, y)]
  })
  // The light of a window, from the foot of the wall below it.
  addShade('light.shaft', 84, 96, { anchor: [0, 0] }, (x, y) => {
    const off = y * 0.4
    const l = 2 + off
    const r = l + 41
    let v = x > l && x < r ? 1 : 0
    const u = (x - l) % 14
    if (u > 12) v *= 0.25
    v *= Math.max(0, 1 - y / 96)
    v *= Math.min(1, (x - l) / 3, (r - x) / 3)
    return [255, 255, 255, 255 * stepped(Math.max(0, v) * 0.8, x, y, 10)]
  })
  for (const [k, a] of [0.35, 0.6, 0.85].entries())
    addShade(`heat.${k}`, 44, 44, {}, (x, y) => {
      const d = Math.hypot((x + 0.5 - 22) / 22, (y + 0.5 - 22) / 22)
      const v = Math.max(0, 1 - d)
      const h = Math.min(1, v * v * 2.2 * a)
      return [255, 60 + 170 * h, 20 + 60 * h * h, 255 * stepped(h, x, y, 10)]
    })
}
