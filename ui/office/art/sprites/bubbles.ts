import type { Pixels } from '../pixels.ts'
import type { AddSprite } from './add-sprite.ts'

const bubble = (b: Pixels, w: number, h: number, fill: string, shade: string, edge: string) => {
  b.rrect(0, 0, w, h, edge, 2)
    .rrect(1, 1, w - 2, h - 2, fill, 1)
    .hl(2, h - 2, w - 4, shade)
}

export function addBubbles(add: AddSprite) {
  add('bubble.speech', 24, 20, { layer: 'ui', borders: 5 }, (b) => bubble(b, 24, 20, 'slate5', 'slate4', 'ink2'))
  // Asks for an approval.
  add('bubble.alert', 24, 20, { layer: 'ui', borders: 5 }, (b) => bubble(b, 24, 20, 'gold3', 'gold2', 'wood1'))
  // Its text is white.
  add('bubble.error', 24, 20, { layer: 'ui', borders: 5 }, (b) => bubble(b, 24, 20, 'red2', 'red1', 'red0'))
  // For what a tool puts out.
  add('bubble.dark', 24, 20, { layer: 'ui', borders: 5 }, (b) => bubble(b, 24, 20, 'ink2', 'ink1', 'slate2'))
  // Its middle is tiled, not stretched.
  add('bubble.thought', 27, 23, { layer: 'ui', borders: 9 }, (b) => {
    b.rrect(2, 3, 23, 17, 'slate5', 3)
    for (const [x, y] of [
      [6, 4],
      [13, 3],
      [20, 4],
      [6, 19],
      [13, 20],
      [20, 19],
    ] as const)
      b.ell(x + 0.5, y, 5, 2.6, 'slate5')
    for (const [x, y] of [
      [3, 8],
      [3, 15],
      [24, 8],
      [24, 15],
    ] as const)
      b.ell(x, y, 2.4, 4, 'slate5')
    for (let x = 4; x < 23; x++)
      for (let y = 22; y > 15; y--)
        if (b.get(x, y)) {
          b.px(x, y, 'slate4')
          break
        }
    b.outline('ink2')
  })
  const tail = (n: string, f: string, o: string) =>
    add(`tail.${n}`, 7, 6, { layer: 'ui', anchor: [3, 1] }, (b) => {
      b.grid(0, 0, ['offffo.', '.offfo.', '.offo..', '.ofo...', '.oo....', '.o.....'], { f, o })
    })
  tail('speech', 'slate5', 'ink2')
  tail('alert', 'gold3', 'wood1')
  tail('error', 'red2', 'red0')
  tail('dark', 'ink2', 'slate2')
  add('tail.thought', 8, 9, { layer: 'ui', anchor: [4, 0] }, (b) => {
    b.ell(4, 2.5, 2.4, 2, 'slate5').rect(2, 6, 2, 2, 'slate5')
    b.outline('ink2')
  })
  for (const [n, f, sh, o] of [
    ['talk', 'slate5', 'slate4', 'ink2'],
    ['alert', 'gold3', 'gold2', 'wood1'],
    ['error', 'red2', 'red1', 'red0'],
    ['good', 'green4', 'green3', 'green0'],
    ['dark', 'ink2', 'ink1', 'slate2'],
  ] as const)
    add(`emote.${n}`, 17, 18, { layer: 'ui', anchor: [8, 17] }, (b) => {
      bubble(b, 17, 15, f, sh, o)
      b.grid(6, 13, ['sss..', 'offo.', 'ofo..', '.o...'], { f, o, s: sh })
    })
  // A small thought. Its icon stands at 4, 2.
  add('emote.think', 19, 20, { layer: 'ui', anchor: [9, 19] }, (b) => {
    b.rrect(2, 2, 15, 11, 'slate5', 2)
    for (const x of [5, 9.5, 14]) b.ell(x, 3, 3.2, 2.6, 'slate5').ell(x, 12.4, 3.2, 2.4, 'slate5')
    b.ell(2.8, 7.5, 2, 3.6, 'slate5').ell(16.2, 7.5, 2, 3.6, 'slate5').rect(8, 17, 2, 1, 'slate5')
    b.hl(4, 14, 2, 'slate4').hl(9, 14, 2, 'slate4').hl(13, 14, 2, 'slate4')
    b.outline('ink2')
  })
}
