import type { AddSprite } from './add-sprite.ts'

export function addDoors(add: AddSprite) {
  // The entrance, from closed to open.
  add('door.entry', 32, 34, { layer: 'wall', frames: 4, stepMs: 90, isAuto: false }, (b, frame) => {
    b.rect(0, 0, 32, 34, 'wood1')
      .hl(0, 0, 32, 'wood3')
      .vl(0, 0, 34, 'wood3')
      .vl(31, 0, 34, 'wood0')
      .rect(3, 3, 26, 31, 'ink0')
    if (frame)
      b.rect(3, 3, 26, 20, 'slate1')
        .rect(3, 3, 26, 3, 'slate0')
        .rect(3, 20, 26, 3, 'slate2')
        .rect(3, 23, 26, 11, 'wood3')
        .hl(3, 23, 26, 'wood1')
        .rect(6, 26, 20, 8, 'red1')
        .hl(6, 26, 20, 'gold1')
        .vl(6, 26, 8, 'gold1')
        .vl(25, 26, 8, 'gold1')
        .rect(12, 8, 8, 8, 'wood1')
        .rect(13, 9, 6, 6, 'blue4')
        .rect(13, 13, 6, 2, 'green3')
        .rect(15, 3, 2, 2, 'gold3')
    const w = [13, 10, 6, 2][frame]!
    for (const s of [0, 1]) {
      const x = s ? 29 - w : 3
      b.rect(x, 3, w, 31, 'teal1')
        .vl(x, 3, 31, s ? 'teal0' : 'teal2')
        .hl(x, 3, w, 'teal2')
        .vl(x + w - 1, 3, 31, 'teal0')
      if (w > 4) {
        b.rect(x + 2, 6, w - 4, 12, 'blue3')
          .box(x + 2, 6, w - 4, 12, 'teal0')
          .px(x + 3, 7, 'blue4')
          .px(x + 4, 7, 'blue4')
          .px(x + 3, 8, 'blue4')
          .rect(x + 2, 22, w - 4, 8, 'teal0')
          .hl(x + 2, 29, w - 4, 'teal2')
        b.rect(s ? x + 1 : x + w - 2, 19, 1, 3, 'gold2')
      }
    }
    b.hl(3, 33, 26, 'ink1')
  })
  // A sliding door between rooms.
  add('door.inner', 20, 34, { layer: 'wall', frames: 4, stepMs: 90, isAuto: false }, (b, frame) => {
    b.rect(0, 0, 20, 34, 'slate0')
      .hl(0, 0, 20, 'slate3')
      .vl(0, 0, 34, 'slate2')
      .vl(19, 0, 34, 'ink1')
      .rect(2, 2, 16, 32, 'ink0')
    const w = [16, 11, 6, 2][frame]!
    b.rect(2, 2, w, 32, 'slate2')
      .vl(2, 2, 32, 'slate4')
      .vl(1 + w, 2, 32, 'slate1')
      .hl(2, 2, w, 'slate4')
    if (w > 5)
      b.rect(4, 5, w - 4, 9, 'blue2')
        .box(4, 5, w - 4, 9, 'slate0')
        .px(5, 6, 'blue4')
        .rect(w - 2, 18, 2, 4, 'gold2')
        .hl(4, 26, w - 4, 'slate1')
    b.rect(8, 0, 4, 1, frame ? 'green3' : 'red2')
  })
  // The frame of an open doorway through a wall.
  add('frame.door', 16, 48, { layer: 'wall' }, (b) => {
    b.vl(0, 0, 48, 'wood3')
      .vl(1, 0, 48, 'wood1')
      .vl(15, 0, 48, 'wood0')
      .vl(14, 0, 48, 'wood2')
      .hl(0, 0, 16, 'wood4')
      .hl(1, 1, 14, 'wood2')
      .hl(1, 2, 14, 'wood0')
  })
  // The entrance seen from its edge, at the end of a corridor.
  add('door.side', 8, 48, { anchor: [4, 47], frames: 4, stepMs: 90, isAuto: false }, (b, frame) => {
    const h = [44, 30, 16, 6][frame]!
    b.rect(0, 0, 8, 48, 'wood1').vl(0, 0, 48, 'wood3').vl(7, 0, 48, 'wood0').rect(2, 2, 5, 44, 'ink1')
    b.rect(2, 2, 4, h, 'teal1').vl(2, 2, h, 'teal2').vl(5, 2, h, 'teal0')
    if (h > 20) b.rect(3, 8, 2, 10, 'blue3').rect(4, 24, 1, 3, 'gold2')
  })
  // The entrance of the bridge, with a porthole.
  add('door.bulkhead', 26, 42, { layer: 'wall', frames: 4, stepMs: 90, isAuto: false }, (b, frame) => {
    b.rrect(0, 0, 26, 42, 'slate1', 3).rrect(1, 1, 24, 41, 'slate2', 3).rrect(3, 3, 20, 39, 'ink0', 2)
    if (frame)
      b.rect(4, 4, 18, 38, 'blue0')
        .rect(4, 26, 18, 16, 'wood1')
        .hl(4, 26, 18, 'wood0')
        .rect(9, 9, 8, 8, 'gold1')
        .rect(10, 10, 6, 6, 'gold3')
        .dith(5, 17, 16, 9, 'gold0', 0.25)
        .vl(4, 4, 38, 'ink1')
    const w = [20, 14, 8, 4][frame]!
    const x = 3
    b.rrect(x, 3, w, 39, 'teal1', 2)
      .vl(x, 4, 37, 'teal2')
      .hl(x + 1, 3, w - 2, 'teal2')
      .vl(x + w - 1, 4, 37, 'teal0')
    if (w > 6) {
      const cx = x + w / 2
      b.ell(cx, 14, Math.min(6, w / 2 - 1), 6, 'gold1')
        .ell(cx, 14, Math.min(4.6, w / 2 - 2), 4.6, 'blue1')
        .px(cx - 2, 12, 'blue4')
        .px(cx - 1, 11, 'blue4')
      b.box(x + 2, 24, w - 4, 14, 'teal0').hl(x + 3, 37, w - 6, 'teal2')
    }
    if (w > 12) b.rect(x + w - 4, 25, 2, 5, 'gold2').px(x + w - 4, 25, 'gold3')
    for (const y of [8, 22, 35]) b.rect(1, y, 3, 3, 'slate3').px(1, y, 'slate4')
    b.hl(1, 41, 24, 'ink1')
  })
}
