import type { Monitor, Tone } from '../../../src/office/depiction.ts'
import type { Daylight } from './daylight.ts'
import type { Layout, LayoutLight, LayoutObject, Point } from './layout.ts'

/** What a seat says about the one who sits there. */
export type SeatState = { tone: Tone; monitor: Monitor }

/** Who sits where; a seat that nobody is at is missing. */
export type SeatStates = ReadonlyMap<string, SeatState>

/** A light of the light map. `bloom` is how much of it is added to the picture as well. */
export type Lamp = Point & { sprite: string; colour: string; strength: number; bloom: number }

/** What a sprite shines by itself, as its art says. */
type ShineOf = (sprite: string) => { radius: number; colour: string; dx: number; dy: number } | null

const bloomShare = 0.16
const radial = (radius: number) =>
  radius > 56 ? 'light.64' : radius > 40 ? 'light.48' : radius > 24 ? 'light.32' : 'light.16'

/** The light of somebody who needs a person. */
const calls: Partial<Record<Tone, string>> = { wait: 'gold0', error: 'red2' }

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
  if (lamp === '*') return true
  const tone = seats.get(lamp)?.tone
  return tone !== undefined && tone !== 'sleep' && tone !== 'unknown'
}

/** Every light of an office, with those that its seats give in their states. */
export function lampsOf(layout: Layout, seats: SeatStates, light: Daylight, shineOf: ShineOf): Lamp[] {
  const isDark = light.lamp > 0
  const lamps: Lamp[] = []
  const add = (sprite: string, x: number, y: number, colour: string, strength: number) => {
    if (strength <= 0) return
    const isRadial = /^light\.\d/.test(sprite)
    lamps.push({ sprite, x, y, colour, strength, bloom: isDark && isRadial ? strength * bloomShare : 0 })
  }
  for (const object of layout.objects) {
    if (!isDark || !(object.screen || object.lamp)) continue
    const look = lookOfThing(object, seats, light)
    const shine = shineOf(look.replace(/\.\d+$/, ''))
    if (!shine || (object.lamp && !look.endsWith('.1')) || look.endsWith('off')) continue
    const colour = shine.colour === 'gold1' ? light.lampColour : shine.colour
    const strength = object.lamp ? light.lamp : light.screen
    add(radial(shine.radius), object.x + (object.flip ? -1 : 1) * shine.dx, object.y + shine.dy, colour, strength * 0.5)
  }
  const occupied = new Set(layout.seats.filter(({ id, room }) => room && seats.has(id)).map(({ room }) => room))
  for (const fixture of layout.lights) shine(fixture)
  for (const { x, y } of layout.windows) add('light.48', x + 22, y + 12, light.sky, isDark ? 0.4 : 0.2)
  return lamps

  function shine({ kind, x, y, colour, seat, room, radius }: LayoutLight) {
    const state = seat === undefined ? undefined : seats.get(seat)
    const call = state && calls[state.tone]
    const isAwake = state !== undefined && state.tone !== 'sleep' && state.tone !== 'unknown'
    switch (kind) {
      case 'shaft':
        return add('light.shaft', x, y, light.shaftColour, light.shaft * 0.8)
      case 'lamp':
        return isAwake && add('light.pool', x, y + 2, call ?? light.lampColour, light.lamp * (call ? 0.55 : 0.42))
      case 'lampBig':
        add('light.64', x, y, light.lampColour, light.lamp * 0.5)
        return add('light.pool', x, y + 28, light.lampColour, light.lamp * 0.55)
      case 'hang':
        return add('light.48', x, y, light.lampColour, light.lamp * 0.34)
      case 'face':
        if (!isAwake) return
        add('light.32', x, y - 10, call ?? colour, isDark ? light.screen * 0.6 : 0)
        if (call) add('light.48', x, y - 8, call, isDark ? (state.tone === 'error' ? 0.7 : 0.95) : 0.3)
        return
      case 'glow':
        return add(radial(radius ?? 32), x, y, colour, light.screen * 0.6)
      case 'pool':
        return add('light.64', x, y - 12, 'skin1', light.lamp * 0.4)
      case 'room':
        return (isAwake || (room && occupied.has(room))) && add('light.64', x, y, colour, light.lamp * 0.4)
    }
  }
}

/** The beams below the windows, and by day the tints of those who need a person: added to the picture itself. */
export function beamsOf(layout: Layout, seats: SeatStates, light: Daylight): Lamp[] {
  return layout.lights.flatMap(({ kind, x, y, seat }): Lamp[] => {
    if (kind === 'shaft')
      return light.shaft > 0
        ? [{ sprite: 'light.shaft', x, y, colour: light.shaftColour, strength: light.shaft, bloom: 0 }]
        : []
    const call = kind === 'face' && seat !== undefined ? calls[seats.get(seat)?.tone ?? 'idle'] : undefined
    return call && light.lamp <= 0 ? [{ sprite: 'light.32', x, y: y - 8, colour: call, strength: 0.3, bloom: 0 }] : []
  })
}
