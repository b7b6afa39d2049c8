import { createPixels } from '../pixels.ts'
import type { AddSprite } from './add-sprite.ts'

const catColours = { o: 'gold1', O: 'gold2', d: 'gold0', w: 'slate5', K: 'ink0', p: 'pink1', e: 'green3' }

const walkTops: readonly [string[], string[]] = [
  [
    '..............o..o',
    '.oo...........oooo',
    'oo............OOOO',
    'oo............OeOK',
    '.oo.oodoodoodoOOwp',
    '..ooOOdOOdOOdOOoww',
    '...OOOOOOOOOOOOw..',
    '...oOOOOOOOOOOo...',
  ],
  [
    '..............o..o',
    '..............oooo',
    '.oo...........OOOO',
    '.oo...........OeOK',
    '..o.oodoodoodoOOwp',
    '..ooOOdOOdOOdOOoww',
    '...OOOOOOOOOOOOw..',
    '...oOOOOOOOOOOo...',
  ],
]

const walks: readonly (readonly [top: string[], legs: string[]])[] = [
  // To the right: reach, pass, reach with the other pair, pass. The body rises on the passes, the tail sways.
  [walkTops[0], ['..oo.d.....o.doo..', '.oo...d...oo...oo.', '.w.....w..w.....w.']],
  [walkTops[1], ['....oodd..oodd....', '....oo.d...o.d....', '....w..w...w..w...']],
  [walkTops[0], ['..dd.o.....d.ooo..', '.dd...o...dd...oo.', '.w.....w..w.....w.']],
  [walkTops[1], ['....ddoo..ddoo....', '....d.oo..d..oo...', '....w..w..w...w...']],
]

export function addCat(add: AddSprite) {
  add('cat.walk', 20, 14, { frames: 4, stepMs: 120 }, (b, frame) => {
    const u = frame & 1
    b.grid(1, u ? 1 : 2, walks[frame]![0], catColours).grid(1, u ? 9 : 10, walks[frame]![1], catColours)
    if (u) b.grid(1, 12, [walks[frame]![1][2]!], catColours)
    b.outline()
  })
  add('cat.sit', 16, 18, { frames: 3, order: [0, 0, 1, 0, 2, 1], stepMs: 500 }, (b, frame) => {
    b.grid(
      2,
      1,
      [
        '.o.....o..',
        'ooo...ooo.',
        'opoOOOopo.',
        'oOOdOdOOo.',
        frame === 2 ? 'oKKOOOKKo.' : 'oeKOOOeKo.',
        'oOOwpwOOo.',
        '.oowwwoo..',
        '.oOOwOOo..',
        '.oOwwwOo..',
        'oOOwwwOOo.',
        'oOdwwwdOo.',
        'oOdwowdOoo',
        frame === 1 ? 'owwowwo.oo' : 'owwowwooo.',
      ],
      catColours,
    )
    b.outline()
  })
  add('cat.sleep', 21, 15, { frames: 2, stepMs: 1100 }, (b, frame) => {
    const y = frame ? 0 : 1
    b.ell(12, 8 + y * 0.4, 7.4, 5 - y * 0.5, 'gold1').ell(11, 6.5 + y, 5.5, 3 - y * 0.3, 'gold2')
    b.vl(9, 4 + y, 3, 'gold0')
      .vl(12, 3 + y, 4, 'gold0')
      .vl(15, 5 + y, 3, 'gold0')
    const h = createPixels(21, 15)
    h.grid(
      1,
      3,
      ['.o...o....', 'opo.opo...', 'ooooooo...', 'oOdOdOO...', 'oKOOOKO...', 'owwpwwo...', '.owwwo....'],
      catColours,
    )
    b.stamp(h, true)
    const t = createPixels(21, 15)
    t.hl(8, 12, 8, 'gold0').hl(7, 11, 9, 'gold1').rect(6, 11, 2, 2, 'slate5').vl(16, 9, 3, 'gold1')
    b.stamp(t)
    b.outline()
  })
  add('cat.bed', 26, 12, { layer: 'floor', anchor: [13, 10] }, (b) => {
    b.ell(13, 6, 12, 5.4, 'purple1')
      .ell(13, 5.4, 10.5, 4, 'purple0')
      .ell(13, 5.6, 9.5, 3.4, 'purple2')
      .hl(4, 9, 18, 'purple0')
    b.outline()
  })
}
