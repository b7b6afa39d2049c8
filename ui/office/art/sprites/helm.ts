import type { Pixels } from '../pixels.ts'
import type { AddSprite } from './add-sprite.ts'
import { consoleTop, type Shades } from './shapes.ts'

const strips: Record<string, readonly [string, string]> = {
  off: ['ink2', 'ink2'],
  work: ['green3', 'green2'],
  wait: ['gold1', 'gold2'],
  error: ['red2', 'red3'],
  think: ['blue3', 'blue2'],
  idle: ['slate1', 'slate0'],
}

const bulbs: readonly Shades[] = [
  ['slate2', 'slate1', 'slate1'],
  ['gold3', 'gold2', 'gold1'],
  ['gold2', 'gold1', 'gold0'],
  ['red3', 'red2', 'red1'],
]

function lantern(b: Pixels, isLit: boolean, s: number) {
  b.line(7, 0, 7 + (s >> 1), 9, 'ink1')
  const x = 7 + s
  b.hl(x - 1, 9, 3, 'gold1')
    .rrect(x - 4, 10, 9, 3, 'gold1', 1)
    .hl(x - 3, 10, 6, 'gold2')
    .rect(x - 3, 13, 7, 8, isLit ? 'gold2' : 'slate1')
    .rect(x - 2, 13, 3, 7, isLit ? 'gold3' : 'slate2')
  if (isLit) b.rect(x - 1, 15, 3, 4, 'slate5').px(x, 14, 'slate5')
  b.vl(x - 3, 13, 8, 'gold0')
    .vl(x + 3, 13, 8, 'gold0')
    .hl(x - 3, 17, 7, 'gold0')
    .rrect(x - 4, 21, 9, 3, 'gold1', 1)
    .hl(x - 3, 21, 6, 'gold2')
  b.outline()
}

export function addHelm(add: AddSprite) {
  // It turns while the main agent works.
  add(
    'wheel.ship',
    42,
    52,
    { frames: 4, stepMs: 160, order: [0, 1, 2, 3, 2, 1], isAuto: false, foot: [2, 1], anchor: [21, 50] },
    (b, frame) => {
      b.rect(17, 34, 8, 14, 'wood2')
        .vl(17, 34, 14, 'wood3')
        .vl(18, 34, 14, 'wood4')
        .vl(24, 34, 14, 'wood1')
        .rect(14, 46, 14, 4, 'wood2')
        .hl(14, 46, 14, 'wood4')
        .hl(14, 49, 14, 'wood1')
        .hl(16, 45, 10, 'gold1')
        .hl(17, 38, 8, 'gold1')
      const cx = 20.5
      const cy = 20.5
      const a0 = (frame * Math.PI) / 16
      for (let k = 0; k < 8; k++) {
        const a = a0 + (k * Math.PI) / 4
        const X = (q: number) => Math.round(cx + Math.cos(a) * q)
        const Y = (q: number) => Math.round(cy + Math.sin(a) * q)
        b.line(X(4), Y(4), X(13), Y(13), 'wood3').line(X(4), Y(4) + 1, X(12), Y(12) + 1, 'wood2')
        b.line(X(14), Y(14), X(18), Y(18), 'wood4')
          .px(X(18), Y(18), 'wood5')
          .px(X(16), Y(16) + 1, 'wood2')
          .px(X(17), Y(17) + 1, 'wood2')
      }
      for (let y = 0; y < 42; y++)
        for (let x = 0; x < 42; x++) {
          const d = Math.hypot(x - cx, y - cy)
          if (d > 11.2 && d <= 15.2)
            b.px(
              x,
              y,
              d > 14.3
                ? x + y < 41
                  ? 'wood4'
                  : 'wood1'
                : d < 12
                  ? x + y < 41
                    ? 'wood1'
                    : 'wood4'
                  : x + y < 38
                    ? 'wood3'
                    : 'wood2',
            )
          if (d > 12.9 && d <= 13.6) b.px(x, y, x + y < 41 ? 'gold2' : 'gold1')
        }
      b.ell(21, 21, 5, 5, 'wood2')
        .ell(21, 21, 4.2, 4.2, 'gold1')
        .ell(20.6, 20.6, 3, 3, 'gold2')
        .rect(20, 19, 2, 2, 'gold3')
        .px(19, 20, 'slate5')
      b.outline()
    },
  )
  // The engine telegraph shows the pace: stop, slow, half, full.
  add('telegraph', 16, 34, { frames: 4, isAuto: false, foot: [1, 1] }, (b, frame) => {
    b.rect(6, 15, 4, 15, 'gold1')
      .vl(6, 15, 15, 'gold2')
      .vl(9, 15, 15, 'gold0')
      .rect(3, 29, 10, 4, 'gold0')
      .hl(3, 29, 10, 'gold2')
      .hl(5, 22, 6, 'gold2')
    b.ell(8, 8.5, 7, 7, 'gold1')
      .ell(7.6, 8, 6.4, 6.4, 'gold2')
      .ell(8, 8.5, 5.4, 5.4, 'slate5')
      .ell(8, 8.5, 5, 5, 'slate5')
    const C = ['red2', 'slate2', 'gold1', 'green2']
    for (const [k, c] of C.entries()) {
      const a = Math.PI * (1.15 + k * 0.23)
      b.px(Math.round(7.5 + Math.cos(a) * 4.2), Math.round(8 + Math.sin(a) * 4.2), c).px(
        Math.round(7.5 + Math.cos(a) * 3.2),
        Math.round(8 + Math.sin(a) * 3.2),
        c,
      )
    }
    const a = Math.PI * (1.15 + frame * 0.23)
    b.line(8, 9, Math.round(7.5 + Math.cos(a) * 4), Math.round(8.5 + Math.sin(a) * 4), 'ink0')
      .px(8, 9, 'red2')
      .line(8, 2, Math.round(7.5 + Math.cos(a) * 7), Math.round(8 + Math.sin(a) * 7), 'gold3')
    b.outline()
  })
  // A console. Its strip `deskled` lies at -12, 15 from the anchor.
  add('desk.bridge', 36, 22, { anchor: [18, 1], foot: [2, 1] }, (b) => {
    consoleTop(b, 36, 11, ['wood5', 'wood4', 'wood3'])
    b.rect(2, 12, 32, 9, 'wood2')
      .hl(2, 12, 32, 'wood1')
      .hl(2, 13, 32, 'wood3')
      .hl(2, 20, 32, 'wood1')
      .vl(2, 13, 8, 'wood3')
      .vl(33, 13, 8, 'wood1')
      .rect(5, 15, 26, 4, 'wood1')
      .rect(6, 16, 24, 2, 'ink1')
      .hl(5, 18, 26, 'wood3')
    b.px(3, 15, 'gold2').px(3, 19, 'gold2').px(32, 15, 'gold1').px(32, 19, 'gold1')
    b.outline()
  })
  // The console of the captain. Its strips `deskled.s` lie at -22, 18 and 12, 18 from the anchor.
  add('desk.helm', 56, 24, { anchor: [28, 1], foot: [4, 1] }, (b) => {
    consoleTop(b, 56, 12, ['wood3', 'wood2', 'wood1'])
    b.hl(2, 2, 52, 'gold1').hl(2, 11, 52, 'gold0')
    b.rect(2, 13, 52, 10, 'wood1').hl(2, 13, 52, 'wood0').hl(2, 14, 52, 'wood2').hl(2, 22, 52, 'wood0')
    for (const x of [4, 38])
      b.box(x, 15, 14, 7, 'wood0')
        .rect(x + 1, 16, 12, 5, 'wood2')
        .hl(x + 1, 16, 12, 'wood3')
        .rect(x + 2, 18, 10, 2, 'ink1')
    b.ell(28, 18.5, 5.4, 4.6, 'gold0')
      .ell(28, 18.3, 4.6, 4, 'gold2')
      .ell(28, 18.5, 3.2, 2.6, 'wood0')
      .vl(28, 14, 9, 'gold2')
      .hl(23, 18, 10, 'gold2')
      .px(27, 18, 'gold3')
      .px(28, 18, 'gold3')
    b.outline()
  })
  for (const [s, c] of Object.entries(strips))
    for (const [n, w] of [
      ['', 24],
      ['s.', 10],
    ] as const)
      add(
        `deskled.${n}${s}`,
        w,
        2,
        {
          layer: 'desk',
          anchor: [0, 0],
          frames: s === 'off' || s === 'idle' ? 1 : s === 'work' || s === 'think' ? 4 : 2,
          stepMs: s === 'error' ? 220 : s === 'wait' ? 380 : 300,
        },
        (b, frame) => {
          b.rect(0, 0, w, 2, 'ink1')
          for (let x = 0; x < w; x += 3) {
            const on =
              s === 'off'
                ? 0
                : s === 'work'
                  ? ((x / 3 + frame * 2) | 0) % 4 !== 3
                  : s === 'think'
                    ? (((x / 3 - frame) % 4) + 4) % 4 < 2
                    : s === 'idle'
                      ? (x / 3) % 4 === 0
                      : frame % 2 === 0 || s === 'wait'
            b.rect(x, 0, 2, 2, on ? (frame & 1 && s !== 'work' && s !== 'think' ? c[1] : c[0]) : 'ink2')
            if (on && s !== 'idle')
              b.px(x, 0, s === 'work' ? 'green4' : s === 'wait' ? 'gold3' : s === 'error' ? 'red4' : 'blue4')
          }
        },
      )
  // Off, warm, orange where somebody needs you, red where somebody failed.
  add(
    'lamp.bridge',
    11,
    15,
    { layer: 'desk', frames: 4, isAuto: false, light: { radius: 30, colour: 'gold1', dx: 0, dy: -8 } },
    (b, frame) => {
      const c = bulbs[frame]!
      b.rrect(3, 12, 5, 2, 'gold1', 0).hl(3, 12, 5, 'gold2').vl(5, 6, 6, 'gold1')
      b.rrect(1, 2, 9, 4, frame ? c[1] : 'green1', 1)
        .hl(2, 1, 7, frame ? c[0] : 'green2')
        .hl(2, 2, 6, frame ? c[0] : 'green2')
        .hl(1, 5, 9, frame ? c[2] : 'green0')
      if (frame) b.hl(3, 6, 5, frame === 3 ? 'red4' : 'slate5').px(3, 2, 'slate5')
      b.outline()
    },
  )
  add('lamp.ship.off', 14, 26, { layer: 'wall' }, (b) => lantern(b, false, 0))
  // It sways with the swell.
  add(
    'lamp.ship.on',
    14,
    26,
    {
      layer: 'wall',
      frames: 3,
      order: [0, 1, 0, 2],
      stepMs: 800,
      light: { radius: 56, colour: 'gold1', dx: 7, dy: 18 },
    },
    (b, frame) => lantern(b, true, [0, -1, 1][frame]!),
  )
}
