import type { Pixels } from '../pixels.ts'
import { type AddSprite, noise } from './add-sprite.ts'

const screens = ['off', 'idle', 'code', 'error', 'chart', 'read', 'web', 'wait', 'sleep'] as const
type Screen = (typeof screens)[number]

const codeColours = ['blue3', 'green3', 'gold2', 'pink1', 'slate3', 'teal2', 'purple3']

const frameCounts = { off: 1, idle: 2, code: 3, error: 2, chart: 3, read: 2, web: 2, wait: 2, sleep: 2 }

const stepOf = (screen: Screen) => (screen === 'code' ? 160 : screen === 'error' ? 300 : 500)

const glows: Record<Screen, string | null> = {
  off: null,
  idle: 'blue3',
  code: 'teal2',
  error: 'red2',
  chart: 'green3',
  read: 'slate5',
  web: 'blue4',
  wait: 'gold2',
  sleep: null,
}

const lids: Record<string, readonly [string, string]> = {
  off: ['slate1', 'slate1'],
  idle: ['blue3', 'blue2'],
  code: ['teal2', 'teal3'],
  error: ['red2', 'red3'],
  wait: ['gold2', 'gold3'],
}

/** What a screen shows. */
function drawScreen(b: Pixels, x: number, y: number, w: number, h: number, state: Screen, i: number) {
  const ground = {
    off: 'ink1',
    idle: 'blue0',
    code: 'ink1',
    error: 'red0',
    chart: 'ink1',
    read: 'slate4',
    web: 'slate5',
    wait: 'blue0',
    sleep: 'ink0',
  }[state]
  b.rect(x, y, w, h, ground)
  if (state === 'off') {
    b.hl(x + 1, y + 1, 3, 'slate0').px(x + 1, y + 2, 'slate0')
  }
  if (state === 'idle') {
    const cx = x + (w >> 1)
    const cy = y + (h >> 1)
    b.dith(x, y, w, h, 'blue1', (_, v) => v * 0.7)
    b.pts('blue3', cx, cy - 2, cx, cy + 2, cx - 2, cy, cx + 2, cy)
      .pts(i ? 'blue4' : 'blue3', cx - 1, cy - 1, cx + 1, cy - 1, cx - 1, cy + 1, cx + 1, cy + 1)
      .px(cx, cy, 'slate5')
  }
  if (state === 'code')
    for (let r = 0; r * 2 + 1 < h; r++) {
      const k = r + i * 2
      const ind = (noise(k, 3, 1) * 4) | 0
      let X = x + 1 + ind
      for (let s = 0; s < 3; s++) {
        const l = 1 + ((noise(k, s, 2) * 4) | 0)
        if (noise(k, s, 4) < 0.18) break
        for (let q = 0; q < l && X < x + w - 1; q++, X++)
          b.px(X, y + 1 + r * 2, codeColours[(noise(k, s, 3) * codeColours.length) | 0]!)
        X++
      }
      if (r * 2 + 3 >= h) b.px(Math.min(x + w - 2, X), y + 1 + r * 2, 'slate5')
    }
  if (state === 'error') {
    b.dith(x, y, w, h, 'red1', i ? 0.8 : 0.3)
    const cx = x + (w >> 1) - 2
    const cy = y + (h >> 1) - 2
    for (let k = 0; k < 5; k++) b.px(cx + k, cy + k, 'slate5').px(cx + 4 - k, cy + k, 'slate5')
  }
  if (state === 'chart') {
    const H = [3, 5, 4, 6, 5, 7]
    for (let k = 0; k < 6 && k * 2 + 2 < w; k++) {
      const hh = Math.min(h - 2, H[(k + i) % 6]!)
      b.vl(x + 1 + k * 2, y + h - 1 - hh, hh, k % 2 ? 'teal2' : 'green3')
    }
    b.hl(x, y + h - 1, w, 'slate1')
    b.line(x, y + 3, x + w - 1, y + 1, 'gold2')
  }
  if (state === 'read') {
    b.rect(x + 2, y, w - 4, h, 'slate5')
    for (let r = 1; r < h; r += 2) b.hl(x + 3, y + r, Math.max(2, w - 7 - ((r + i) % 3)), 'slate2')
  }
  if (state === 'web') {
    b.hl(x, y, w, 'slate2')
      .px(x + 1, y, 'red2')
      .px(x + 3, y, 'gold2')
      .rect(x + 1, y + 2, w - 2, 3, i ? 'blue3' : 'blue2')
      .hl(x + 1, y + 6, w - 4, 'slate2')
      .hl(x + 1, y + 8, w - 6, 'slate2')
      .rect(x + w - 3, y + 6, 2, Math.max(1, h - 7), 'gold1')
  }
  if (state === 'wait') {
    const cx = x + (w >> 1)
    const c = i ? 'gold3' : 'gold1'
    b.rect(cx - 1, y + 1, 2, Math.max(3, h - 5), c).rect(cx - 1, y + h - 3, 2, 2, c)
  }
  if (state === 'sleep') {
    b.px(x + ((3 + i * 5) % (w - 2)) + 1, y + 2 + i * 2, 'slate0')
  }
}

const glowOf = (screen: Screen, radius: number, dy: number) => {
  const colour = glows[screen]
  return colour === null ? null : { radius, colour, dx: 0, dy }
}

export function addScreens(add: AddSprite) {
  for (const s of screens) {
    const n = frameCounts[s]
    add(
      `monitor.${s}`,
      22,
      20,
      { layer: 'desk', frames: n, stepMs: stepOf(s), light: glowOf(s, 26, -8) },
      (b, frame) => {
        b.rrect(1, 1, 20, 14, 'ink2', 1).hl(2, 1, 18, 'slate1').vl(1, 2, 12, 'slate0')
        drawScreen(b, 3, 3, 16, 10, s, frame)
        if (s !== 'off' && s !== 'sleep') b.px(18, 14, 'green3')
        b.rect(9, 15, 4, 2, 'slate0').rect(6, 17, 10, 2, 'slate1').hl(6, 17, 10, 'slate2')
        b.outline()
      },
    )
    add(
      `laptop.${s}`,
      18,
      14,
      { layer: 'desk', frames: n, stepMs: stepOf(s), light: glowOf(s, 20, -5) },
      (b, frame) => {
        b.rect(2, 1, 14, 9, 'slate1').hl(2, 1, 14, 'slate2')
        drawScreen(b, 3, 2, 12, 7, s, frame)
        b.rrect(1, 10, 16, 3, 'slate3', 0).hl(1, 10, 16, 'slate4').hl(3, 11, 12, 'slate1')
        b.outline()
      },
    )
  }
  for (const [s, c] of Object.entries(lids))
    add(
      `laptop.back.${s}`,
      18,
      12,
      {
        layer: 'desk',
        frames: s === 'off' ? 1 : 2,
        stepMs: 500,
        light: s === 'off' ? null : { radius: 22, colour: c[0], dx: 0, dy: -10, isUpward: true },
      },
      (b, frame) => {
        b.rrect(2, 1, 14, 9, 'slate3', 1)
          .hl(3, 1, 12, 'slate5')
          .vl(2, 2, 7, 'slate4')
          .vl(15, 2, 7, 'slate2')
          .hl(2, 9, 14, 'slate2')
          .hl(1, 10, 16, 'slate1')
        const k = frame % 2 ? c[1] : c[0]
        b.pts(k, 7, 3, 10, 3, 6, 4, 11, 4, 7, 5, 10, 5).rect(8, 5, 2, 2, k)
        b.outline()
      },
    )
  add('monitor.back', 22, 20, { layer: 'desk' }, (b) => {
    b.rrect(1, 1, 20, 14, 'slate3', 1)
      .hl(2, 1, 18, 'slate5')
      .vl(1, 2, 12, 'slate4')
      .vl(20, 2, 12, 'slate2')
      .hl(2, 14, 18, 'slate2')
      .rect(8, 5, 6, 6, 'slate2')
      .pts('slate4', 10, 6, 11, 6, 9, 8, 12, 8, 10, 9, 11, 9)
      .rect(9, 15, 4, 2, 'slate1')
      .rect(6, 17, 10, 2, 'slate2')
      .hl(6, 17, 10, 'slate3')
    b.outline()
  })
}
