import type { AddSprite } from './add-sprite.ts'
import { block, white } from './shapes.ts'

export function addKitchen(add: AddSprite) {
  add('counter', 34, 30, { foot: [2, 1] }, (b) => {
    block(b, 1, 2, 32, 11, 16, ['slate5', 'slate5', 'slate4'], ['wood4', 'wood3', 'wood2'])
    b.hl(1, 12, 32, 'slate3')
      .hl(1, 13, 32, 'wood1')
      .vl(16, 14, 14, 'wood1')
      .vl(17, 14, 14, 'wood4')
      .hl(12, 16, 3, 'slate1')
      .hl(19, 16, 3, 'slate1')
      .rect(2, 27, 30, 2, 'wood0')
      .rrect(20, 4, 10, 6, 'slate2', 1)
      .rrect(21, 5, 8, 4, 'slate1', 1)
      .rect(24, 1, 2, 5, 'slate4')
      .hl(24, 1, 4, 'slate5')
    b.outline()
  })
  add('counter.plain', 18, 30, { foot: [1, 1] }, (b) => {
    block(b, 1, 2, 16, 11, 16, ['slate5', 'slate5', 'slate4'], ['wood4', 'wood3', 'wood2'])
    b.hl(1, 12, 16, 'slate3')
      .hl(1, 13, 16, 'wood1')
      .box(3, 15, 12, 11, 'wood2')
      .hl(8, 17, 3, 'slate1')
      .rect(2, 27, 14, 2, 'wood0')
    b.outline()
  })
  // Idle, then brewing.
  add('coffee', 18, 33, { layer: 'desk', frames: 4, stepMs: 260, isAuto: false }, (b, frame) => {
    // The steam has its room above.
    const o = 8
    block(b, 2, 6 + o, 14, 4, 14, ['slate2', 'slate1', 'slate0'], ['red3', 'red2', 'red1'])
    b.rect(4, 12 + o, 10, 7, 'ink1')
      .hl(4, 12 + o, 10, 'ink0')
      .rect(7, 11 + o, 4, 2, 'slate3')
      .rect(7, 15 + o, 4, 4, 'slate5')
      .vl(10, 15 + o, 4, 'slate3')
      .px(11, 16 + o, 'slate3')
      .hl(7, 15 + o, 4, 'wood1')
      .hl(3, 20 + o, 12, 'slate1')
      .hl(3, 19 + o, 12, 'slate3')
      .px(4, 10 + o, 'green3')
      .px(6, 10 + o, frame ? 'gold3' : 'gold0')
    if (frame) b.vl(8, 13 + o, 2, 'wood2')
    b.rect(5, 3 + o, 8, 4, 'slate3')
      .hl(5, 3 + o, 8, 'slate5')
      .rect(6, 4 + o, 6, 2, 'wood1')
    b.outline()
    const steam = [
      [],
      [6, 8, 7, 7, 7, 6, 10, 8, 11, 7],
      [7, 6, 6, 5, 6, 4, 11, 6, 10, 5, 10, 7, 7, 2],
      [6, 3, 7, 2, 10, 4, 11, 3, 11, 2, 7, 7, 6, 0],
    ][frame]!
    for (let at = 0; at < steam.length; at += 2) {
      const x = steam[at]!
      const y = steam[at + 1]!
      b.px(x, y, y < 4 ? 'slate3' : 'slate5').px(x + 1, y, y < 5 ? 'slate3' : 'slate4')
    }
  })
  add('cooler', 16, 34, { foot: [1, 1], frames: 3, stepMs: 420 }, (b, frame) => {
    b.rrect(3, 1, 10, 11, 'blue3', 2)
      .vl(3, 3, 7, 'blue4')
      .vl(4, 3, 8, 'blue4')
      .vl(12, 3, 8, 'blue2')
      .hl(4, 6, 8, 'blue2')
      .rect(6, 11, 4, 2, 'blue2')
    block(b, 2, 13, 12, 3, 16, white, ['slate5', 'slate4', 'slate3'])
    b.rect(4, 18, 8, 5, 'slate1')
      .hl(4, 18, 8, 'slate0')
      .px(5, 19, 'red2')
      .px(10, 19, 'blue2')
      .px(5, 20, 'slate4')
      .px(10, 20, 'slate4')
      .hl(4, 22, 8, 'slate2')
      .rect(3, 32, 10, 1, 'slate1')
    if (frame === 1) b.px(7, 8, 'slate5').px(8, 5, 'slate5')
    if (frame === 2) b.px(7, 5, 'slate5').px(9, 9, 'slate5')
    b.outline()
  })
  add('vending', 28, 44, { foot: [2, 1], frames: 2, stepMs: 900 }, (b, frame) => {
    block(b, 1, 1, 26, 6, 36, ['red3', 'red2', 'red1'], ['red3', 'red2', 'red1'])
    b.rect(3, 9, 16, 22, 'ink1').box(3, 9, 16, 22, 'red1')
    const C = ['gold2', 'green3', 'blue3', 'pink1', 'teal2', 'gold1', 'red3', 'purple2', 'slate4']
    for (let r = 0; r < 3; r++) {
      b.hl(4, 15 + r * 6, 14, 'slate1')
      for (let k = 0; k < 4; k++) {
        const c = C[(k * 2 + r * 3) % 9]!
        b.rect(5 + k * 3, 11 + r * 6, 2, 4, c).px(5 + k * 3, 11 + r * 6, 'slate5')
      }
    }
    b.rect(21, 11, 4, 6, 'ink1')
      .rect(21, 11, 4, 2, frame ? 'teal3' : 'teal2')
      .px(22, 14, 'slate4')
      .px(24, 14, 'slate4')
      .px(22, 16, 'slate4')
      .px(24, 16, 'slate4')
      .vl(22, 20, 4, 'ink1')
      .vl(23, 20, 4, 'slate3')
      .rect(4, 33, 14, 6, 'ink1')
      .hl(4, 33, 14, 'ink0')
      .rect(5, 35, 12, 3, 'slate0')
      .rect(2, 41, 24, 2, 'red0')
      .vl(4, 10, 20, 'slate1')
    b.outline()
  })
  add('fridge', 22, 42, { foot: [1, 1] }, (b) => {
    block(b, 1, 1, 20, 6, 34, white, ['slate5', 'slate4', 'slate3'])
    b.hl(1, 19, 20, 'slate2')
      .hl(1, 20, 20, 'slate5')
      .vl(4, 10, 7, 'slate1')
      .vl(5, 10, 7, 'slate2')
      .vl(4, 23, 9, 'slate1')
      .vl(5, 23, 9, 'slate2')
      .rect(12, 10, 5, 5, 'gold3')
      .hl(13, 12, 3, 'gold1')
      .px(14, 9, 'red2')
      .rect(10, 23, 6, 4, 'blue3')
      .px(12, 22, 'green2')
      .rect(15, 29, 3, 3, 'pink1')
      .rect(2, 40, 18, 1, 'slate1')
    b.outline()
  })
}
