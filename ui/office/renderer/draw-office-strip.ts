import { avatarOf } from '../art/avatar.ts'
import { characterOf } from '../art/compose.ts'
import { type Rgb, rgb } from '../art/palette.ts'
import type { Picture } from '../art/pixels.ts'
import type { CharacterPose } from '../art/poses.ts'
import { sprite } from '../art/sprites.ts'
import { withoutColour } from '../scene/blit.ts'
import type { Lamp } from '../world/fixture-light.ts'
import type { Drawn, Scene } from '../world/office-strip-scene.ts'

export type Rect = { x: number; y: number; width: number; height: number }

/** The smallest rectangle around two others. */
export function around(a: Rect | undefined, b: Rect): Rect {
  if (!a) return b
  const x = Math.min(a.x, b.x)
  const y = Math.min(a.y, b.y)
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  }
}

const blank = (width: number, height: number): Picture => ({
  width,
  height,
  data: new Uint8ClampedArray(width * height * 4),
})

/** The strength of a light at each of its pixels. */
type Falloff = { width: number; height: number; strength: Float32Array }
const falloffs = new Map<string, Falloff>()

function falloffOf(light: string): Falloff {
  const known = falloffs.get(light)
  if (known) return known
  const { width, height, data } = sprite(light)
  const made = {
    width,
    height,
    strength: Float32Array.from({ length: width * height }, (_, at) => data[at * 4 + 3]! / 255),
  }
  falloffs.set(light, made)
  return made
}

const people = new Map<string, Picture>()

/** A character, drawn once for each seed, stance, act and step. */
function personOf(seed: string, pose: CharacterPose, step: number, grey: boolean): Picture {
  const name = `${pose.stance} ${pose.act} ${step} ${grey} ${seed}`
  const known = people.get(name)
  if (known) return known
  const drawn = characterOf(avatarOf(seed), pose, step)
  const made = grey ? withoutColour(drawn) : drawn
  people.set(name, made)
  return made
}

type Placed = { picture: Picture; x: number; y: number }

function placed(drawn: Drawn): Placed {
  if (drawn.kind === 'person') {
    const { seed, pose, step, grey, x, y } = drawn
    return { picture: personOf(seed, pose, step, grey), x, y }
  }
  const picture = sprite(drawn.sprite)
  return { picture, x: Math.round(drawn.x - picture.anchorX), y: Math.round(drawn.y - picture.anchorY) }
}

/** Copies a picture onto another, as far as it lies inside the rectangle. */
function blit(onto: Picture, { picture, x, y }: Placed, { x: left, y: top, width, height }: Rect) {
  const x0 = Math.max(x, left)
  const x1 = Math.min(x + picture.width, left + width)
  const y1 = Math.min(y + picture.height, top + height)
  const to = onto.data
  const from = picture.data
  for (let row = Math.max(y, top); row < y1; row++)
    for (let column = x0; column < x1; column++) {
      const s = ((row - y) * picture.width + column - x) * 4
      const alpha = from[s + 3]! / 255
      if (!alpha) continue
      const d = (row * onto.width + column) * 4
      for (let k = 0; k < 3; k++) to[d + k] = from[s + k]! * alpha + to[d + k]! * (1 - alpha)
    }
}

function addLight(onto: Picture, { sprite: light, x, y, colour }: Lamp, strength: number) {
  if (!strength) return
  const { width, height, strength: falloff } = falloffOf(light)
  const [r, g, b] = rgb(colour)
  const left = Math.round(x - width / 2)
  const top = Math.round(y - height / 2)
  const to = onto.data
  for (let j = Math.max(0, -top); j < Math.min(height, onto.height - top); j++)
    for (let i = Math.max(0, -left); i < Math.min(width, onto.width - left); i++) {
      const k = falloff[j * width + i]! * strength
      if (!k) continue
      const d = ((top + j) * onto.width + left + i) * 4
      to[d] = to[d]! + r * k
      to[d + 1] = to[d + 1]! + g * k
      to[d + 2] = to[d + 2]! + b * k
    }
}

const fill = (picture: Picture, [r, g, b]: Rgb | readonly [number, number, number]) => {
  for (let at = 0; at < picture.data.length; at += 4) picture.data.set([r, g, b, 255], at)
  return picture
}

/** The light that everything is multiplied with, and the faint bloom that is added on top. */
function lightMaps({ width, height, ambient, glass, panes, lights, tints }: Scene) {
  const map = fill(blank(width, height), ambient)
  const bloom = blank(width, height)
  // The sea behind the windows has its own light.
  for (const { x, y, width: across, height: down, frame } of panes) {
    const round = frame === 'porthole'
    for (let j = 0; j < down - (round ? 4 : 5); j++)
      for (let i = 0; i < across - 4; i++)
        if (!round || Math.hypot(i - 9.5, j - 9.5) <= 9) map.data.set(glass, ((y + 2 + j) * width + x + 2 + i) * 4)
  }
  for (const light of lights) {
    addLight(map, light, light.strength)
    addLight(bloom, light, light.bloom)
  }
  for (const tint of tints) addLight(bloom, tint, tint.strength)
  return { map, bloom }
}

/** Paints a scene. The answer can paint the next step of one of its characters over it. */
export function paintOfficeStrip(scene: Scene) {
  const picture = blank(scene.width, scene.height)
  const { map, bloom } = lightMaps(scene)
  const all = scene.drawn.map((drawn) => ({ drawn, placed: placed(drawn) }))

  function paint(rect: Rect) {
    const { data } = picture
    const rows = (row: (from: number, to: number) => void) => {
      for (let y = rect.y; y < rect.y + rect.height; y++) {
        const from = (y * picture.width + rect.x) * 4
        row(from, from + rect.width * 4)
      }
    }
    rows((from, to) => {
      for (let at = from; at < to; at += 4) data.set([18, 14, 30, 255], at)
    })
    for (const { placed } of all) blit(picture, placed, rect)
    rows((from, to) => {
      for (let at = from; at < to; at++)
        if (at % 4 !== 3) data[at] = (data[at]! * map.data[at]!) / 255 + bloom.data[at]!
    })
    for (const { sprite: name, x, y } of scene.signs)
      blit(picture, placed({ kind: 'sprite', sprite: name, x, y }), rect)
  }
  paint({ x: 0, y: 0, width: scene.width, height: scene.height })

  /** Paints a step of the character on a seat. Answers the rectangle that changed, undefined where none did. */
  function step(seat: number, next: number): Rect | undefined {
    const sitter = all.find(({ drawn }) => drawn.kind === 'person' && drawn.seat === seat)
    if (sitter?.drawn.kind !== 'person' || sitter.drawn.step === next) return undefined
    const before = sitter.placed.picture
    sitter.drawn = { ...sitter.drawn, step: next }
    sitter.placed = placed(sitter.drawn)
    const changed = difference(before, sitter.placed.picture)
    if (!changed) return undefined
    const rect = clip({ ...changed, x: sitter.placed.x + changed.x, y: sitter.placed.y + changed.y }, picture)
    paint(rect)
    return rect
  }

  return { picture, step }
}

const differences = new WeakMap<Picture, WeakMap<Picture, Rect | null>>()

/** The smallest rectangle around all pixels in which two pictures of one size differ. */
function difference(a: Picture, b: Picture): Rect | null {
  const of = differences.get(a) ?? new WeakMap<Picture, Rect | null>()
  differences.set(a, of)
  const known = of.get(b)
  if (known !== undefined) return known
  let [x0, y0, x1, y1] = [a.width, a.height, -1, -1]
  const left = new Uint32Array(a.data.buffer)
  const right = new Uint32Array(b.data.buffer)
  for (let at = 0; at < left.length; at++) {
    if (left[at] === right[at]) continue
    const x = at % a.width
    const y = Math.floor(at / a.width)
    x0 = Math.min(x0, x)
    x1 = Math.max(x1, x)
    y0 = Math.min(y0, y)
    y1 = Math.max(y1, y)
  }
  const found = x1 < 0 ? null : { x: x0, y: y0, width: x1 - x0 + 1, height: y1 - y0 + 1 }
  of.set(b, found)
  return found
}

function clip({ x, y, width, height }: Rect, within: Picture): Rect {
  const left = Math.max(0, x)
  const top = Math.max(0, y)
  return {
    x: left,
    y: top,
    width: Math.min(within.width, x + width) - left,
    height: Math.min(within.height, y + height) - top,
  }
}
