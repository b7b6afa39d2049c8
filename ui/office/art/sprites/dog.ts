import type { AddSprite } from './add-sprite.ts'

const coat = { o: 'wood3', O: 'wood4', d: 'wood1', w: 'slate5', K: 'ink0', p: 'ink1' }

/** The head on its paws: it looks up, or has shut its eyes. The ears hang down beside it. */
const heads: readonly string[][] = [
  ['..dOwwOd..', '.ddOwwOdd.', 'dddOwwOddd', 'ddKOwwOKdd', 'ddOwwwwOdd', 'd.wwppww.d', '..wwppww..', '...wwww...'],
  ['..dOwwOd..', '.ddOwwOdd.', 'dddOwwOddd', 'ddooOOoodd', 'ddOwwwwOdd', 'd.wwppww.d', '..wwppww..', '...wwww...'],
]

/** A dog on its blanket: its eyes are open, its side rises and falls, and now and then its tail beats. */
export function addDog(add: AddSprite) {
  add('dog.lie', 27, 15, { frames: 3, order: [0, 0, 1, 0, 2, 0, 1, 1], stepMs: 700 }, (b, frame) => {
    const isShut = frame === 1
    b.ell(15, 9 - (isShut ? 0 : 0.4), 8.4, 4.6, 'wood3').ell(14, 7.4, 6.4, 2.8, 'wood4')
    b.ell(18, 7.4, 3.6, 2.6, 'wood1').hl(9, 13, 13, 'wood2')
    if (frame === 2) b.vl(24, 4, 2, 'slate5').vl(24, 6, 3, 'wood3').vl(23, 8, 3, 'wood3')
    else b.hl(22, 11, 2, 'wood3').rect(24, 11, 2, 1, 'slate5').hl(23, 12, 2, 'wood2')
    b.rect(3, 12, 4, 2, 'slate5').rect(9, 12, 4, 2, 'slate5')
    b.grid(1, 3, heads[isShut ? 1 : 0]!, coat)
    b.outline()
  })
  add('dog.blanket', 32, 12, { layer: 'floor', anchor: [16, 10] }, (b) => {
    b.ell(16, 6, 15, 5.4, 'red1').ell(16, 5.6, 13, 4.2, 'red0').ell(16, 5.8, 12, 3.6, 'red2')
    b.hl(6, 9, 20, 'red1')
    b.outline()
  })
}
