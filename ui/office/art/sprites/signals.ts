import type { AddSprite } from './add-sprite.ts'

export function addSignals(add: AddSprite) {
  add('spark', 9, 9, { layer: 'ui', frames: 4, stepMs: 80, anchor: [4, 4], isAuto: false }, (b, frame) => {
    const c = 4
    if (frame === 0) b.px(c, c, 'slate5')
    if (frame === 1) b.px(c, c, 'slate5').pts('gold3', c, c - 1, c, c + 1, c - 1, c, c + 1, c)
    if (frame === 2)
      b.pts('gold2', c, c - 3, c, c + 3, c - 3, c, c + 3, c).pts('gold3', c, c - 2, c, c + 2, c - 2, c, c + 2, c)
    if (frame === 3) b.pts('gold1', c, 0, c, 8, 0, c, 8, c, 1, 1, 7, 7, 1, 7, 7, 1)
  })
  add('puff', 15, 13, { layer: 'ui', frames: 4, stepMs: 90, anchor: [7, 11], isAuto: false }, (b, frame) => {
    const r = [2, 4, 5, 5][frame]!
    if (frame < 3) {
      b.ell(7, 7, r + 1, r, 'slate4')
        .ell(6, 6, r * 0.7, r * 0.6, 'slate5')
        .ell(4 - frame, 8, r * 0.6, r * 0.6, 'slate3')
        .ell(11 + frame * 0.5, 8, r * 0.6, r * 0.5, 'slate3')
    } else b.pts('slate3', 2, 5, 12, 4, 7, 1, 4, 10, 11, 9).pts('slate4', 3, 5, 11, 5)
  })
  add('note.music', 9, 9, { layer: 'ui', frames: 2, stepMs: 400, anchor: [4, 8] }, (b, frame) => {
    b.rect(3, 1 + frame, 1, 5, 'slate5')
      .rect(6, 0 + frame, 1, 5, 'slate5')
      .rect(3, 1 + frame, 4, 1, 'slate5')
      .rect(2, 5 + frame, 2, 2, 'slate5')
      .rect(5, 4 + frame, 2, 2, 'slate5')
    b.outline()
  })
  for (const [n, c] of [
    ['work', 'green3'],
    ['wait', 'gold2'],
    ['error', 'red2'],
    ['idle', 'slate3'],
    ['think', 'blue3'],
  ] as const)
    add(`dot.${n}`, 6, 6, { layer: 'ui', anchor: [3, 3] }, (b) => {
      b.rrect(1, 1, 4, 4, c, 1).px(2, 1, 'slate5')
      b.outline('ink1')
    })
  // Around the feet of who is selected.
  add('select', 26, 12, { layer: 'ui', frames: 2, stepMs: 350, anchor: [13, 8] }, (b, frame) => {
    for (const [x, y, dx, dy] of [
      [frame, frame, 1, 1],
      [25 - frame, frame, -1, 1],
      [frame, 11 - frame, 1, -1],
      [25 - frame, 11 - frame, -1, -1],
    ] as const)
      for (let k = 0; k < 5; k++) {
        b.px(x + dx * k, y, 'gold2').px(x, y + dy * Math.min(k, 3), 'gold2')
      }
  })
  // Over the head of who is selected.
  add('cursor.arrow', 11, 9, { layer: 'ui', frames: 2, stepMs: 350, anchor: [5, 8] }, (b, frame) => {
    b.grid(1, frame, ['hhhhhhhhh', '.yyyyyyy.', '..yyyyy..', '...ooo...', '....o....'], {
      h: 'gold3',
      y: 'gold2',
      o: 'gold1',
    })
    b.outline()
  })
}
