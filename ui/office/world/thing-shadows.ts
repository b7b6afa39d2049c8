import type { Point } from './layout.ts'

/** A shadow on the floor: its sprite, the point its middle is at, and what it is drawn behind. */
type Shadow = Point & { sprite: string; z: number }

/** Sprites without a shadow of their own: what stands on desks, desks themselves, glass, and animals that lie. */
const shadowless =
  /^(desk|deskled|glass|laptop|monitor|keyboard|lamp($|\.bridge)|mug|papers|plant\.small|books|duck|photo|tray|coffee|cat|dog)/

/** The shadows of a thing that stands at a point: a desk has a large one below its front. */
export function shadowsOf(
  { sprite, x, y, z = y }: Point & { sprite: string; z?: number },
  { width, height }: { width: number; height: number },
): Shadow[] {
  const shadows: Shadow[] = []
  if (!shadowless.test(sprite)) {
    const size = width > 40 ? 'xl' : width > 22 ? 'l' : 'm'
    shadows.push({ sprite: `shadow.${size}`, x: x + 1, y, z: z - 0.5 })
  }
  if (/^desk\.(front|captain|bridge|helm)/.test(sprite))
    shadows.push({ sprite: 'shadow.desk', x: x + 1, y: y + height - 6, z: 0 })
  return shadows
}
