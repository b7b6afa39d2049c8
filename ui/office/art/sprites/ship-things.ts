import type { AddSprite } from './add-sprite.ts'

export function addShipThings(add: AddSprite) {
  add('globe', 18, 27, { foot: [1, 1] }, (b) => {
    b.vl(8, 19, 4, 'gold1').vl(9, 19, 4, 'gold0').rect(4, 23, 10, 3, 'wood2').hl(4, 23, 10, 'wood4')
    b.ell(9, 10, 8, 9, 'gold1')
      .ell(9, 10, 7, 8, 'blue2')
      .ell(8, 9, 5.4, 6.4, 'blue3')
      .ell(7, 7, 3, 2.4, 'green3')
      .ell(11, 11, 2.4, 3, 'green2')
      .ell(6, 13, 2, 1.4, 'green3')
      .px(6, 5, 'slate5')
      .px(5, 6, 'slate5')
    b.outline()
  })
  add('telescope', 28, 36, { foot: [1, 1] }, (b) => {
    b.line(13, 16, 6, 34, 'wood2')
      .line(14, 16, 7, 34, 'wood1')
      .line(14, 16, 21, 34, 'wood2')
      .line(15, 16, 22, 34, 'wood1')
      .line(14, 16, 14, 33, 'wood3')
    for (let k = 0; k < 20; k++) {
      const x = 4 + k
      const y = 18 - Math.round(k * 0.62)
      const w = k > 12 ? 5 : k > 6 ? 4 : 3
      b.vl(x, y - 1, w, k % 7 === 6 ? 'gold0' : 'gold1')
        .px(x, y - 1, 'gold3')
        .px(x, y + w - 2, 'gold0')
    }
    b.vl(24, 4, 5, 'blue4').rect(12, 14, 4, 3, 'gold0')
    b.outline()
  })
  add('barrel', 18, 24, { foot: [1, 1] }, (b) => {
    b.rrect(2, 2, 14, 20, 'wood2', 2)
      .rect(3, 5, 12, 15, 'wood3')
      .vl(3, 5, 15, 'wood4')
      .vl(6, 4, 17, 'wood2')
      .vl(10, 4, 17, 'wood2')
      .vl(14, 5, 15, 'wood1')
      .hl(2, 7, 14, 'slate1')
      .hl(2, 17, 14, 'slate1')
      .hl(2, 6, 14, 'slate2')
      .hl(2, 16, 14, 'slate2')
      .ell(9, 3.5, 6.4, 2.4, 'wood4')
      .ell(9, 3.5, 4.8, 1.6, 'wood3')
    b.outline()
  })
  add('rope', 20, 12, { foot: [1, 1] }, (b) => {
    for (const [rx, ry, y] of [
      [9, 4.4, 6.5],
      [8, 3.8, 5.2],
      [7, 3.2, 4],
    ] as const)
      b.ell(10, y, rx, ry, 'wood4').ell(10, y - 0.4, rx - 1, ry - 0.8, 'wood5')
    b.ell(10, 4, 4.6, 2, 'wood2').ell(10, 4.4, 3, 1.2, 'wood0')
    for (let k = 0; k < 8; k++) b.px(2 + k * 2, 8 - ((k * k) % 3 ? 0 : 1), 'wood3')
    b.outline()
  })
}
