import { createPixels } from '../pixels.ts'
import { type AddSprite, noise } from './add-sprite.ts'
import { block, steel, white } from './shapes.ts'

// The colour of the back of a book, and of its edge.
const books = {
  red2: 'red1',
  blue2: 'blue1',
  gold2: 'gold1',
  green2: 'green1',
  purple2: 'purple1',
  teal2: 'teal1',
  slate4: 'slate3',
  red1: 'red0',
  blue1: 'blue0',
  pink1: 'pink0',
}

export function addStorage(add: AddSprite) {
  // The memory.
  add('bookshelf', 34, 40, { foot: [2, 1] }, (b) => {
    b.rect(1, 1, 32, 38, 'wood1')
      .rect(1, 1, 32, 5, 'wood4')
      .hl(1, 1, 32, 'wood5')
      .hl(1, 5, 32, 'wood2')
      .vl(1, 6, 32, 'wood3')
      .vl(2, 6, 32, 'wood2')
      .vl(31, 6, 32, 'wood2')
      .vl(32, 6, 32, 'wood1')
    const spines = Object.entries(books)
    for (const [r, [y, h]] of (
      [
        [7, 8],
        [18, 8],
        [29, 7],
      ] as const
    ).entries()) {
      b.rect(3, y, 28, h, 'wood0')
        .hl(3, y + h, 28, 'wood3')
        .hl(3, y + h + 1, 28, 'wood2')
      let x = 4
      for (let k = 0; x < 29; k++) {
        const n = noise(k, r, 11)
        const w = n > 0.6 ? 3 : 2
        const hh = h - 1 - ((noise(k, r, 12) * 3) | 0)
        if (noise(k, r, 13) > 0.88) {
          x += 2
          continue
        }
        if (x + w > 31) break
        const [c, edge] = spines[(noise(k, r, 14) * spines.length) | 0]!
        b.rect(x, y + h - hh, w, hh, c)
        b.vl(x + w - 1, y + h - hh, hh, edge)
        b.px(x, y + h - hh + 1, 'slate5')
        x += w
      }
    }
    b.rect(22, 21, 6, 5, 'wood0').rect(23, 21, 5, 5, 'gold1').rect(24, 20, 3, 1, 'gold2').px(25, 22, 'gold3')
    b.outline()
  })
  add('cabinet', 34, 26, { foot: [2, 1] }, (b) => {
    block(b, 1, 1, 32, 8, 16, white, steel)
    b.vl(16, 9, 16, 'slate1')
      .vl(17, 9, 16, 'slate4')
      .rect(13, 14, 2, 4, 'slate1')
      .rect(19, 14, 2, 4, 'slate1')
      .rect(5, 3, 8, 4, 'slate5')
      .hl(6, 4, 5, 'slate2')
      .rect(22, 0, 6, 4, 'red2')
      .hl(22, 0, 6, 'red3')
    b.outline()
  })
  // The archive of sessions.
  add('filing', 18, 32, { foot: [1, 1] }, (b) => {
    block(b, 1, 1, 16, 6, 24, steel, ['slate3', 'slate2', 'slate1'])
    for (let k = 0; k < 3; k++)
      b.box(2, 8 + k * 8, 14, 7, 'slate1')
        .hl(3, 9 + k * 8, 12, 'slate3')
        .hl(7, 11 + k * 8, 4, 'slate5')
        .rect(5, 13 + k * 8, 3, 1, 'slate5')
    b.outline()
  })
  add('boxes', 30, 28, { foot: [2, 1] }, (b) => {
    const box = (x: number, y: number, w: number, h: number) => {
      block(b, x, y, w, 5, h, ['wood5', 'wood4', 'wood4'], ['wood4', 'wood3', 'wood2'])
      b.rect(x + (w >> 1) - 1, y, 3, 5 + (h >> 1), 'gold3')
        .vl(x + (w >> 1) + 1, y, 5 + (h >> 1), 'wood5')
        .rect(x + w - 5, y + 5 + h - 4, 3, 2, 'wood1')
    }
    box(1, 12, 15, 10)
    box(15, 14, 13, 8)
    b.outline()
    const s = createPixels(30, 28)
    block(s, 6, 2, 14, 5, 8, ['wood5', 'wood4', 'wood4'], ['wood4', 'wood3', 'wood2'])
    s.rect(12, 2, 3, 9, 'gold3').rect(8, 11, 3, 2, 'red2')
    s.outline()
    b.blit(s)
  })
  add('trash', 14, 17, { foot: [1, 1] }, (b) => {
    b.rrect(2, 3, 10, 12, 'slate2', 1)
      .vl(2, 4, 10, 'slate3')
      .vl(4, 5, 9, 'slate1')
      .vl(7, 5, 9, 'slate1')
      .vl(10, 5, 9, 'slate1')
      .vl(11, 4, 10, 'slate0')
      .ell(7, 3.5, 6, 2.5, 'slate3')
      .ell(7, 3.5, 4.5, 1.6, 'ink1')
      .rect(5, 1, 4, 3, 'slate5')
      .px(8, 1, 'slate3')
      .px(5, 3, 'slate3')
    b.outline()
  })
  // Exports: idle, then printing.
  add('printer', 26, 26, { foot: [2, 1], frames: 3, stepMs: 220, isAuto: false }, (b, frame) => {
    block(b, 2, 6, 22, 7, 11, white, steel)
    b.rect(4, 8, 14, 2, 'slate1')
      .hl(4, 8, 14, 'ink1')
      .rect(19, 8, 3, 1, frame ? 'green3' : 'teal2')
      .rect(5, 16, 16, 3, 'ink1')
      .rect(6, 0, 11, 7, 'slate5')
      .hl(7, 2, 7, 'slate3')
      .hl(7, 4, 6, 'slate3')
    if (frame) b.rect(6, 17, 12, 1 + frame * 2, 'slate5').hl(7, 18, 8, 'slate2')
    b.rect(3, 23, 3, 1, 'slate0').rect(20, 23, 3, 1, 'slate0')
    b.outline()
  })
  // Messages: empty, then with mail.
  add('mailbox', 22, 30, { foot: [1, 1], frames: 2, isAuto: false }, (b, frame) => {
    b.rect(9, 18, 4, 10, 'slate1').vl(9, 18, 10, 'slate2').hl(6, 28, 10, 'slate0')
    b.rrect(2, 5, 18, 13, 'blue2', 2)
      .rrect(2, 5, 18, 5, 'blue3', 2)
      .hl(4, 5, 13, 'blue4')
      .vl(2, 8, 8, 'blue3')
      .vl(19, 8, 9, 'blue1')
      .hl(3, 17, 16, 'blue1')
      .rect(5, 11, 9, 2, 'ink1')
    if (frame) {
      b.rect(6, 7, 7, 5, 'slate5').line(6, 7, 9, 9, 'slate3').line(12, 7, 9, 9, 'slate3').rect(6, 11, 7, 1, 'slate4')
      b.rect(17, 1, 2, 7, 'red2').rect(17, 1, 4, 3, 'red2').hl(17, 1, 4, 'red3')
    } else b.rect(17, 9, 2, 5, 'red1').rect(17, 12, 4, 2, 'red2')
    b.outline()
  })
  // Empty, then full.
  add('tray', 14, 11, { layer: 'desk', frames: 2, isAuto: false }, (b, frame) => {
    if (frame) {
      b.rect(2, 1, 9, 5, 'slate5')
        .hl(3, 2, 6, 'slate2')
        .hl(3, 4, 5, 'slate2')
        .rect(3, 4, 9, 3, 'slate4')
        .hl(3, 4, 9, 'slate5')
    }
    b.rect(1, 6, 12, 4, 'wood2').hl(1, 6, 12, 'wood4').hl(1, 9, 12, 'wood1').rect(3, 7, 8, 1, 'wood1')
    b.outline()
  })
}
