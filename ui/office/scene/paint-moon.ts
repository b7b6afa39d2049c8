import { rgb } from '../art/palette.ts'
import type { Picture } from '../art/pixels.ts'

const radius = 4
const side = 2 * radius + 1

/** The moon in its phase (0 is new, 0.5 full), as it is seen from the north: waxing on the right. */
export function paintMoon(phase: number): Picture {
  const data = new Uint8ClampedArray(side * side * 4)
  const turn = Math.cos(2 * Math.PI * phase)
  const lit = rgb('gold3')
  const dark = rgb('blue1')
  for (let y = -radius; y <= radius; y++) {
    const half = Math.sqrt((radius + 0.4) ** 2 - y * y)
    for (let x = -radius; x <= radius; x++) {
      if (Math.abs(x) > half) continue
      const isLit = phase < 0.5 ? x > half * turn : x < -half * turn
      data.set([...(isLit ? lit : dark), isLit ? 255 : 110], ((y + radius) * side + x + radius) * 4)
    }
  }
  return { width: side, height: side, data }
}
