import { createPixels, type Pixels } from '../pixels.ts'
import type { Arm, Facing } from '../poses.ts'
import { behind, front, type Point, side } from './parts/arm-lines.ts'
import type { Outfit } from './parts/outfits.ts'

/** A brush of two pixels along a line, with the hand at its end. */
function limb(points: readonly Point[], isShort: boolean, isLit: boolean): Pixels {
  const b = createPixels()
  const dot = ([x, y]: Point, slot: 'sk' | 'to') =>
    b.rect(x, y, 1, 2, `${slot}1`).rect(x + 1, y, 1, 2, isLit ? `${slot}1` : `${slot}2`)
  const path: Point[] = []
  for (let i = 0; i < points.length - 1; i++) {
    const [x0, y0] = points[i]!
    const [x1, y1] = points[i + 1]!
    const n = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0)) || 1
    for (let k = i ? 1 : 0; k <= n; k++)
      path.push([Math.round(x0 + ((x1 - x0) * k) / n), Math.round(y0 + ((y1 - y0) * k) / n)])
  }
  const bareFrom = isShort ? Math.max(2, Math.ceil(path.length * 0.35)) : path.length - 1
  for (const [i, point] of path.entries()) dot(point, i >= bareFrom ? 'sk' : 'to')
  dot(points.at(-1)!, 'sk')
  return b
}

const moved = (points: readonly Point[], dx: number, dy: number) => points.map(([x, y]): Point => [x + dx, y + dy])
const mirrored = (points: readonly Point[]) => points.map(([x, y]): Point => [30 - x, y])

/** An arm from the front or from behind; the left one has the light. */
export function armOf(
  { short = false, coat }: Outfit,
  facing: Exclude<Facing, 'right'>,
  arm: Arm,
  on: 'left' | 'right',
  dy: number,
): Pixels {
  const points = moved((facing === 'up' ? behind : front)[arm], 0, dy)
  const drawn = limb(on === 'left' ? points : mirrored(points), short, on === 'left')
  return coat ? drawn.swap({ to1: 'slate5', to2: 'slate4' }) : drawn
}

/** An arm of who faces right. */
export function sideArmOf({ short = false, coat }: Outfit, arm: Arm, on: 'near' | 'far', dy: number): Pixels {
  const isNear = on === 'near'
  const drawn = limb(isNear ? moved(side[arm], 0, dy) : moved(side[arm], 2, dy - 1), short, isNear)
  if (!coat) return drawn
  return drawn.swap(isNear ? { to1: 'slate5', to2: 'slate4' } : { to1: 'slate4', to2: 'slate3' })
}
