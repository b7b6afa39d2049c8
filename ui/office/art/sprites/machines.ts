import type { AddSprite } from './add-sprite.ts'

export function addMachines(add: AddSprite) {
  // The services. The switch of a column and a row lies at 6 + 5 × column, 7 + 9 × row.
  add('breaker.panel', 30, 28, { layer: 'wall' }, (b) => {
    b.rrect(0, 0, 30, 28, 'slate2', 1)
      .hl(1, 0, 28, 'slate4')
      .vl(0, 1, 26, 'slate3')
      .vl(29, 1, 26, 'slate1')
      .rect(3, 5, 24, 20, 'slate1')
      .box(3, 5, 24, 20, 'slate0')
      .rect(3, 2, 8, 2, 'gold2')
      .px(4, 2, 'ink0')
      .px(6, 2, 'ink0')
      .px(8, 2, 'ink0')
      .px(26, 2, 'green3')
      .hl(1, 27, 28, 'slate0')
    for (let r = 0; r < 2; r++) for (let c = 0; c < 4; c++) b.rect(6 + c * 5, 7 + r * 9, 4, 7, 'ink1')
  })
  for (const [s, c] of [
    ['on', ['green3', 'green4', 'green2']],
    ['off', ['slate2', 'slate3', 'slate1']],
    ['trip', ['red2', 'red3', 'red1']],
  ] as const)
    add(`breaker.${s}`, 4, 7, { layer: 'wall' }, (b) => {
      b.rect(0, 0, 4, 7, 'ink1')
      if (s === 'on') b.rect(1, 0, 2, 3, 'slate5').rect(1, 3, 2, 1, 'slate3').rect(1, 5, 2, 2, c[0]).px(1, 5, c[1])
      else if (s === 'off') b.rect(1, 3, 2, 3, 'slate3').rect(1, 6, 2, 1, 'slate2').rect(1, 0, 2, 1, 'ink2')
      else b.rect(1, 2, 2, 3, 'gold2').rect(1, 0, 2, 1, c[1]).rect(1, 6, 2, 1, c[0])
    })
  // Updates: idle, then receiving.
  add(
    'radio',
    34,
    30,
    { foot: [2, 1], frames: 4, stepMs: 200, light: { radius: 18, colour: 'gold2', dx: -6, dy: -18 }, isAuto: false },
    (b, frame) => {
      b.line(29, 8, 31, 0, 'slate3')
        .rect(1, 16, 32, 6, 'wood3')
        .hl(1, 16, 32, 'wood4')
        .rect(2, 22, 30, 7, 'wood1')
        .hl(2, 22, 30, 'wood2')
        .rect(3, 27, 4, 2, 'wood0')
        .rect(27, 27, 4, 2, 'wood0')
      b.rrect(3, 6, 28, 11, 'green1', 1)
        .hl(4, 6, 26, 'green2')
        .vl(3, 7, 9, 'green2')
        .hl(4, 16, 26, 'green0')
        .rect(5, 8, 12, 5, 'ink1')
        .rect(6, 9, 10, 3, frame ? 'gold1' : 'wood1')
        .px(6 + frame * 3, 9, 'slate5')
        .vl(7 + frame * 3, 9, 3, 'red2')
        .ell(21.5, 11, 2.6, 2.6, 'slate3')
        .px(21, 9, 'slate5')
        .ell(27.5, 11, 2.1, 2.1, 'slate2')
        .px(27, 10, 'slate4')
        .px(6, 14, frame === 1 ? 'red3' : 'red0')
        .px(9, 14, frame ? 'green4' : 'green0')
        .hl(12, 14, 5, 'ink1')
      b.rect(22, 16, 5, 2, 'ink2').hl(22, 16, 5, 'slate1')
      b.outline()
      for (let r = 0; r < frame; r++) b.px(28 - r * 2, r > 1 ? 1 : 2, 'gold2').px(28 - r * 2, 4, 'gold2')
    },
  )
  // The gateway: armed, then ringing.
  add(
    'alarm',
    18,
    22,
    { layer: 'wall', frames: 3, stepMs: 90, light: { radius: 40, colour: 'red2', dx: 9, dy: 6 }, isAuto: false },
    (b, frame) => {
      b.rrect(2, 8, 14, 13, 'red2', 1)
        .hl(3, 8, 12, 'red3')
        .vl(2, 9, 11, 'red3')
        .vl(15, 9, 11, 'red1')
        .hl(3, 20, 12, 'red1')
        .rect(5, 11, 8, 7, 'slate5')
        .rect(6, 12, 6, 3, 'red1')
        .hl(6, 13, 6, 'slate5')
        .rect(8, 15, 2, 2, 'red2')
      const s = frame ? (frame === 1 ? -1 : 1) : 0
      b.ell(9 + s, 4.5, 4, 3.6, frame ? 'gold2' : 'gold1')
        .px(7 + s, 3, 'gold3')
        .px(8 + s, 2, 'gold3')
        .rect(8, 7, 2, 1, 'slate1')
      b.outline()
      if (frame) {
        const d =
          frame === 1
            ? ([
                [1, 2],
                [16, 4],
                [0, 5],
              ] as const)
            : ([
                [17, 2],
                [2, 4],
                [17, 6],
              ] as const)
        for (const [x, y] of d) b.px(x, y, 'gold3').px(x, y + 1, 'red3')
      }
    },
  )
  for (const [s, c] of [
    ['off', ['green4', 'green3', 'green2', 'green1']],
    ['ok', ['green4', 'green3', 'green2', 'green1']],
    ['warn', ['gold3', 'gold2', 'gold1', 'gold0']],
    ['danger', ['red4', 'red3', 'red2', 'red1']],
  ] as const)
    add(
      `beacon.${s}`,
      14,
      18,
      {
        layer: 'wall',
        frames: s === 'ok' || s === 'off' ? 1 : 3,
        order: s === 'ok' || s === 'off' ? [0] : [0, 1, 2, 1],
        stepMs: s === 'danger' ? 110 : 260,
        ...(s !== 'off' && { light: { radius: s === 'ok' ? 18 : 40, colour: c[1], dx: 7, dy: 7 } }),
      },
      (b, frame) => {
        const on = s === 'ok' || frame !== 0
        b.rrect(3, 2, 8, 9, on ? c[1] : c[3], 2)
          .rect(4, 4, 2, 6, on ? c[0] : c[2])
          .vl(10, 4, 6, on ? c[2] : c[3])
          .rect(2, 11, 10, 3, 'slate2')
          .hl(2, 11, 10, 'slate4')
          .rect(4, 14, 6, 3, 'slate1')
        if (on) b.px(5, 4, 'slate5').px(5, 5, 'slate5')
        b.outline()
        if (frame === 2) b.px(0, 5, c[0]).px(13, 5, c[0]).px(1, 1, c[0]).px(12, 1, c[0])
      },
    )
  // Still, then ringing.
  add('bell', 12, 14, { layer: 'wall', frames: 3, order: [0, 1, 0, 2], stepMs: 80, isAuto: false }, (b, frame) => {
    const s = frame === 1 ? -1 : frame === 2 ? 1 : 0
    b.rect(5 + s, 1, 2, 1, 'slate3')
      .rrect(3 + s, 2, 6, 7, 'gold2', 2)
      .vl(3 + s, 4, 5, 'gold3')
      .vl(8 + s, 4, 5, 'gold1')
      .hl(2 + s, 9, 8, 'gold1')
      .rect(5 - s, 10, 2, 2, 'gold0')
    b.outline()
  })
}
