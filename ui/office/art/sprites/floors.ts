import type { Pixels } from '../pixels.ts'
import { type AddSprite, noise } from './add-sprite.ts'

const rug = (b: Pixels, w: number, h: number, a: string, c: string, d: string, e: string) => {
  b.rrect(0, 0, w, h, a, 1)
    .box(2, 2, w - 4, h - 4, c)
    .box(4, 4, w - 8, h - 8, d)
  b.dith(6, 6, w - 12, h - 12, e, 0.14)
  const cx = w >> 1
  const cy = h >> 1
  for (let k = 0; k < 5; k++) {
    b.hl(cx - 5 + k, cy - k - 1, 10 - 2 * k, c)
    b.hl(cx - 5 + k, cy + k, 10 - 2 * k, c)
  }
  b.ell(cx, cy, 3, 3, d)
  for (let x = 1; x < w - 1; x += 2) b.px(x, 0, c).px(x, h - 1, c)
}

export function addFloors(add: AddSprite) {
  add('cables', 32, 8, { layer: 'floor' }, (b) => {
    for (const [y, c] of [
      [1, 'red1'],
      [3, 'blue1'],
      [5, 'gold0'],
    ] as const)
      for (let x = 0; x < 32; x++) b.px(x, y + (Math.sin(x / 4 + y) > 0.3 ? 1 : 0), c)
  })
  for (let v = 0; v < 6; v++)
    add(`floor.wood.${v}`, 16, 16, { layer: 'floor' }, (b) => {
      for (let r = 0; r < 2; r++) {
        const y = r * 8
        const t = noise(v, r, 3)
        b.rect(0, y, 16, 8, 'plank1')
        if (t > 0.7) b.dith(0, y, 16, 7, 'plank2', 0.3)
        b.hl(0, y, 16, 'plank2').hl(0, y + 7, 16, 'plank0')
        for (let k = 0; k < 3; k++) {
          const g = (noise(r, v, 9 + k) * 14) | 0
          const gy = y + 2 + ((noise(k, r, v) * 4) | 0)
          b.hl(g, gy, 3 + (k & 1) * 2, k ? 'plank2' : 'plank0')
        }
        if ((v === 1 && r === 0) || (v === 4 && r === 1))
          b.vl(6 + v, y, 8, 'plank0')
            .px(7 + v, y + 1, 'plank2')
            .px(5 + v, y + 3, 'plank0')
            .px(8 + v, y + 4, 'plank0')
        if (v === 3 && r === 0)
          b.hl(8, 3, 4, 'plank0').hl(8, 5, 4, 'plank0').px(7, 4, 'plank0').px(12, 4, 'plank0').hl(9, 4, 2, 'plank0')
      }
    })
  for (let v = 0; v < 3; v++)
    add(`floor.carpet.${v}`, 16, 16, { layer: 'floor' }, (b) => {
      b.rect(0, 0, 16, 16, 'blue1')
      for (const [x, y] of [
        [3, 3],
        [11, 11],
      ] as const)
        b.pts('blue2', x, y - 1, x - 1, y, x + 1, y, x, y + 1)
      for (const [x, y] of [
        [11, 3],
        [3, 11],
      ] as const)
        b.px(x, y, 'blue0')
      if (v) b.px(4 + v * 3, 7, 'blue2').px(13 - v, 14 - v, 'blue0')
    })
  for (let v = 0; v < 3; v++)
    add(`floor.tile.${v}`, 16, 16, { layer: 'floor' }, (b) => {
      b.rect(0, 0, 16, 16, 'slate4')
        .hl(0, 15, 16, 'slate3')
        .vl(15, 0, 16, 'slate3')
        .hl(1, 0, 13, 'slate5')
        .vl(0, 1, 13, 'slate5')
      for (const [x, y] of [
        [0, 0],
        [15, 0],
        [0, 15],
        [15, 15],
      ] as const)
        b.px(x, y, 'slate2')
      b.px(14, 15, 'slate2').px(15, 14, 'slate2').px(1, 15, 'slate2').px(15, 1, 'slate2')
      if (v === 1) b.px(5, 10, 'slate3').px(6, 9, 'slate3').px(7, 9, 'slate3')
      if (v === 2) b.hl(4, 4, 3, 'slate5').hl(3, 5, 2, 'slate5')
    })
  for (let v = 0; v < 3; v++)
    add(`floor.server.${v}`, 16, 16, { layer: 'floor' }, (b) => {
      b.rect(0, 0, 16, 16, 'slate0')
        .hl(0, 0, 16, 'slate1')
        .vl(0, 0, 16, 'slate1')
        .hl(0, 15, 16, 'ink2')
        .vl(15, 0, 16, 'ink2')
        .px(2, 2, 'ink2')
        .px(13, 2, 'ink2')
        .px(2, 13, 'ink2')
        .px(13, 13, 'ink2')
      if (v === 1)
        for (let y = 5; y < 12; y += 2) for (let x = 4; x < 13; x += 3) b.px(x, y, 'ink1').px(x + 1, y, 'ink1')
      if (v === 2) {
        b.box(3, 3, 10, 10, 'ink2').rect(4, 4, 8, 8, 'ink1')
        for (let y = 5; y < 12; y += 2) b.hl(4, y, 8, 'slate1')
      }
    })
  // The strip between wood and tiles.
  add('floor.threshold', 4, 16, { layer: 'floor' }, (b) => {
    b.vl(0, 0, 16, 'wood3').vl(1, 0, 16, 'wood2').vl(2, 0, 16, 'wood1').vl(3, 0, 16, 'slate2').px(1, 7, 'gold1')
  })
  add('floor.mat', 32, 14, { layer: 'floor' }, (b) => {
    b.rrect(0, 0, 32, 14, 'green1', 1).dith(2, 2, 28, 10, 'green0', 0.45).box(2, 2, 28, 10, 'green2')
    b.hl(1, 13, 30, 'green0')
  })
  add('rug.red', 80, 48, { layer: 'floor' }, (b) => rug(b, 80, 48, 'red1', 'gold1', 'red2', 'red0'))
  add('rug.small', 52, 30, { layer: 'floor' }, (b) => rug(b, 52, 30, 'purple0', 'purple2', 'purple1', 'ink2'))
  add('rug.teal', 64, 40, { layer: 'floor' }, (b) => rug(b, 64, 40, 'teal0', 'teal2', 'teal1', 'blue0'))
  // The brass strip where a room opens to the corridor.
  add('floor.sill', 16, 16, { layer: 'floor' }, (b) => {
    b.hl(0, 13, 16, 'gold0').hl(0, 14, 16, 'wood2').hl(0, 15, 16, 'wood0')
  })
  for (let v = 0; v < 4; v++)
    add(`floor.deck.${v}`, 16, 16, { layer: 'floor' }, (b) => {
      for (let r = 0; r < 3; r++) {
        const y = [0, 5, 11][r]!
        const h = [5, 6, 5][r]!
        b.rect(0, y, 16, h, noise(v, r, 5) > 0.66 ? 'plank2' : 'plank1')
          .hl(0, y, 16, 'plank2')
          .hl(0, y + h - 1, 16, 'wood0')
        const g = (noise(v, r, 8) * 11) | 0
        b.hl(g, y + 2, 4, noise(v, r, 6) > 0.66 ? 'plank1' : 'plank2')
        if (v === 1 && r === 1)
          b.vl(5, y, h, 'wood0')
            .px(3, y + 2, 'wood4')
            .px(7, y + 2, 'wood4')
        if (v === 3 && r === 2)
          b.vl(11, y, h, 'wood0')
            .px(9, y + 2, 'wood4')
            .px(13, y + 2, 'wood4')
      }
    })
  // The rug of the captain on the bridge.
  add('rug.bridge', 96, 40, { layer: 'floor' }, (b) => {
    b.rrect(0, 0, 96, 40, 'blue0', 1).box(1, 1, 94, 38, 'gold1').box(3, 3, 90, 34, 'blue1').box(5, 5, 86, 30, 'blue2')
    b.dith(6, 6, 84, 28, 'blue1', 0.5)
    b.box(8, 8, 80, 24, 'gold0')
    for (let x = 2; x < 94; x += 2) b.px(x, 0, 'gold0').px(x, 39, 'gold0')
  })
}
