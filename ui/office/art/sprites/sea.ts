import { bayer, createPixels, type Pixels } from '../pixels.ts'
import { type AddSprite, noise } from './add-sprite.ts'
import {
  both,
  glassHeight,
  harbour,
  horizon,
  lighthouse,
  type Sea,
  sail,
  ship,
  sunOrMoon,
  sweep,
  type Time,
  type View,
} from './sea-views.ts'

const seas: Record<Time, Sea> = {
  day: {
    sky: ['blue2', 'blue3', 'blue3', 'blue4', 'blue4', 'slate5'],
    water: ['blue4', 'blue3', 'blue2', 'blue2', 'blue1'],
    wave: 'blue4',
    crest: 'slate5',
    deep: 'blue1',
    land: ['green2', 'green3', 'slate2'],
    rock: ['slate1', 'slate2'],
  },
  dusk: {
    sky: ['purple0', 'purple1', 'pink0', 'pink1', 'gold1', 'gold2'],
    water: ['gold1', 'pink0', 'purple1', 'purple1', 'purple0'],
    wave: 'pink1',
    crest: 'gold2',
    deep: 'purple0',
    land: ['purple0', 'purple1', 'ink2'],
    rock: ['ink2', 'purple0'],
  },
  dawn: {
    sky: ['blue1', 'blue2', 'purple2', 'pink1', 'pink2', 'gold3'],
    water: ['pink2', 'purple2', 'blue2', 'blue2', 'blue1'],
    wave: 'pink2',
    crest: 'gold3',
    deep: 'blue1',
    land: ['blue1', 'purple1', 'blue0'],
    rock: ['blue0', 'blue1'],
  },
  night: {
    sky: ['ink1', 'blue0', 'blue0', 'blue0', 'blue1', 'blue1'],
    water: ['blue2', 'blue1', 'blue0', 'blue0', 'ink1'],
    wave: 'blue2',
    crest: 'blue3',
    deep: 'ink1',
    land: ['ink1', 'ink2', 'ink0'],
    rock: ['ink0', 'ink1'],
  },
}

const times = Object.keys(seas) as Time[]

const gradient = (b: Pixels, w: number, y0: number, y1: number, c: readonly string[]) => {
  for (let y = y0; y < y1; y++) {
    const k = ((y - y0) / (y1 - y0)) * (c.length - 1)
    const i = Math.floor(k)
    const f = k - i
    for (let x = 0; x < w; x++) {
      const next = c[i + 1]
      b.px(x, y, next && f > 0.25 && (f - 0.25) * 1.33 > bayer(x, y) ? next : c[i]!)
    }
  }
}

function drawSea(b: Pixels, w: number, t: Time, x0: number, f: number, view: View | null) {
  const sea = seas[t]
  gradient(b, w, 0, horizon, sea.sky)
  if (t === 'night')
    for (let k = 0; k < w / 2.4; k++) {
      const x = (noise(k, x0, 1) * w) | 0
      const y = (noise(k, x0, 2) * 13) | 0
      b.px(x, y, (k + f) % 9 === 0 ? 'slate5' : k % 3 ? 'blue2' : 'slate3')
    }
  if (t !== 'night')
    for (let k = 0; k < w / 26; k++) {
      const x = 3 + k * 28 + ((noise(k, x0, 3) * 10) | 0)
      const y = 3 + ((noise(k, x0, 4) * 7) | 0)
      const c =
        t === 'day'
          ? (['slate5', 'slate4'] as const)
          : t === 'dusk'
            ? (['pink1', 'pink0'] as const)
            : (['pink2', 'pink1'] as const)
      b.rrect(x, y, 15, 2, c[0], 1)
        .rrect(x + 4, y - 1, 8, 2, c[0], 1)
        .hl(x - 3, y + 2, 17, c[1])
        .px(x + 7, y - 2, c[0])
    }
  else
    for (let k = 0; k < w / 40; k++) {
      const x = ((noise(k, x0, 3) * w) | 0) - 6
      const y = 8 + ((noise(k, x0, 4) * 5) | 0)
      b.hl(x, y, 18, 'blue1')
        .hl(x + 4, y - 1, 9, 'blue1')
        .hl(x - 4, y + 1, 12, 'blue2')
    }
  // The waves get longer and further apart towards us, and the frames move them.
  gradient(b, w, horizon, glassHeight, sea.water)
  b.hl(0, horizon, w, sea.water[0]!)
  for (let y = horizon + 1, r = 0; y < glassHeight; y += r < 3 ? 1 : 2, r++) {
    const step = 7 + r * 3
    const len = 1 + (r >> 1)
    for (let x = -step; x < w + step; x += step) {
      const q =
        (x + ((noise(x + x0, y, 5) * step) | 0) + [0, 1, 2, 1][f & 3]! * (r & 1 ? 1 : -1) * (r > 2 ? 1 : 0.5)) | 0
      const n = noise(x + x0, y + (f & 3) * 3, 6)
      if (n > 0.35) b.hl(q, y, len, n > 0.86 ? sea.crest : sea.wave)
      else if (n < 0.14) b.hl(q, y, len + 1, sea.deep)
    }
  }
  view?.(b, sea, f, t)
}

/** The panes from left to right: how wide each is, how many frames it has by night, and what it looks at. */
const panes: readonly { name: string; width: number; height: number; nightFrames: number; view: View | null }[] = [
  { name: 'light', width: 52, height: glassHeight, nightFrames: 8, view: lighthouse(38) },
  { name: 'bow', width: 92, height: glassHeight, nightFrames: 8, view: both(ship(12), sail(74), sweep) },
  { name: 'moon', width: 52, height: glassHeight, nightFrames: 4, view: sunOrMoon(33, 7) },
  { name: 'harbour', width: 52, height: glassHeight, nightFrames: 4, view: harbour },
  { name: 'open', width: 52, height: glassHeight, nightFrames: 4, view: sail(30) },
  { name: 'port', width: 20, height: 20, nightFrames: 4, view: null },
]

export function addSea(add: AddSprite) {
  let left = 0
  for (const { name, width, height, nightFrames, view } of panes) {
    const from = left
    for (const time of times)
      add(
        `sea.${time}.${name}`,
        width,
        height,
        { layer: 'wall', frames: time === 'night' ? nightFrames : 4, stepMs: 240 },
        (b, frame) => {
          const glass = createPixels(width, glassHeight)
          drawSea(glass, width, time, from, frame, view)
          // A porthole shows the part around the horizon.
          b.blit(glass, 0, height < glassHeight ? -6 : 0)
        },
      )
    left += width
  }
}
