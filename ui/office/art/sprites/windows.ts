import type { Pixels } from '../pixels.ts'
import type { AddSprite } from './add-sprite.ts'

const bridgeWindow = (w: number, panes: number) => (b: Pixels) => {
  b.rect(0, 0, w, 34, 'wood2')
    .rect(2, 2, w - 4, 29, 0)
    .hl(0, 0, w, 'wood1')
    .hl(1, 1, w - 2, 'wood3')
    .vl(0, 0, 33, 'wood3')
    .vl(w - 1, 0, 33, 'wood1')
    .vl(w - 2, 2, 29, 'wood1')
    .hl(2, 2, w - 4, 'ink1')
  const pw = (w - 4) / panes
  for (let k = 1; k < panes; k++) {
    const x = 2 + Math.round(k * pw) - 1
    b.vl(x, 2, 29, 'wood3').vl(x + 1, 2, 29, 'wood1')
  }
  for (let k = 0; k < panes; k++) {
    const x = 2 + Math.round(k * pw)
    const r = 2 + Math.round((k + 1) * pw) - (k < panes - 1 ? 2 : 1)
    b.px(x + (k ? 1 : 0), 2, 'wood1')
      .px(r, 2, 'wood1')
      .px(x + (k ? 1 : 0), 30, 'wood2')
      .px(r, 30, 'wood2')
    for (let q = 0; q < 6; q++) b.px(x + 10 - q, 5 + q, 'blue4').px(x + 11 - q, 5 + q, 'blue4')
    for (let q = 0; q < 3; q++) b.px(x + 11 - q, 9 + q, 'blue4')
  }
  b.rect(0, 31, w, 3, 'wood3').hl(0, 31, w, 'wood4').hl(0, 33, w, 'wood1')
  for (const x of [1, w - 3]) b.rect(x, 0, 2, 2, 'gold1').rect(x, 31, 2, 2, 'gold2').px(x, 0, 'gold2')
}

export function addWindows(add: AddSprite) {
  // The sky behind it is 40 by 21, at 2, 2.
  add('window', 44, 26, { layer: 'wall', alpha: { blue4: 90 } }, (b) => {
    b.rect(0, 0, 44, 26, 'slate5')
      .rect(2, 2, 40, 21, 0)
      .hl(0, 0, 44, 'slate1')
      .hl(1, 1, 42, 'slate3')
      .vl(0, 0, 26, 'slate2')
      .vl(43, 0, 26, 'slate1')
      .vl(42, 2, 21, 'slate3')
    b.vl(15, 2, 21, 'slate5')
      .vl(16, 2, 21, 'slate2')
      .vl(29, 2, 21, 'slate5')
      .vl(30, 2, 21, 'slate2')
      .hl(2, 23, 40, 'slate4')
      .rect(0, 24, 44, 2, 'slate4')
      .hl(0, 25, 44, 'slate1')
      .hl(2, 2, 40, 'slate1')
    for (const x of [4, 19, 33]) {
      for (let k = 0; k < 7; k++) b.px(x + 6 - k, 5 + k, 'blue4').px(x + 7 - k, 5 + k, 'blue4')
      for (let k = 0; k < 4; k++) b.px(x + 7 - k, 10 + k, 'blue4')
    }
  })
  // A side window. Its glass is 52 by 29, at 2, 2.
  add('window.bridge', 56, 34, { layer: 'wall', alpha: { blue4: 70 } }, bridgeWindow(56, 2))
  // The window behind the wheel. Its glass is 92 by 29, at 2, 2.
  add('window.bow', 96, 34, { layer: 'wall', alpha: { blue4: 70 } }, bridgeWindow(96, 3))
  // Its glass is 20 by 20, at 2, 2.
  add('porthole', 24, 24, { layer: 'wall', alpha: { blue4: 90 } }, (b) => {
    b.ell(12, 12, 11.6, 11.6, 'gold0')
      .ell(12, 12, 10.6, 10.6, 'gold1')
      .ell(11.6, 11.6, 10, 10, 'gold2')
      .ell(12, 12, 9.4, 9.4, 'gold0')
      .ell(12, 12, 8.6, 8.6, 0)
    for (let y = 0; y < 24; y++)
      for (let x = 0; x < 24; x++) {
        const a = (x + 0.5 - 12) / 8.6
        const c = (y + 0.5 - 12) / 8.6
        if (a * a + c * c <= 1) b.px(x, y, 0)
      }
    for (const [x, y] of [
      [11, 1],
      [1, 11],
      [21, 11],
      [11, 21],
    ] as const)
      b.rect(x, y, 2, 2, 'gold3').px(x + 1, y + 1, 'gold0')
    for (let q = 0; q < 4; q++) b.px(10 - q, 7 + q, 'blue4').px(11 - q, 7 + q, 'blue4')
  })
}
