import { type AddSprite, noise } from './add-sprite.ts'

const rackLamps = [
  ['green3', 'green2'],
  ['gold2', 'gold1'],
  ['red3', 'red2'],
  ['red2', 'red0'],
] as const

export function addRacks(add: AddSprite) {
  for (const [k, state] of ['low', 'mid', 'high', 'down'].entries())
    add(
      `rack.${state}`,
      26,
      48,
      {
        foot: [2, 1],
        frames: 3,
        stepMs: [420, 260, 130, 500][k]!,
        light: { radius: 26, colour: ['green3', 'gold2', 'red2', 'red2'][k]!, dx: 0, dy: -24 },
      },
      (b, frame) => {
        b.rect(1, 1, 24, 6, 'slate1')
          .hl(1, 1, 24, 'slate3')
          .rect(1, 7, 24, 40, 'ink2')
          .vl(1, 7, 40, 'slate1')
          .vl(2, 7, 40, 'slate0')
          .vl(24, 7, 40, 'ink1')
          .rect(3, 8, 20, 37, 'ink0')
        for (let r = 0; r < 6; r++) {
          const y = 9 + r * 6
          b.rect(4, y, 18, 5, 'slate0')
            .hl(4, y, 18, 'slate1')
            .hl(4, y + 4, 18, 'ink2')
          for (let v = 0; v < 4; v++) b.vl(14 + v * 2, y + 1, 3, 'ink1')
          const lit = state === 'down' ? false : noise(r, frame, k) > [0.5, 0.3, 0.1][k]!
          const c =
            state === 'down'
              ? frame === 1
                ? 'red2'
                : 'red0'
              : lit
                ? k === 2 && r > 2
                  ? 'red3'
                  : k >= 1 && r % 3 === 0
                    ? 'gold2'
                    : 'green3'
                : 'green0'
          b.rect(5, y + 1, 2, 1, c)
            .px(8, y + 1, state === 'down' ? 'ink1' : noise(r, frame, k + 9) > 0.5 ? 'teal3' : 'teal0')
            .px(10, y + 1, state === 'down' ? 'ink1' : noise(r, frame, k + 5) > 0.4 ? 'green3' : 'green0')
          const bar = state === 'down' ? 0 : Math.round([2, 4, 7][k]! + noise(r, frame, 21) * 2 - 1)
          for (let q = 0; q < 8; q++)
            b.px(5 + q, y + 3, q < bar ? (q > 5 ? 'red2' : q > 3 ? 'gold2' : 'green3') : 'ink1')
        }
        b.rect(3, 45, 20, 2, 'ink1')
        const lamp = rackLamps[k]!
        b.rect(4, 3, 18, 2, state === 'down' && frame !== 1 ? 'red0' : lamp[0])
          .hl(4, 4, 18, state === 'down' && frame !== 1 ? 'red0' : lamp[1])
          .px(4, 3, state === 'down' ? lamp[0] : 'slate5')
        b.outline()
      },
    )
  // The battery that takes over when the power fails.
  add('ups', 18, 22, { foot: [1, 1], frames: 2, stepMs: 800 }, (b, frame) => {
    b.rect(1, 1, 16, 5, 'slate2')
      .hl(1, 1, 16, 'slate4')
      .rect(1, 6, 16, 15, 'slate0')
      .vl(1, 6, 15, 'slate1')
      .rect(4, 8, 10, 4, 'ink1')
      .rect(5, 9, frame ? 8 : 6, 2, 'green3')
      .hl(4, 15, 10, 'ink1')
      .hl(4, 17, 10, 'ink1')
      .px(14, 14, frame ? 'green3' : 'green1')
    b.outline()
  })
}
