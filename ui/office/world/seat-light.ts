import type { Monitor, Tone } from '../../../src/office/depiction.ts'
import type { Daylight } from './daylight.ts'
import { isAwake, isDark, type Lamp, lampAt, lampsOfFixture, roundLight, tintOfFixture } from './fixture-light.ts'
import type { Layout, LayoutObject } from './layout.ts'

/** What a seat says about the one who sits there. */
export type SeatState = { tone: Tone; monitor: Monitor }

/** Who sits where; a seat that nobody is at is missing. */
export type SeatStates = ReadonlyMap<string, SeatState>

/** What a sprite shines by itself, as its art says. */
type ShineOf = (sprite: string) => { radius: number; colour: string; dx: number; dy: number } | null

/** How a thing of a seat looks while somebody in this state sits there, or nobody. */
export function lookOfThing(object: LayoutObject, seats: SeatStates, light: Daylight): string {
  const { sprite, screen, lamp, led, hang } = object
  if (hang) return light.lamp > 0 ? 'lamp.ship.on' : 'lamp.ship.off'
  if (screen) return sprite.replace(/[a-z]+$/, seats.get(screen)?.monitor ?? 'off')
  if (led) return sprite.replace(/[a-z]+$/, ledOf(seats.get(led)?.tone))
  if (!lamp) return sprite
  return `${sprite}.${isLampOn(lamp, seats, light) ? 1 : 0}`
}

const ledOf = (tone: Tone | undefined) =>
  tone === undefined || tone === 'unknown' ? 'off' : tone === 'sleep' ? 'idle' : tone

/** The lamp of a desk burns while somebody is awake there; one for everybody burns as long as it is dark. */
function isLampOn(lamp: string, seats: SeatStates, light: Daylight): boolean {
  if (light.lamp <= 0) return false
  return lamp === '*' || isAwake(seats.get(lamp)?.tone)
}

/** Every light of an office, with those that its seats give in their states. */
export function lampsOf(layout: Layout, seats: SeatStates, light: Daylight, shineOf: ShineOf): Lamp[] {
  const isTaken = new Set(layout.seats.filter(({ id, room }) => room && seats.has(id)).map(({ room }) => room))
  return [
    ...(isDark(light) ? layout.objects.flatMap((object) => lampsOfThing(object, seats, light, shineOf)) : []),
    ...layout.lights.flatMap((fixture) =>
      lampsOfFixture(fixture, toneAt(fixture.seat, seats), light, isTaken.has(fixture.room)),
    ),
    ...layout.windows.map(({ x, y }) =>
      lampAt({ x: x + 22, y: y + 12 }, 'light.48', light.sky, isDark(light) ? 0.4 : 0.2, light),
    ),
  ]
}

const toneAt = (seat: string | undefined, seats: SeatStates) => (seat === undefined ? undefined : seats.get(seat)?.tone)

/** What a screen or a lamp shines in the dark. */
function lampsOfThing(object: LayoutObject, seats: SeatStates, light: Daylight, shineOf: ShineOf): Lamp[] {
  if (!object.screen && !object.lamp) return []
  const look = lookOfThing(object, seats, light)
  const shine = shineOf(look.replace(/\.\d+$/, ''))
  if (!shine || (object.lamp && !look.endsWith('.1')) || look.endsWith('off')) return []
  const at = { x: object.x + (object.flip ? -1 : 1) * shine.dx, y: object.y + shine.dy }
  const colour = shine.colour === 'gold1' ? light.lampColour : shine.colour
  return [lampAt(at, roundLight(shine.radius), colour, (object.lamp ? light.lamp : light.screen) * 0.5, light)]
}

/** The beams below the windows, and by day the tints of those who need a person: added to the picture itself. */
export function beamsOf(layout: Layout, seats: SeatStates, light: Daylight): Lamp[] {
  return layout.lights.flatMap((fixture) =>
    fixture.kind === 'shaft' && light.shaft > 0
      ? [lampAt(fixture, 'light.shaft', light.shaftColour, light.shaft, light)]
      : tintOfFixture(fixture, toneAt(fixture.seat, seats), light),
  )
}
