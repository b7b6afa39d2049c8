import type { Tone } from '../../../src/office/depiction.ts'
import type { Daylight } from './daylight.ts'
import type { LayoutLight, Point } from './layout.ts'

/** A light of the light map. `bloom` is how much of it is added to the picture as well. */
export type Lamp = Point & { sprite: string; colour: string; strength: number; bloom: number }

/** The share of a round light in the light map that is added to the picture as bloom, while it is dark. */
const bloomShare = 0.16

/** The sprite of a round light that reaches about so far, in art pixels. */
export const roundLight = (radius: number) =>
  radius > 56 ? 'light.64' : radius > 40 ? 'light.48' : radius > 24 ? 'light.32' : 'light.16'

export const isDark = (light: Daylight) => light.lamp > 0

/** A light at a point; those that are round bloom while it is dark. */
export const lampAt = ({ x, y }: Point, sprite: string, colour: string, strength: number, light: Daylight): Lamp => ({
  sprite,
  x,
  y,
  colour,
  strength,
  bloom: isDark(light) && /^light\.\d/.test(sprite) ? strength * bloomShare : 0,
})

/** The light of somebody who needs a person. */
const calls: Partial<Record<Tone, string>> = { wait: 'gold0', error: 'red2' }
/** How strong that is in the dark. */
const callStrengths: Partial<Record<Tone, number>> = { wait: 0.95, error: 0.7 }

/** Whether somebody is known to be awake. Nobody is not. */
export const isAwake = (tone: Tone | undefined) => tone !== undefined && tone !== 'sleep' && tone !== 'unknown'

type Fixture = Pick<LayoutLight, 'kind' | 'x' | 'y' | 'colour' | 'radius'>

/** What a fixture shines while somebody in this state is at its seat, or nobody; `isTaken` says that somebody is in its room. */
export function lampsOfFixture(
  { kind, x, y, colour, radius }: Fixture,
  tone: Tone | undefined,
  light: Daylight,
  isTaken = false,
): Lamp[] {
  const lamps: Lamp[] = []
  const add = (sprite: string, dy: number, colour: string, strength: number) => {
    if (strength > 0) lamps.push(lampAt({ x, y: y + dy }, sprite, colour, strength, light))
  }
  const call = tone && calls[tone]
  switch (kind) {
    case 'shaft':
      add('light.shaft', 0, light.shaftColour, light.shaft * 0.8)
      break
    case 'lamp':
      if (isAwake(tone)) add('light.pool', 2, call ?? light.lampColour, light.lamp * (call ? 0.55 : 0.42))
      break
    case 'lampBig':
      add('light.64', 0, light.lampColour, light.lamp * 0.5)
      add('light.pool', 28, light.lampColour, light.lamp * 0.55)
      break
    case 'hang':
      add('light.48', 0, light.lampColour, light.lamp * 0.34)
      // The lantern itself shines, and lights nothing else.
      if (isDark(light))
        lamps.push({ sprite: 'light.16', x, y: y - 4, colour: 'gold1', strength: 0, bloom: light.lamp * 0.3 })
      break
    case 'face':
      if (isAwake(tone) && isDark(light)) add('light.32', -10, call ?? colour, light.screen * 0.6)
      if (tone && call) add('light.48', -8, call, isDark(light) ? callStrengths[tone]! : 0.3)
      break
    case 'glow':
      add(roundLight(radius ?? 32), 0, colour, light.screen * 0.6)
      break
    case 'pool':
      add('light.64', -12, 'skin1', light.lamp * 0.4)
      break
    case 'room':
      if (isAwake(tone) || isTaken) add('light.64', 0, colour, light.lamp * 0.4)
      break
    case 'screen':
      break
  }
  return lamps
}

/** By day the light map is too white to show who needs a person: the tint that is added to the picture itself. */
export function tintOfFixture({ kind, x, y }: Fixture, tone: Tone | undefined, light: Daylight): Lamp[] {
  const call = kind === 'face' && tone !== undefined ? calls[tone] : undefined
  return call && !isDark(light) ? [lampAt({ x, y: y - 8 }, 'light.32', call, 0.3, light)] : []
}
