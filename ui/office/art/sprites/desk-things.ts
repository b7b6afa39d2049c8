import type { AddSprite } from './add-sprite.ts'

export function addDeskThings(add: AddSprite) {
  add('keyboard', 18, 7, { layer: 'desk' }, (b) => {
    b.rrect(1, 1, 12, 4, 'slate4', 1)
      .hl(2, 2, 10, 'slate3')
      .hl(2, 3, 10, 'slate2')
      .pts('slate5', 3, 2, 5, 2, 7, 2, 9, 2)
      .rect(15, 2, 2, 3, 'slate4')
      .px(15, 2, 'slate5')
    b.outline()
  })
  add('mug', 9, 9, { layer: 'desk' }, (b) => {
    b.rect(1, 2, 5, 6, 'slate5')
      .vl(5, 2, 6, 'slate3')
      .hl(1, 2, 5, 'wood1')
      .px(2, 2, 'wood2')
      .vl(7, 3, 3, 'slate4')
      .px(6, 3, 'slate4')
      .px(6, 6, 'slate3')
      .rect(2, 4, 2, 2, 'red2')
    b.outline()
  })
  add('papers', 13, 10, { layer: 'desk' }, (b) => {
    b.rect(2, 1, 8, 7, 'slate4')
      .rect(1, 2, 9, 6, 'slate5')
      .hl(2, 3, 6, 'slate2')
      .hl(2, 5, 7, 'slate2')
      .hl(1, 8, 10, 'slate3')
      .rect(10, 3, 1, 5, 'slate3')
    b.outline()
  })
  add('books', 13, 11, { layer: 'desk' }, (b) => {
    b.rect(1, 7, 11, 3, 'blue1')
      .hl(1, 7, 11, 'blue2')
      .rect(10, 8, 2, 1, 'slate5')
      .rect(2, 4, 10, 3, 'red1')
      .hl(2, 4, 10, 'red2')
      .rect(10, 5, 2, 1, 'slate5')
      .rect(1, 1, 9, 3, 'green1')
      .hl(1, 1, 9, 'green2')
    b.outline()
  })
  add('duck', 9, 9, { layer: 'desk' }, (b) => {
    b.ell(4.5, 5.5, 3.5, 2.6, 'gold2')
      .ell(5, 2.8, 2.2, 2, 'gold2')
      .px(4, 1, 'gold3')
      .px(6, 2, 'ink0')
      .rect(7, 3, 1, 1, 'gold0')
      .hl(2, 7, 5, 'gold1')
      .px(3, 4, 'gold3')
    b.outline()
  })
  add('photo', 9, 10, { layer: 'desk' }, (b) => {
    b.rect(1, 1, 7, 7, 'wood2').rect(2, 2, 5, 5, 'blue4').rect(3, 4, 3, 3, 'red2').px(4, 3, 'skin2').px(7, 8, 'wood1')
    b.outline()
  })
  add(
    'lamp',
    14,
    18,
    { layer: 'desk', frames: 2, isAuto: false, light: { radius: 30, colour: 'gold1', dx: 8, dy: -8 } },
    (b, frame) => {
      b.rrect(1, 15, 7, 2, 'slate1', 0)
        .hl(1, 15, 7, 'slate3')
        .line(4, 14, 2, 9, 'slate2')
        .line(2, 9, 7, 4, 'slate2')
        .grid(5, 1, ['..AAA...', '.AAAAB..', 'AAAABBC.', 'BBBBCCCC'], { A: 'teal2', B: 'teal1', C: 'teal0' })
      if (frame) b.hl(6, 5, 6, 'gold3')
      b.outline()
      if (frame) b.hl(6, 5, 6, 'gold3').hl(7, 6, 5, 'slate5')
    },
  )
  add(
    'lamp.floor',
    16,
    42,
    { frames: 2, isAuto: false, foot: [1, 1], light: { radius: 44, colour: 'gold1', dx: 0, dy: -30 } },
    (b, frame) => {
      b.rect(7, 12, 2, 26, 'slate1')
        .vl(7, 12, 26, 'slate3')
        .rrect(3, 38, 10, 3, 'slate1', 1)
        .hl(4, 38, 8, 'slate3')
        .grid(
          1,
          1,
          [
            '....AAAAAA....',
            '...AAAAABBB...',
            '...AAAABBBB...',
            '..AAAAABBBBC..',
            '..AAAABBBBCC..',
            '.AAAAABBBBCCC.',
            '.AAAABBBBBCCC.',
            'AAAAABBBBBCCCC',
            'AAAABBBBBCCCCC',
          ],
          frame ? { A: 'gold3', B: 'gold3', C: 'gold2' } : { A: 'wood5', B: 'wood4', C: 'wood3' },
        )
      if (frame) b.hl(3, 9, 10, 'slate5')
      b.outline()
    },
  )
  // A tube of light on the wall.
  add(
    'lamp.ceiling',
    30,
    8,
    { layer: 'wall', frames: 2, isAuto: false, light: { radius: 52, colour: 'slate5', dx: 15, dy: 20 } },
    (b, frame) => {
      b.rrect(1, 1, 28, 5, 'slate3', 1)
        .hl(2, 1, 26, 'slate4')
        .hl(3, 4, 24, frame ? 'gold3' : 'slate2')
        .hl(3, 5, 24, frame ? 'slate5' : 'slate1')
      b.outline()
    },
  )
}
