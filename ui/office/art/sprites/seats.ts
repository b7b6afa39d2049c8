import type { AddSprite } from './add-sprite.ts'
import type { Shades } from './shapes.ts'

const chairColours: Record<string, Shades> = {
  navy: ['blue2', 'blue1', 'blue0'],
  red: ['red3', 'red2', 'red1'],
  teal: ['teal2', 'teal1', 'teal0'],
  grey: ['slate2', 'slate1', 'slate0'],
}

export function addSeats(add: AddSprite) {
  for (const [n, c] of Object.entries(chairColours)) {
    add(`chair.up.${n}`, 18, 21, { anchor: [9, 19] }, (b) => {
      b.rrect(3, 1, 12, 11, c[1], 2)
        .hl(5, 1, 8, c[0])
        .vl(3, 3, 7, c[0])
        .vl(14, 3, 7, c[2])
        .rect(5, 4, 8, 1, c[2])
        .rect(5, 7, 8, 1, c[2])
        .rrect(2, 11, 14, 4, c[2], 1)
        .hl(3, 11, 12, c[1])
        .rect(8, 15, 2, 3, 'slate1')
        .hl(4, 18, 10, 'slate0')
        .px(3, 19, 'slate0')
        .px(14, 19, 'slate0')
        .px(8, 19, 'slate1')
        .px(9, 19, 'slate0')
        .vl(1, 8, 4, 'slate1')
        .vl(16, 8, 4, 'slate0')
      b.outline()
    })
    add(`chair.down.${n}`, 18, 24, { anchor: [9, 22] }, (b) => {
      b.rrect(3, 1, 12, 12, c[1], 2)
        .hl(5, 1, 8, c[0])
        .vl(3, 3, 8, c[0])
        .vl(14, 3, 8, c[2])
        .rect(5, 3, 8, 9, c[1])
        .dith(5, 3, 8, 9, c[2], (_, v) => v * 0.6)
        .rrect(2, 13, 14, 5, c[0], 1)
        .hl(3, 17, 12, c[2])
        .rect(8, 18, 2, 3, 'slate1')
        .hl(4, 21, 10, 'slate0')
        .px(3, 22, 'slate0')
        .px(14, 22, 'slate0')
        .px(8, 22, 'slate1')
        .px(9, 22, 'slate0')
        .vl(1, 10, 4, 'slate1')
        .vl(16, 10, 4, 'slate0')
      b.outline()
    })
    add(`chair.right.${n}`, 18, 24, { anchor: [9, 22] }, (b) => {
      b.rrect(2, 1, 5, 14, c[1], 1)
        .vl(2, 2, 12, c[0])
        .vl(6, 2, 12, c[2])
        .rrect(3, 14, 13, 4, c[1], 1)
        .hl(4, 14, 11, c[0])
        .hl(4, 17, 11, c[2])
        .rect(9, 18, 2, 3, 'slate1')
        .hl(4, 21, 11, 'slate0')
        .px(3, 22, 'slate0')
        .px(15, 22, 'slate0')
        .px(9, 22, 'slate1')
        .hl(7, 11, 5, 'slate1')
      b.outline()
    })
  }
  // Two sit on it, 11 pixels from its middle, with their feet at the anchor.
  add('sofa', 52, 30, { anchor: [26, 28], foot: [3, 1] }, (b) => {
    const c: Shades = ['teal2', 'teal1', 'teal0']
    b.rrect(3, 1, 46, 15, c[1], 3).hl(6, 1, 40, c[0]).hl(5, 2, 42, c[0]).vl(26, 3, 12, c[2]).vl(25, 3, 12, c[0])
    b.dith(4, 9, 44, 6, c[2], (_, v) => v * 0.8)
    b.rrect(4, 15, 44, 9, c[1], 1).hl(5, 15, 42, 'teal3').hl(5, 16, 42, c[0]).vl(26, 15, 9, c[2]).hl(4, 23, 44, c[2])
    b.rrect(1, 9, 7, 17, c[1], 2)
      .hl(3, 9, 4, 'teal3')
      .vl(1, 11, 13, c[0])
      .vl(7, 11, 14, c[2])
      .rrect(44, 9, 7, 17, c[1], 2)
      .hl(46, 9, 3, c[0])
      .vl(50, 11, 14, c[2])
      .vl(44, 11, 14, c[0])
      .rect(6, 24, 40, 3, c[2])
      .rect(4, 26, 4, 2, 'wood1')
      .rect(44, 26, 4, 2, 'wood1')
    b.rrect(10, 8, 9, 8, 'gold1', 1).hl(11, 8, 7, 'gold2').px(14, 11, 'gold3').px(14, 12, 'gold0')
    b.outline()
  })
  add('armchair', 28, 28, { anchor: [14, 26], foot: [2, 1] }, (b) => {
    const c: Shades = ['gold2', 'gold1', 'gold0']
    b.rrect(4, 1, 20, 14, c[1], 3)
      .hl(7, 1, 14, c[0])
      .dith(5, 8, 18, 6, c[2], (_, v) => v * 0.8)
      .rrect(5, 14, 18, 8, c[1], 1)
      .hl(6, 14, 16, 'gold3')
      .hl(6, 15, 16, c[0])
      .hl(5, 21, 18, c[2])
      .rrect(1, 8, 6, 16, c[1], 2)
      .vl(1, 10, 12, c[0])
      .hl(3, 8, 3, c[0])
      .vl(6, 10, 13, c[2])
      .rrect(21, 8, 6, 16, c[1], 2)
      .vl(26, 10, 13, c[2])
      .hl(23, 8, 3, c[0])
      .rect(7, 22, 14, 3, c[2])
      .rect(3, 24, 3, 2, 'wood1')
      .rect(22, 24, 3, 2, 'wood1')
    b.outline()
  })
  add('stool', 14, 16, {}, (b) => {
    b.ell(7, 4, 6, 3, 'red2')
      .ell(6, 3.4, 4, 1.6, 'red3')
      .hl(3, 7, 8, 'red1')
      .vl(6, 8, 5, 'slate2')
      .vl(7, 8, 5, 'slate1')
      .hl(3, 13, 8, 'slate1')
    b.outline()
  })
  // Two sit on it, 11 pixels from its middle, with their feet at the anchor.
  add('sofa.navy', 52, 28, { anchor: [26, 26], foot: [3, 1] }, (b) => {
    const c: Shades = ['blue2', 'blue1', 'blue0']
    b.rrect(3, 1, 46, 14, c[1], 3).hl(6, 1, 40, c[0]).hl(5, 2, 42, c[0]).vl(26, 3, 11, c[2]).vl(25, 3, 11, c[0])
    for (const x of [13, 19, 33, 39]) b.px(x, 7, 'gold1').px(x, 8, c[2])
    b.rrect(4, 14, 44, 8, c[1], 1).hl(5, 14, 42, 'blue3').hl(5, 15, 42, c[0]).vl(26, 14, 8, c[2]).hl(4, 21, 44, c[2])
    for (const [x, d] of [
      [1, 0],
      [44, 1],
    ] as const)
      b.rrect(x, 8, 7, 16, c[1], 2)
        .hl(x + 2, 8, 4 - d, 'blue3')
        .vl(x, 10, 12, c[0])
        .vl(x + 6, 10, 13, c[2])
    b.rect(6, 22, 40, 3, c[2])
      .rect(4, 24, 4, 2, 'wood1')
      .rect(44, 24, 4, 2, 'wood1')
      .rrect(35, 7, 9, 8, 'red2', 1)
      .hl(36, 7, 7, 'red3')
      .px(39, 10, 'slate5')
      .px(38, 11, 'slate5')
      .px(40, 11, 'slate5')
      .px(39, 12, 'slate5')
    b.outline()
  })
}
