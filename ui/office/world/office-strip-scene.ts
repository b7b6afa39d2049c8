import { type OfficeAct, depictionOf as officeDepictionOf, type Tone } from '../../../src/office/depiction.ts'
import type { Activity, SessionState } from '../../../src/sessions/state.ts'
import { isCaptain } from '../art/avatar.ts'
import type { Act, CharacterPose } from '../art/poses.ts'
import { type Daylight, lightOf, type TimeOfDay } from './daylight.ts'
import { isDark, type Lamp, lampAt, lampsOfFixture, tintOfFixture } from './fixture-light.ts'
import type { Layout, Pane, Rest, Thing } from './office-strip-layout.ts'
import { shadowsOf } from './thing-shadows.ts'

/** How a character is drawn: an act, the order of its drawings, and the ticks that each lasts. One drawing keeps still. */
type Depiction = {
  act: Act
  steps: readonly number[]
  ticksPerStep: number
  /** What the LEDs, the lamp and the screen of its desk show. */
  tone: Tone
  /** Without colour, because nothing is known of the agent. */
  grey: boolean
  /** The sign above the label of an agent that needs a person. */
  sign: 'sign.wait.0' | 'sign.error.0' | null
}

/** The order of the drawings of each act at a desk, and how long each lasts. */
const orders: Record<OfficeAct, Pick<Depiction, 'steps' | 'ticksPerStep'>> = {
  type: { steps: [0, 1, 0, 2, 1, 2, 0, 2], ticksPerStep: 1 },
  read: { steps: [0, 0, 0, 1], ticksPerStep: 2 },
  talk: { steps: [0, 1, 0, 1, 2, 1], ticksPerStep: 1 },
  think: { steps: [0, 1], ticksPerStep: 4 },
  wait: { steps: [0], ticksPerStep: 1 },
  error: { steps: [0], ticksPerStep: 1 },
  idle: { steps: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2], ticksPerStep: 1 },
  sleep: { steps: [0], ticksPerStep: 1 },
}
const slowTicks = 12

/** Each depiction is made once: the scene tells by it whether anything is drawn anew. */
const made = new Map<string, Depiction>()

/** How an agent in this state is drawn at its desk: what the whole office says of it, in the drawings of the strip. */
export function depictionOf(state: SessionState, activity: Activity | null): Depiction {
  const name = `${state} ${activity}`
  const known = made.get(name)
  if (known) return known
  const { act, tone, sign, isSlow, isStill } = officeDepictionOf({ state, activity, kind: 'agent' })
  const { steps, ticksPerStep } = orders[act]
  const depiction: Depiction = {
    act,
    steps: isStill ? [0] : steps,
    ticksPerStep: isSlow ? slowTicks : ticksPerStep,
    tone,
    grey: isStill,
    sign: sign && `sign.${sign}.0`,
  }
  made.set(name, depiction)
  return depiction
}

const resting = (act: Act, tone: Tone, steps: readonly number[], ticksPerStep: number): Depiction => ({
  act,
  steps,
  ticksPerStep,
  tone,
  grey: false,
  sign: null,
})
const dozes = resting('doze', 'sleep', [0, 0, 1, 1], 2)
const drinks = resting('coffee', 'idle', [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0], 1)

/** How an agent is drawn that rests in a place like this. */
export const restingDepictionOf = (state: SessionState, { offers }: Pick<Rest, 'offers'>): Depiction =>
  state === 'asleep' ? dozes : offers === 'coffee' ? drinks : depictionOf('idle', null)

/**
 * The agents by seat. The order is that of their ids, so that no agent moves because of its state. The captain has the
 * first seat, the helm, which is undefined where there is none; the others follow from the middle outwards.
 */
export function seatAgents<A extends { id: string }>(agents: readonly A[]): (A | undefined)[] {
  const sorted = agents.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  const captain = sorted.find(({ id }) => isCaptain(id))
  return [captain, ...sorted.filter((agent) => agent !== captain)]
}

/** A character in its place: those at desks by seat, then those who rest. */
export type Sitter = { seed: string; depiction: Depiction }

/** One thing to draw. */
export type Drawn =
  | { kind: 'sprite'; sprite: string; x: number; y: number }
  | {
      kind: 'person'
      seat: number
      seed: string
      pose: CharacterPose
      step: number
      grey: boolean
      x: number
      y: number
    }

/** Everything that the office shows at one moment, as plain data. */
export type Scene = {
  width: number
  height: number
  /** The colour of the light map before lights are added. */
  ambient: readonly [number, number, number]
  glass: readonly [number, number, number]
  panes: readonly Pane[]
  drawn: Drawn[]
  lights: Lamp[]
  /** Lights that are added to the picture itself. By day the light map is too white to show which agents need a person. */
  tints: Lamp[]
  /** Sprites that are drawn last and without light. */
  signs: { sprite: string; x: number; y: number }[]
}

const screens: Record<Tone, string> = {
  work: 'code',
  think: 'code',
  wait: 'wait',
  error: 'error',
  idle: 'idle',
  sleep: 'idle',
  unknown: 'off',
}
const screenColours: Record<string, string> = { code: 'teal2', idle: 'blue3', wait: 'gold2', error: 'red2' }
const ledSprites: Record<Tone, string> = {
  work: 'work.0',
  think: 'think.0',
  wait: 'wait.0',
  error: 'error.0',
  idle: 'idle',
  sleep: 'idle',
  unknown: 'off',
}

type SceneInput = {
  layout: Layout
  sitters: readonly (Sitter | undefined)[]
  time: TimeOfDay
  hour: number
  /** Whether the page around it is dark. */
  isDim?: boolean
  /** Whether the lamps burn although nobody is there. */
  isLit?: boolean
  sizeOf: (sprite: string) => { width: number; height: number }
}

/** The desks by seat, then the places to rest. */
export const placesOf = ({ seats, rests }: Layout): (Layout['seats'][number] | Rest)[] => [...seats, ...rests]

/** An office without characters is dark except for one lamp. */
const isEmpty = ({ sitters, isLit = false }: SceneInput) => !isLit && !sitters.some(Boolean)

/** The scene of a layout with its characters, in the light of the hour. */
export function sceneOf(sight: SceneInput): Scene {
  const { layout, time, isDim } = sight
  const light = lightOf(isEmpty(sight) ? 'night' : time, isDim)
  return {
    width: layout.width,
    height: layout.height,
    ambient: light.ambient,
    glass: light.glass,
    panes: layout.panes,
    drawn: drawnIn(sight, light),
    lights: lightsIn(sight, light),
    tints: layout.lights.flatMap((fixture) => tintOfFixture(fixture, toneOf(fixture.seat, sight), light)),
    signs: [],
  }
}

const stepOf = ({ steps, ticksPerStep }: Depiction, tick: number) =>
  steps[Math.floor(tick / ticksPerStep) % steps.length]!

/** The drawing of a character at a tick. Each seat begins at another drawing, so that characters do not move in step. */
export const stepAt = (depiction: Depiction, seat: number, tick: number) => stepOf(depiction, tick + seat * 7)

/** The sea stands still, by night with the beam of the lighthouse across the bow. */
const seaAt = (time: TimeOfDay, sea: string) =>
  `sea.${time}.${sea}.${time === 'night' && (sea === 'light' || sea === 'bow') ? 6 : 3}`

function drawnIn(sight: SceneInput, light: Daylight): Drawn[] {
  const { layout, sitters, time, hour, sizeOf } = sight
  const empty = isEmpty(sight)
  const ground = (thing: Thing): Drawn => ({ kind: 'sprite', sprite: thing.sprite, x: thing.x, y: thing.y })
  const wall = (thing: Thing): Drawn => ({
    kind: 'sprite',
    sprite:
      thing.sprite === 'clock'
        ? `clock.${hour % 12}`
        : thing.sprite === 'lamp.ship.off' && light.lamp && !empty
          ? 'lamp.ship.on.0'
          : thing.sprite,
    x: thing.x,
    y: thing.y,
  })
  const floors = layout.ground.filter(({ sprite }) => !sprite.startsWith('wall'))
  const walls = layout.ground.filter(({ sprite }) => sprite.startsWith('wall'))
  const panes = layout.panes.flatMap(({ x, y, frame, sea }): Drawn[] => [
    { kind: 'sprite', sprite: seaAt(empty ? 'night' : time, sea), x: x + 2, y: y + 2 },
    { kind: 'sprite', sprite: frame, x, y },
  ])

  const deep: { z: number; drawn: Drawn }[] = []
  for (const thing of layout.things) {
    const sprite = spriteFor(thing, sitters, light)
    for (const { z, ...shadow } of shadowsOf({ ...thing, sprite }, sizeOf(sprite)))
      deep.push({ z, drawn: { kind: 'sprite', ...shadow } })
    deep.push({ z: thing.z, drawn: { kind: 'sprite', sprite, x: thing.x, y: thing.y } })
  }
  for (const [seat, sitter] of sitters.entries()) {
    const place = placesOf(layout)[seat]
    if (!sitter || !place) continue
    const { act, grey } = sitter.depiction
    deep.push({
      z: place.z,
      drawn: {
        kind: 'person',
        seat,
        seed: sitter.seed,
        pose: { stance: 'stance' in place ? place.stance : 'desk', act, direction: 'down', isPlain: true },
        step: stepAt(sitter.depiction, seat, 0),
        grey,
        x: place.x - 16,
        y: place.y - 30,
      },
    })
  }
  deep.sort((a, b) => a.z - b.z)
  return [
    ...floors.map(ground),
    ...walls.map(ground),
    ...panes,
    ...layout.onWall.map(wall),
    ...deep.map(({ drawn }) => drawn),
  ]
}

/** The sprite of a thing in the state of its seat. */
function spriteFor({ sprite, seat, shows }: Thing, sitters: SceneInput['sitters'], { lamp }: Daylight): string {
  const tone = seat === undefined ? undefined : (sitters[seat]?.depiction.tone ?? 'unknown')
  if (shows === 'screen') {
    const screen = screens[tone ?? 'unknown']
    return screen === 'off' ? 'laptop.back.off' : `laptop.back.${screen}.0`
  }
  if (shows === 'leds') return sprite.replace(/[a-z]+$/, ledSprites[tone ?? 'unknown'])
  if (shows === 'lamp') {
    if (tone === undefined) return `lamp.floor.${lamp ? 1 : 0}`
    return `lamp.bridge.${lampOf(tone, lamp)}`
  }
  return sprite
}

/** The number of a lamp's sprite: 0 off, 1 warm, 2 orange, 3 red. */
const lampOf = (tone: Tone, lamp: number) =>
  tone === 'wait' ? 2 : tone === 'error' ? 3 : tone === 'sleep' || tone === 'unknown' || !lamp ? 0 : 1

const toneOf = (seat: number | undefined, { sitters }: SceneInput) =>
  seat === undefined ? undefined : sitters[seat]?.depiction.tone

function lightsIn(sight: SceneInput, by: Daylight): Lamp[] {
  const { layout, time } = sight
  const empty = isEmpty(sight)
  const lights: Lamp[] = []
  const add = (x: number, y: number, sprite: string, colour: string, strength: number) =>
    lights.push(lampAt({ x, y }, sprite, colour, strength, by))

  if (isDark(by))
    for (const { x, y, seat, shows, sprite } of layout.things) {
      const tone = toneOf(seat, sight) ?? 'unknown'
      if (shows === 'screen' && screens[tone] !== 'off')
        add(x, y - 10, 'light.16', screenColours[screens[tone]]!, by.screen * 0.5)
      const lamp = lampOf(tone, by.lamp)
      if (shows === 'lamp' && seat !== undefined && lamp > 0) {
        const colour = lamp === 2 ? 'gold0' : lamp === 3 ? 'red2' : by.lampColour
        add(x, y - 8, 'light.32', colour, Math.max(by.lamp, lamp > 1 ? 0.5 : 0) * 0.5)
      }
      if (shows === 'lamp' && seat === undefined) add(x, y - 30, 'light.48', by.lampColour, by.lamp * 0.5)
      if (sprite === 'rack.low.0') add(x, y - 24, 'light.32', 'green3', by.screen * 0.5)
    }
  for (const fixture of layout.lights) {
    const { kind, x, y, colour, seat } = fixture
    const tone = toneOf(seat, sight)
    if (kind === 'room' && sight.isLit) add(x, y, 'light.64', colour, by.lamp * 0.7)
    else if (kind !== 'hang' || !empty)
      lights.push(...lampsOfFixture(fixture, tone, by, tone !== undefined && tone !== 'unknown'))
  }
  for (const { x, y, width, sea } of layout.panes) {
    for (let k = 24; k < width; k += 48) add(x + k, y + 54, 'light.pool', by.sky, by.pool)
    if (sea === 'moon' && (time === 'night' || empty)) add(x + 35, y + 9, 'light.32', 'gold3', 0.35)
  }
  return lights
}
