import type { AddSprite } from './add-sprite.ts'

const feathers = {
  r: 'red2',
  R: 'red3',
  d: 'red1',
  b: 'blue2',
  B: 'blue3',
  g: 'gold2',
  K: 'ink0',
  w: 'slate5',
  k: 'slate1',
}

const upright = [
  '..rRRr...',
  '.rRwKRkk.',
  '.rRRRRkk.',
  '.rRRRr.k.',
  'drRRRr...',
  'dbrRRrr..',
  'dbbrRRr..',
  'dbBbrRr..',
  '.dbBbrr..',
  '..dgbr...',
  '..dbb....',
  '..db.....',
  '.db......',
]
/** The head under a wing. */
const preening = [
  '.........',
  '..rrRr...',
  '.rRRRRr..',
  '.rwKRRr..',
  'dkkRRRr..',
  'dbkrRRr..',
  'dbbrRRr..',
  'dbBbrRr..',
  '.dbBbrr..',
  '..dgbr...',
  '..dbb....',
  '..db.....',
  '.db......',
]

/** A parrot on its perch, as a ship should have: it looks, bobs and preens. */
export function addParrot(add: AddSprite) {
  add('parrot', 17, 34, { frames: 3, order: [0, 0, 0, 1, 0, 2, 2, 0], stepMs: 600, foot: [1, 1] }, (b, frame) => {
    b.vl(8, 14, 17, 'wood1').vl(9, 14, 17, 'wood2')
    b.hl(2, 14, 13, 'wood3').hl(2, 15, 13, 'wood1')
    b.rect(4, 30, 10, 2, 'wood2').hl(4, 32, 10, 'wood1')
    b.rect(1, 13, 2, 3, 'slate2').rect(14, 13, 2, 3, 'slate2')
    b.grid(5, frame === 1 ? 3 : 2, frame === 2 ? preening : upright, feathers)
    b.outline()
  })
}
