import { darker } from '../palette.ts'
import type { Pixels } from '../pixels.ts'
import type { AddSprite } from './add-sprite.ts'

const faces: Record<string, (b: Pixels) => void> = {
  office: (b) => {
    b.rect(0, 0, 16, 32, 'slate3').hl(0, 0, 16, 'ink1').hl(0, 1, 16, 'slate1').hl(0, 2, 16, 'slate2')
    b.rect(0, 19, 16, 13, 'wood2').hl(0, 18, 16, 'wood4').hl(0, 19, 16, 'wood3').hl(0, 20, 16, 'wood1')
    for (let x = 0; x < 16; x += 8)
      b.box(x, 21, 8, 8, 'wood1')
        .rect(x + 1, 22, 6, 6, 'wood2')
        .hl(x + 1, 22, 6, 'wood3')
        .vl(x + 1, 22, 6, 'wood3')
    b.hl(0, 29, 16, 'wood1').hl(0, 30, 16, 'wood0').hl(0, 31, 16, 'ink1')
  },
  server: (b) => {
    b.rect(0, 0, 16, 32, 'slate0')
      .hl(0, 0, 16, 'ink0')
      .hl(0, 1, 16, 'ink1')
      .vl(0, 2, 30, 'ink2')
      .vl(1, 2, 28, 'slate1')
      .hl(0, 4, 16, 'ink2')
      .hl(0, 5, 16, 'teal2')
      .hl(0, 6, 16, 'teal0')
      .hl(0, 7, 16, 'ink2')
    b.hl(0, 19, 16, 'ink2').hl(0, 20, 16, 'slate1')
    b.px(4, 11, 'slate1').px(12, 11, 'slate1').px(4, 25, 'slate1').px(12, 25, 'slate1')
    b.hl(0, 29, 16, 'ink2').hl(0, 30, 16, 'ink1').hl(0, 31, 16, 'ink0')
  },
  kitchen: (b) => {
    b.rect(0, 0, 16, 32, 'teal3').hl(0, 0, 16, 'ink1').hl(0, 1, 16, 'teal1').hl(0, 2, 16, 'teal2')
    b.vl(3, 3, 11, 'slate5').vl(4, 3, 11, 'slate5').vl(11, 3, 11, 'slate5').vl(12, 3, 11, 'slate5')
    b.hl(0, 14, 16, 'teal1')
    for (let y = 15; y < 29; y += 4)
      for (let x = -4; x < 16; x += 8) {
        const o = ((y - 15) / 4) & 1 ? 4 : 0
        b.rect(x + o, y, 7, 3, 'slate5')
          .hl(x + o, y + 2, 7, 'slate4')
          .vl(x + o + 7, y, 3, 'slate3')
          .hl(x + o, y + 3, 8, 'slate3')
      }
    b.hl(0, 29, 16, 'slate2').hl(0, 30, 16, 'slate0').hl(0, 31, 16, 'ink1')
  },
}

// How much of what is behind it a glass wall hides.
const glassAlpha = { blue4: 52, slate5: 120, blue3: 70 }

const glass = (b: Pixels, post?: 'left' | 'right') => {
  b.rect(0, 2, 16, 19, 'blue4')
    .hl(0, 0, 16, 'slate3')
    .hl(0, 1, 16, 'slate1')
    .rect(0, 20, 16, 4, 'slate1')
    .hl(0, 20, 16, 'slate3')
    .hl(0, 23, 16, 'ink1')
  for (let k = 0; k < 6; k++)
    b.px(4 + k, 13 - k, 'slate5')
      .px(5 + k, 13 - k, 'slate5')
      .px(9 + k, 13 - k, 'slate5')
  b.hl(0, 9, 16, 'blue3').hl(0, 10, 16, 'blue3')
  if (post === 'left') b.vl(0, 0, 24, 'slate4').vl(1, 0, 24, 'slate1')
  if (post === 'right') b.vl(15, 0, 24, 'ink2').vl(14, 0, 24, 'slate2')
}

const bridgeFace = (b: Pixels) => {
  b.rect(0, 0, 16, 48, 'blue1')
    .rect(0, 0, 16, 4, 'wood1')
    .hl(0, 0, 16, 'wood2')
    .hl(0, 3, 16, 'wood0')
    .hl(0, 4, 16, 'blue0')
    .hl(0, 5, 16, 'blue2')
  b.vl(0, 5, 33, 'blue0').vl(1, 5, 33, 'blue2')
  b.px(4, 8, 'blue2').px(12, 8, 'blue2').px(4, 33, 'blue0').px(12, 33, 'blue0')
  b.rect(0, 37, 16, 11, 'wood2').hl(0, 37, 16, 'gold2').hl(0, 38, 16, 'gold0').hl(0, 39, 16, 'wood1')
  for (let x = 0; x < 16; x += 8)
    b.rect(x, 40, 8, 5, 'wood2')
      .vl(x, 40, 5, 'wood1')
      .vl(x + 1, 40, 5, 'wood3')
      .hl(x + 1, 40, 7, 'wood3')
  b.hl(0, 45, 16, 'wood1').hl(0, 46, 16, 'wood0').hl(0, 47, 16, 'ink1')
}

export function addWalls(add: AddSprite) {
  for (let m = 0; m < 16; m++)
    add(`wall.cap.${m}`, 16, 16, { layer: 'wall' }, (b) => {
      b.rect(0, 0, 16, 16, 'ink2')
      if (!(m & 2)) b.vl(15, 0, 16, 'ink0').vl(14, 0, 16, 'ink1')
      if (!(m & 4)) b.hl(0, 15, 16, 'slate2').hl(0, 14, 16, 'slate0')
      if (!(m & 1)) b.hl(0, 0, 16, 'slate1').hl(0, 1, 16, 'slate0')
      if (!(m & 8)) b.vl(0, 0, 16, 'slate1').vl(1, m & 1 ? 0 : 1, 16, 'slate0')
    })
  for (const [k, n] of ['ne', 'se', 'sw', 'nw'].entries())
    add(`wall.inner.${n}`, 16, 16, { layer: 'wall' }, (b) => {
      const x = k === 0 || k === 1 ? 14 : 0
      const y = k === 1 || k === 2 ? 14 : 0
      b.rect(x, y, 2, 2, k === 1 || k === 0 ? 'ink1' : 'slate1')
      if (k === 2) b.hl(0, 15, 2, 'slate2')
      if (k === 1) b.hl(14, 15, 2, 'slate2')
    })
  for (const [t, fn] of Object.entries(faces))
    for (const part of ['m', 'l', 'r'])
      add(`wall.face.${t}.${part}`, 16, 32, { layer: 'wall' }, (b) => {
        fn(b)
        if (part === 'l') b.map((v, x) => (x < 3 ? darker(v) : v)).vl(0, 0, 32, 'ink1')
        if (part === 'r') b.vl(15, 0, 32, 'ink0')
      })
  // It covers a seam of the wall.
  add('wall.pillar', 16, 32, { layer: 'wall' }, (b) => {
    b.rect(1, 0, 14, 32, 'slate2')
      .vl(1, 0, 32, 'slate4')
      .vl(2, 0, 32, 'slate3')
      .vl(13, 0, 32, 'slate1')
      .vl(14, 0, 32, 'slate0')
      .rect(0, 28, 16, 4, 'slate1')
      .hl(0, 28, 16, 'slate3')
      .hl(0, 31, 16, 'ink1')
      .hl(0, 0, 16, 'ink1')
  })
  add('glass.m', 16, 24, { anchor: [0, 23], alpha: glassAlpha }, (b) => glass(b))
  add('glass.l', 16, 24, { anchor: [0, 23], alpha: glassAlpha }, (b) => glass(b, 'left'))
  add('glass.r', 16, 24, { anchor: [0, 23], alpha: glassAlpha }, (b) => glass(b, 'right'))
  // Seen from its edge, one piece a row.
  add('glass.v', 4, 40, { anchor: [0, 39], alpha: { blue4: 150, blue3: 150 } }, (b) => {
    b.rect(0, 0, 4, 18, 'slate2')
      .vl(0, 0, 40, 'slate4')
      .vl(3, 0, 40, 'ink2')
      .vl(1, 0, 40, 'blue3')
      .vl(2, 0, 40, 'blue4')
      .hl(0, 0, 4, 'slate3')
      .hl(0, 39, 4, 'ink1')
      .rect(0, 36, 4, 3, 'slate1')
  })
  for (const part of ['m', 'l', 'r'])
    add(`wall.face.bridge.${part}`, 16, 48, { layer: 'wall' }, (b) => {
      bridgeFace(b)
      if (part === 'l') b.map((v, x) => (x < 3 ? darker(v) : v)).vl(0, 0, 48, 'ink1')
      if (part === 'r') b.map((v, x) => (x > 13 ? darker(v) : v)).vl(15, 0, 48, 'ink0')
    })
}
