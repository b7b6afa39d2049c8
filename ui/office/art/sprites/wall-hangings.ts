import type { AddSprite } from './add-sprite.ts'

export function addWallHangings(add: AddSprite) {
  // The missions.
  add('board.kanban', 48, 28, { layer: 'wall', frames: 2, isAuto: false }, (b, frame) => {
    b.rect(0, 0, 48, 26, 'slate2')
      .hl(0, 0, 48, 'slate4')
      .rect(2, 2, 44, 22, 'slate5')
      .vl(16, 3, 20, 'slate3')
      .vl(31, 3, 20, 'slate3')
      .rect(4, 3, 9, 2, 'red2')
      .rect(19, 3, 9, 2, 'gold1')
      .rect(34, 3, 9, 2, 'green2')
      .hl(2, 23, 44, 'slate4')
    const note = (x: number, y: number, c: string, d: string) => {
      b.rect(x, y, 6, 4, c)
        .hl(x, y + 3, 6, d)
        .hl(x + 1, y + 1, 3, d)
    }
    note(4, 7, 'gold2', 'gold1')
    note(9, 12, 'pink1', 'pink0')
    note(4, 17, 'blue3', 'blue2')
    note(19, 7, 'gold2', 'gold1')
    note(23, 13, 'green3', 'green2')
    note(34, 7, 'pink1', 'pink0')
    note(38, 12, 'gold2', 'gold1')
    note(34, 17, 'blue3', 'blue2')
    if (frame) note(19, 18, 'purple2', 'purple1')
    b.rect(6, 25, 36, 3, 'slate1').hl(6, 25, 36, 'slate3').rect(10, 24, 4, 1, 'red2').rect(16, 24, 4, 1, 'blue2')
  })
  add('board.white', 40, 26, { layer: 'wall' }, (b) => {
    b.rect(0, 0, 40, 24, 'slate2').hl(0, 0, 40, 'slate4').rect(2, 2, 36, 20, 'slate5').hl(2, 21, 36, 'slate4')
    b.line(6, 16, 12, 10, 'blue2')
      .line(12, 10, 17, 13, 'blue2')
      .line(17, 13, 24, 6, 'blue2')
      .hl(5, 18, 20, 'slate1')
      .vl(5, 5, 14, 'slate1')
      .rect(28, 6, 7, 4, 'red2')
      .rect(29, 7, 5, 2, 'slate5')
      .line(31, 10, 31, 13, 'red2')
      .rect(28, 13, 7, 4, 'green2')
      .rect(29, 14, 5, 2, 'slate5')
      .hl(7, 4, 8, 'slate2')
    b.rect(4, 23, 32, 3, 'slate1')
      .hl(4, 23, 32, 'slate3')
      .rect(8, 22, 4, 1, 'red2')
      .rect(14, 22, 4, 1, 'green2')
      .rect(26, 22, 5, 1, 'slate1')
  })
  // The skills.
  add('corkboard', 28, 22, { layer: 'wall' }, (b) => {
    b.rect(0, 0, 28, 22, 'wood2')
      .hl(0, 0, 28, 'wood4')
      .vl(0, 0, 22, 'wood3')
      .rect(2, 2, 24, 18, 'wood4')
      .dith(2, 2, 24, 18, 'wood3', 0.25)
    for (const [x, y, w, h, c] of [
      [4, 4, 6, 7, 'slate5'],
      [12, 3, 5, 5, 'gold3'],
      [19, 5, 6, 6, 'blue4'],
      [6, 13, 7, 5, 'pink2'],
      [15, 11, 5, 7, 'slate5'],
      [21, 13, 4, 4, 'green4'],
    ] as const)
      b.rect(x, y, w, h, c)
        .px(x + (w >> 1), y, 'red2')
        .hl(x + 1, y + 3, w - 2, 'slate2')
        .hl(x, y + h, w, 'wood2')
  })
  // The cron jobs. It has a frame for each hour.
  add('clock', 17, 17, { layer: 'wall', frames: 12, isAuto: false }, (b, frame) => {
    b.ell(8.5, 8.5, 8.4, 8.4, 'wood1')
      .ell(8.5, 8.5, 7.5, 7.5, 'wood3')
      .ell(8.5, 8.5, 6.5, 6.5, 'slate4')
      .ell(8, 8, 5.8, 5.8, 'slate5')
      .pts('ink2', 8, 3, 8, 13, 3, 8, 13, 8)
    const A = (frame * Math.PI) / 6 - Math.PI / 2
    const M = ((frame % 4) * Math.PI) / 2 - Math.PI / 2
    b.line(8, 8, Math.round(8 + Math.cos(M) * 4.4), Math.round(8 + Math.sin(M) * 4.4), 'slate0')
      .line(8, 8, Math.round(8 + Math.cos(A) * 3), Math.round(8 + Math.sin(A) * 3), 'ink0')
      .px(8, 8, 'red2')
  })
  add('picture.sea', 26, 20, { layer: 'wall' }, (b) => {
    b.rect(0, 0, 26, 20, 'gold0')
      .hl(0, 0, 26, 'gold2')
      .vl(0, 0, 20, 'gold1')
      .rect(2, 2, 22, 16, 'blue3')
      .rect(2, 10, 22, 8, 'blue2')
      .dith(2, 10, 22, 4, 'blue3', 0.4)
      .rect(2, 15, 22, 3, 'blue1')
      .ell(18, 6, 2.6, 2.6, 'gold3')
      .rect(8, 11, 9, 2, 'wood1')
      .hl(9, 13, 7, 'wood0')
      .vl(12, 4, 7, 'wood0')
      .rect(9, 5, 3, 5, 'slate5')
      .rect(13, 6, 3, 4, 'slate4')
      .hl(3, 4, 4, 'slate5')
  })
  // The emblem of the house.
  add('picture.wheel', 22, 22, { layer: 'wall' }, (b) => {
    b.ell(11, 11, 9, 9, 'wood3')
      .ell(11, 11, 7.2, 7.2, 'wood1')
      .ell(11, 11, 6, 6, 'slate3')
      .rect(10, 0, 2, 22, 'wood3')
      .rect(0, 10, 22, 2, 'wood3')
      .line(4, 4, 17, 17, 'wood3')
      .line(5, 4, 18, 17, 'wood2')
      .line(17, 4, 4, 17, 'wood3')
      .line(18, 4, 5, 17, 'wood2')
      .vl(10, 0, 22, 'wood4')
      .hl(0, 10, 22, 'wood4')
      .ell(11, 11, 3, 3, 'gold1')
      .ell(11, 11, 1.6, 1.6, 'gold3')
  })
  add('poster', 16, 22, { layer: 'wall' }, (b) => {
    b.rect(0, 0, 16, 22, 'slate5')
      .rect(1, 1, 14, 20, 'teal1')
      .rect(1, 14, 14, 7, 'teal0')
      .ell(8, 9, 4.5, 4.5, 'red2')
      .rect(3, 5, 2, 3, 'red2')
      .rect(11, 5, 2, 3, 'red2')
      .px(6, 8, 'slate5')
      .px(9, 8, 'slate5')
      .hl(4, 17, 8, 'gold2')
      .hl(5, 19, 6, 'slate4')
      .px(6, 7, 'red3')
  })
  add('lifering', 20, 20, { layer: 'wall' }, (b) => {
    for (let y = 0; y < 20; y++)
      for (let x = 0; x < 20; x++) {
        const d = Math.hypot(x - 9.5, y - 9.5)
        if (d <= 9.4 && d > 4.6) {
          const a = Math.atan2(y - 9.5, x - 9.5)
          const r = Math.abs(Math.sin(2 * a)) > 0.72
          b.px(x, y, r ? (x + y < 19 ? 'red2' : 'red1') : x + y < 19 ? 'slate5' : 'slate4')
          if (d > 8.6) b.px(x, y, r ? 'red1' : 'slate3')
        }
      }
    b.px(4, 4, 'red3').px(5, 3, 'red3')
  })
  add('barometer', 15, 22, { layer: 'wall' }, (b) => {
    b.ell(7.5, 7.5, 7.2, 7.2, 'gold0')
      .ell(7, 7, 6.4, 6.4, 'gold2')
      .ell(7.5, 7.5, 5.2, 5.2, 'slate5')
      .line(7, 7, 10, 4, 'red2')
      .line(7, 7, 5, 9, 'ink1')
      .pts('slate1', 3, 7, 11, 7, 7, 3)
      .rect(5, 14, 5, 7, 'wood2')
      .hl(5, 14, 5, 'gold1')
      .vl(7, 15, 5, 'gold3')
      .hl(5, 20, 5, 'wood0')
  })
  add('picture.chart', 34, 24, { layer: 'wall' }, (b) => {
    b.rect(0, 0, 34, 24, 'wood2')
      .hl(0, 0, 34, 'wood4')
      .vl(0, 0, 24, 'wood3')
      .rect(2, 2, 30, 20, 'gold3')
      .rect(2, 2, 30, 20, 'wood5')
      .ell(9, 8, 6, 4, 'green3')
      .ell(12, 10, 4, 3, 'green2')
      .ell(26, 16, 5, 4, 'green3')
      .px(20, 7, 'green2')
      .dith(3, 3, 28, 18, 'gold3', 0.2)
    for (let k = 0; k < 8; k++) if (k % 2) b.px(13 + k * 2, 12 - (k >> 1) + (k > 4 ? k - 4 : 0), 'red2')
    b.line(24, 5, 28, 9, 'red1').line(28, 5, 24, 9, 'red1')
  })
}
