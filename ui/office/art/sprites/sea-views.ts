import { bayer, type Pixels } from '../pixels.ts'
import { noise } from './add-sprite.ts'
import type { Shades } from './shapes.ts'

export type Time = 'day' | 'dusk' | 'dawn' | 'night'

/** The colours of the sea at a time of the day. */
export type Sea = {
  sky: readonly string[]
  water: readonly string[]
  wave: string
  crest: string
  deep: string
  land: Shades
  rock: readonly [string, string]
}
/** What is to be seen through one pane, drawn over the water. `f` counts the frames. */
export type View = (b: Pixels, sea: Sea, f: number, t: Time) => void

/** The row of the horizon, and the height of the glass. */
export const horizon = 16
export const glassHeight = 29

/** The light on the water below the sun or the moon. */
const glitter = (b: Pixels, cx: number, f: number, c1: string, c2: string, wide: number) => {
  for (let y = horizon; y < glassHeight; y++) {
    const s = wide + (y - horizon) * 0.42
    for (let k = -Math.ceil(s); k <= s; k++) {
      const n = noise(k + 40, y, 20 + (f & 3))
      if (n > 0.42 + (Math.abs(k) / (s + 1)) * 0.4) b.px(cx + k, y, n > 0.8 ? c1 : c2)
    }
  }
}

export const sunOrMoon =
  (cx: number, cy: number): View =>
  (b, sea, f, t) => {
    if (t === 'night') {
      b.dith(cx - 9, cy - 9, 19, 19, 'blue1', (u, v) => 1.05 - Math.hypot(u - 0.5, v - 0.5) * 2.3)
      b.ell(cx + 0.5, cy + 0.5, 5, 5, 'gold3')
        .ell(cx - 0.2, cy - 0.2, 3.8, 3.8, 'slate5')
        .pts('gold2', cx + 2, cy - 1, cx + 1, cy + 2, cx - 1, cy + 3)
        .px(cx - 2, cy - 1, 'gold3')
        .px(cx + 3, cy + 1, 'gold2')
        .px(cx + 2, cy + 3, 'gold2')
      glitter(b, cx, f, 'gold3', 'gold2', 1.4)
    } else if (t === 'day') {
      b.ell(cx + 0.5, cy - 0.5, 4.5, 4.5, 'gold3').ell(cx, cy - 1, 3.2, 3.2, 'slate5')
      glitter(b, cx, f, 'slate5', 'blue4', 2)
    } else {
      b.dith(
        cx - 15,
        horizon - 12,
        31,
        12,
        t === 'dusk' ? 'gold2' : 'gold3',
        (u, v) => 0.9 - Math.hypot(u - 0.5, (v - 1) * 0.9) * 1.9,
      )
      b.ell(cx + 0.5, horizon - 2, 6, 6, 'gold3').ell(cx + 0.5, horizon - 2, 4.6, 4.6, 'slate5')
      for (let x = cx - 8; x < cx + 9; x++)
        for (let y = horizon; y < horizon + 5; y++) b.px(x, y, sea.water[(y - horizon) >> 1]!)
      glitter(b, cx, f, 'slate5', 'gold3', 2.2)
    }
  }

/** How far the beam reaches to the left or right in each of its eight steps. */
const beamLengths = [-40, -34, -18, 0, 10, 24, 40, 0]

const beam = (b: Pixels, cx: number, cy: number, f: number) => {
  const dx = beamLengths[f & 7]!
  const len = Math.abs(dx)
  for (let k = 2; k < len; k++) {
    const X = cx + Math.sign(dx) * k
    const s = 0.6 + k * 0.12
    for (let j = -Math.ceil(s); j <= s; j++) {
      const y = cy + j - Math.round(k * 0.02)
      const p = (1.05 - k / len) * (1 - Math.abs(j) / (s + 1.2))
      if (p > bayer(X + 40, y)) b.px(X, y, p > 0.62 ? 'gold3' : p > 0.34 ? 'blue4' : 'blue3')
    }
  }
}

export const lighthouse =
  (cx: number): View =>
  (b, sea, f, t) => {
    const y = horizon
    b.ell(cx + 1, y + 1, 11, 2.4, sea.rock[0])
      .ell(cx, y, 8, 2, sea.rock[1])
      .hl(cx - 12, y + 2, 25, sea.wave)
      .px(cx - 9, y + 1, sea.crest)
      .px(cx + 10, y + 1, sea.crest)
    if (t === 'night') beam(b, cx, y - 12, f)
    const white = t === 'night' ? (['slate4', 'slate2'] as const) : (['slate5', 'slate3'] as const)
    const red = ['red2', 'red1'] as const
    for (let k = 0; k < 10; k++) {
      const c = ((k / 3) | 0) % 2 ? red : white
      const w = k > 6 ? 5 : 4
      b.hl(cx - 2, y - 10 + k, w, c[0]).px(cx - 2 + w - 1, y - 10 + k, c[1])
    }
    b.hl(cx - 3, y - 11, 6, 'ink2')
      .rect(cx - 1, y - 14, 3, 3, t === 'day' ? 'blue4' : f === 3 ? 'slate5' : 'gold3')
      .hl(cx - 2, y - 15, 5, 'red1')
      .px(cx, y - 16, 'red2')
      .px(cx, y - 4, t === 'night' ? 'gold2' : 'slate1')
    b.rect(cx + 4, y - 3, 6, 3, white[0])
      .hl(cx + 4, y - 4, 6, red[1])
      .px(cx + 6, y - 2, t === 'day' ? 'slate1' : 'gold2')
    if (t === 'night' && (f === 3 || f === 7)) {
      b.dith(cx - 6, y - 18, 13, 13, 'gold3', (u, v) => 0.9 - Math.hypot(u - 0.5, v - 0.5) * 2.2)
    }
    if (t === 'night')
      for (let k = 1; k < 8; k++) if (noise(k, f, 7) > 0.45) b.px(cx + ((k + f) % 3) - 1, y + 2 + k, 'gold2')
  }

export const harbour: View = (b, sea, f, t) => {
  // A town on a hill with lamps, a crane and a pier.
  const y = horizon
  for (let x = 0; x < 52; x++) {
    const h = Math.round(4 + 3 * Math.sin(x / 9) + 2 * Math.sin(x / 4 + 1))
    b.vl(x, y - h, h, sea.land[0]).px(x, y - h, sea.land[1])
  }
  for (let k = 0; k < 9; k++) {
    const x = 2 + k * 5 + ((noise(k, 3, 31) * 3) | 0)
    const h = 3 + ((noise(k, 4, 31) * 4) | 0)
    b.rect(x, y - h, 4, h, t === 'day' ? ['slate5', 'gold3', 'pink2'][k % 3]! : sea.land[2]).hl(
      x,
      y - h - 1,
      4,
      t === 'day' ? 'red2' : sea.land[1],
    )
    for (let j = 1; j < h; j += 2)
      if (t === 'day' || noise(k, j, 33) > 0.3)
        b.px(x + 1 + (j & 2 ? 1 : 0), y - h + j, t === 'day' ? 'slate2' : 'gold2')
  }
  b.vl(38, y - 12, 12, sea.land[2])
    .line(32, y - 10, 47, y - 13, sea.land[2])
    .px(47, y - 12, sea.land[2])
    .vl(46, y - 12, 4, sea.land[2])
  if (t === 'night') b.px(38, y - 13, f & 2 ? 'red3' : 'red1')
  b.hl(0, y, 52, sea.rock[0])
  if (t === 'night' || t === 'dusk')
    for (let k = 0; k < 10; k++)
      for (let j = 1; j < 6; j++)
        if (noise(k, j, 40 + (f & 3)) > 0.5) b.px(3 + k * 5 + ((j + f) & 1), y + j, j > 3 ? 'gold0' : 'gold1')
}

export const ship =
  (cx: number): View =>
  (b, _, f, t) => {
    // A steamer far out, with its lights at night.
    const y = horizon - 1
    const H = t === 'night' ? (['ink0', 'ink1', 'ink2'] as const) : (['ink2', 'red1', 'slate4'] as const)
    b.hl(cx, y, 17, H[0])
      .hl(cx + 1, y + 1, 15, t === 'night' ? 'ink0' : 'red1')
      .hl(cx - 1, y - 1, 19, H[0])
      .rect(cx + 5, y - 4, 8, 3, H[2])
      .hl(cx + 5, y - 4, 8, t === 'night' ? 'slate0' : 'slate5')
      .rect(cx + 8, y - 7, 3, 3, t === 'night' ? 'red0' : 'red2')
      .vl(cx + 2, y - 6, 5, H[0])
    for (let k = 0; k < 3; k++) b.px(cx + 6 + k * 2, y - 3, t === 'day' ? 'slate1' : 'gold2')
    if (t !== 'day')
      b.px(cx + 2, y - 7, 'slate5')
        .px(cx + 16, y - 2, 'green3')
        .px(cx - 1, y - 2, 'red3')
    const smoke = t === 'night' ? 'blue1' : t === 'day' ? 'slate4' : 'purple1'
    for (let k = 0; k < 4; k++) b.hl(cx + 10 + k * 3 + (f & 1), y - 8 - k + ((f >> 1) & 1), 3, smoke)
  }

export const sail =
  (cx: number): View =>
  (b, sea, f, t) => {
    const y = horizon + 2 + (f & 2 ? 1 : 0)
    const c =
      t === 'night'
        ? (['slate1', 'slate0'] as const)
        : t === 'day'
          ? (['slate5', 'slate4'] as const)
          : (['gold3', 'pink1'] as const)
    for (let k = 0; k < 9; k++) {
      b.hl(cx - (k >> 1), y - 11 + k, (k >> 1) + 1, c[0])
      b.hl(cx + 2, y - 10 + k, ((k * 2) / 3) | 0, c[1])
    }
    b.vl(cx + 1, y - 12, 11, 'wood1')
      .hl(cx - 5, y - 1, 14, t === 'night' ? 'ink0' : 'wood1')
      .hl(cx - 4, y, 12, t === 'night' ? 'ink0' : 'red1')
      .hl(cx - 6, y + 1, 16, sea.crest)
    if (t === 'night') b.px(cx + 1, y - 13, 'gold3')
  }

export const both =
  (...views: View[]): View =>
  (b, sea, f, t) => {
    for (const view of views) view(b, sea, f, t)
  }

export const sweep: View = (b, _, f, t) => {
  // The beam of the lighthouse crosses the pane beside it.
  if (t !== 'night' || (f & 7) !== 6) return
  for (let x = 0; x < b.width; x++) {
    const s = 4 + x * 0.09
    for (let j = -Math.ceil(s); j <= s; j++) {
      const p = 0.34 * (1 - x / b.width) * (1 - Math.abs(j) / (s + 1))
      if (p > bayer(x, j + 20)) b.px(x, 3 + j, 'blue3')
    }
  }
}
